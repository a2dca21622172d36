// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP client of the JDK and its HTTP server, with a pool of threads. */
final class JdkHttp {
    private JdkHttp() {}

    /** Sends as many requests as the argument says, or opens a {@code java.net.Socket} if that is 0. */
    public static void main(String[] args) throws Exception {
        int requests = Integer.parseInt(args[0]);
        if (requests == 0) {
            new Socket(InetAddress.getLoopbackAddress(), 80).close();
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", JdkHttp::answer);
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < requests; i++) {
            byte[] body = body(i);
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            byte[] answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body();
            if (!Arrays.equals(answer, body)) {
                throw new AssertionError(
                        "request " + i + " sent " + body.length + " bytes, and other " + answer.length + " came back");
            }
        }
        server.stop(0);
        threads.shutdown();
        System.out.println(requests + " right");
        System.exit(0); // the client of JDK 17 has a thread that never ends
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Of another length, and other bytes, for each request. */
    private static byte[] body(int request) {
        byte[] body = new byte[1 + request * 397 % 5_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 + request);
        }
        return body;
    }
}
