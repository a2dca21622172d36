// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The server of the JDK, with a virtual thread for each request. Two settings are not the default: without
 * {@code nodelay}, a response waits for the client's delayed acknowledgement, and with more than 200 connections it
 * closes the idle ones.
 */
public class JdkPeer implements ServerPeer {
    private final String provider;

    /** The implementation of the JDK, although another one is on the class path. */
    public JdkPeer() {
        this("sun.net.httpserver.DefaultHttpServerProvider");
    }

    JdkPeer(String provider) {
        this.provider = provider;
    }

    @Override
    public void serve(int port) throws IOException {
        System.setProperty("com.sun.net.httpserver.HttpServerProvider", provider);
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("robaho.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "100000");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), Backlog.LENGTH);
        server.setExecutor(executor());
        server.createContext("/plaintext", exchange -> ok(exchange, "text/plain", Payload.textBytes()));
        server.createContext("/json", exchange -> ok(exchange, "application/json", Payload.jsonBytes()));
        server.createContext(
                "/echo",
                exchange -> ok(
                        exchange,
                        "application/octet-stream",
                        exchange.getRequestBody().readAllBytes()));
        server.createContext("/bytes/65536", exchange -> ok(exchange, "application/octet-stream", Payload.BYTES));
        server.createContext(PayloadFile.NAME, JdkPeer::file);
        server.start();
    }

    /** A virtual thread for each request; on JDK 17, which has none, a thread of a pool. */
    private static Executor executor() {
        try {
            return (Executor) MethodHandles.lookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (NoSuchMethodException e) {
            return Executors.newCachedThreadPool();
        } catch (Throwable e) {
            throw new IllegalStateException("no threads for requests", e);
        }
    }

    /** The same as in the handler of {@code SimpleFileServer}, whose responses never end with robaho's server. */
    private static void file(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.sendResponseHeaders(200, Files.size(PayloadFile.PATH));
        Files.copy(PayloadFile.PATH, exchange.getResponseBody());
        exchange.close();
    }

    private static void ok(HttpExchange exchange, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
