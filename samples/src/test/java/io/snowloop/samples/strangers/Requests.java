// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/** The client of each program: that of the JDK. The server has to send back what it gets. */
final class Requests {
    private Requests() {}

    // region client
    /** Sends requests one after the other, prints how many were right, and ends the JVM with all threads of the server. */
    static void send(int requests, int port) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < requests; i++) {
            byte[] body = body(i);
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200 || !Arrays.equals(response.body(), body)) {
                throw new AssertionError("request " + i + " sent " + body.length + " bytes; status "
                        + response.statusCode() + " and " + response.body().length + " bytes came back");
            }
        }
        System.out.println(requests + " right");
        System.exit(0);
    }
    // endregion

    /** Of another length, and other bytes, for each request. */
    static byte[] body(int request) {
        byte[] body = new byte[1 + request * 397 % 5_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 + request);
        }
        return body;
    }
}
