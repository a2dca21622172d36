// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import io.snowloop.websocket.WebSocketMessage;
import io.snowloop.websocket.connection.WebSocket;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** The process that {@link ConnectionCostsIT} measures: WebSockets on one loop. It answers each line of its standard input with one. */
final class ConnectionServer {
    private final List<WebSocket> members = new ArrayList<>();
    private final EventLoop loop;
    private long heard;
    private long awaited = -1;
    private CompletableFuture<Long> hearing = new CompletableFuture<>();

    private ConnectionServer(EventLoop loop) {
        this.loop = loop;
    }

    public static void main(String[] args) throws Exception {
        EventLoop loop = EventLoop.open();
        ConnectionServer server = new ConnectionServer(loop);
        Server listening = Server.of(server.app())
                .options(ServerOptions.builder().backlog(1024).build())
                .on(loop)
                .listen("127.0.0.1", 0);
        Thread thread = new Thread(loop::run, "loop");
        thread.setDaemon(true);
        thread.start();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(line.equals("port") ? listening.port() : server.answer(line.split(" ")));
        }
    }

    private long answer(String[] question) throws Exception {
        return switch (question[0]) {
            case "members" -> on(members::size);
            case "heap" -> usedHeap();
            case "say" -> say(Long.parseLong(question[1]));
            case "hear" -> hear(Long.parseLong(question[1]));
            default -> throw new IllegalArgumentException(question[0]);
        };
    }

    private Snow app() {
        return new Snow().webSocket("/ws", (socket, request) -> {
            members.add(socket);
            socket.onText(text -> {
                if (++heard == awaited) {
                    hearing.complete(heard);
                }
            });
        });
    }

    private <T> T on(Callable<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.call());
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.get();
    }

    /** Sends messages to all members, each in a turn of its own. Encoded once, as in the chat. */
    private long say(long messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            on(() -> {
                WebSocketMessage message = WebSocketMessage.text("m".repeat(ConnectionCostsIT.MESSAGE));
                members.forEach(member -> member.send(message));
                return 0;
            });
        }
        return messages;
    }

    /** Waits until so many messages have come, from the start on. */
    private long hear(long messages) throws Exception {
        CompletableFuture<Long> all = on(() -> {
            hearing = new CompletableFuture<>();
            awaited = messages;
            if (heard >= messages) {
                hearing.complete(heard);
            }
            return hearing;
        });
        return all.get();
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
