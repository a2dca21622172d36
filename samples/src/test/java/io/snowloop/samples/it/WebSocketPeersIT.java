// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.samples.bench.BenchApp;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.Deflate;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testcontainers.junit.jupiter.Container;

/** WebSockets with Python's {@code websockets} and npm's {@code ws} at the other end: as clients of the bench server, and as servers. */
@NeedsDocker
@DisplayName("A WebSocket meets")
class WebSocketPeersIT {
    private static final int LARGEST = 16 * 1024 * 1024;

    /** Each of their clients sends these to an echo and compares, sends a ping, and closes; or it only waits for the close. */
    private static final String PYTHON_CLIENT = """
            import asyncio, os, sys, websockets

            async def main(url, then):
                async with websockets.connect(url, max_size=2**25, open_timeout=60) as socket:
                    if then == "wait":
                        await socket.wait_closed()
                        return print("closed", socket.close_code)
                    print("extensions", *(extension.name for extension in socket.extensions))
                    for message in ["", "snow \\u96ea", "x" * 70000, b"", bytes(range(256)), os.urandom(2**24), bytes(2**24)]:
                        await socket.send(message)
                        if await socket.recv() != message:
                            raise Exception("another message came back")
                    await socket.send(["in ", "frag", "ments"])
                    if await socket.recv() != "in fragments":
                        raise Exception("another text came back")
                    await (await socket.ping(b"ping"))
                    print("fine")
                print("closed", socket.close_code)

            asyncio.run(main(*sys.argv[1:]))
            """;

    private static final String NODE_CLIENT = """
            const { WebSocket } = require("ws");
            const { randomBytes } = require("crypto");
            const [url, then] = process.argv.slice(2);
            const messages = ["", "snow \\u96ea", "x".repeat(70000), Buffer.alloc(0), Buffer.from([0, 1, 255]),
                randomBytes(2 ** 24), Buffer.alloc(2 ** 24)];
            const socket = new WebSocket(url, { maxPayload: 2 ** 25, perMessageDeflate: { threshold: 0 } });
            const next = () => messages.length ? socket.send(messages[0]) : socket.ping("ping");
            socket.on("open", () => {
                if (then !== "wait") {
                    console.log("extensions", socket.extensions.split(";")[0]);
                    next();
                }
            });
            socket.on("message", (data, isBinary) => {
                const sent = messages.shift();
                if (isBinary !== (typeof sent !== "string") || !Buffer.from(sent).equals(data)) {
                    throw new Error("another message came back");
                }
                next();
            });
            socket.on("pong", () => {
                console.log("fine");
                socket.close(1000);
            });
            socket.on("close", code => console.log("closed", code));
            """;

    /** Each of their servers sends the names of its extensions first, and then echoes. */
    private static final String PYTHON_SERVER = """
            import asyncio, websockets

            async def echo(socket):
                await socket.send(" ".join(extension.name for extension in socket.extensions))
                async for message in socket:
                    if message == "end":
                        await socket.close(4000, "as you like")
                    else:
                        await socket.send(message)

            async def main():
                async with websockets.serve(echo, "0.0.0.0", 80, max_size=2**25):
                    print("listening", flush=True)
                    await asyncio.Future()

            asyncio.run(main())
            """;

    private static final String NODE_SERVER = """
            const { WebSocketServer } = require("ws");
            const options = { host: "0.0.0.0", port: 80, maxPayload: 2 ** 25, perMessageDeflate: { threshold: 0 } };
            const server = new WebSocketServer(options, () => console.log("listening"));
            server.on("connection", socket => {
                socket.send(socket.extensions.split(";")[0]);
                socket.on("message", (data, isBinary) => {
                    if (!isBinary && data.toString() === "end") {
                        socket.close(4000, "as you like");
                    } else {
                        socket.send(data, { binary: isBinary });
                    }
                });
            });
            """;

    enum Peer {
        PYTHON("python3", PYTHON_CLIENT, PYTHON_SERVER),
        NODE("node", NODE_CLIENT, NODE_SERVER);

        private final String command;
        private final String client;
        private final String server;

        Peer(String command, String client, String server) {
            this.command = command;
            this.client = client;
            this.server = server;
        }

        private String file() {
            return "/etc/peer/" + command;
        }

        PeerContainer serve() {
            return PeerContainer.program(server, command, file());
        }
    }

    @Container
    private static final PeerContainer SHELL = PeerContainer.shell()
            .withFile(Peer.PYTHON.client, Peer.PYTHON.file())
            .withFile(Peer.NODE.client, Peer.NODE.file());

    private Server server;

    @BeforeEach
    void serve() throws IOException {
        server = Server.of(BenchApp.create()).listen("0.0.0.0", 0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String runClient(Peer peer, Server server, String then) {
        String url = "ws://" + PeerContainer.HOST + ":" + server.port() + "/ws";
        return SHELL.run(peer.command, peer.file(), url, then);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a client, whose messages come back as they were")
    void aClient(Peer peer) {
        assertThat(runClient(peer, server, "close").lines())
                .containsExactly("extensions permessage-deflate", "fine", "closed 1000");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a client, which hears that the server goes away")
    void aDrain(Peer peer) throws Exception {
        CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        try (Server draining =
                Server.of(new Snow().webSocket("/ws", opened::complete)).listen("0.0.0.0", 0)) {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> runClient(peer, draining, "wait"));
            CompletableFuture.anyOf(opened, output).get(); // one that cannot connect has ended
            draining.drain(Duration.ofSeconds(20));

            assertThat(output.get()).isEqualTo("closed 1001\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a server, whose echo is what was sent")
    void aServer(Peer peer) throws Exception {
        byte[] random = new byte[LARGEST];
        new Random(1).nextBytes(random);
        WebSocketOptions options = WebSocketOptions.builder()
                .limits(MessageLimits.of(LARGEST))
                .deflate(new Deflate(true, true, 0))
                .build();
        try (PeerContainer container = peer.serve();
                Visitor visitor = new Visitor()) {
            container.start();
            WebSocket socket = visitor.loop.runUntil(
                    visitor.fetcher.webSocket(Request.get(container.url("/").replaceFirst("http", "ws")), options));
            Promise<String> extensions = socket.loop().newPromise();
            socket.onText(extensions::complete);
            assertThat(visitor.loop.runUntil(extensions)).isEqualTo("permessage-deflate");

            for (Object message :
                    List.of("", "snow \u96ea", "x".repeat(70_000), new byte[0], random, new byte[LARGEST])) {
                assertThat(visitor.loop.runUntil(ask(socket, message))).isEqualTo(message);
            }
            socket.send("end");
            assertThat(visitor.loop.runUntil(socket.closed())).isEqualTo(new CloseReason(4000, "as you like"));
        }
    }

    /** Sends a text or bytes. What comes back is of the same kind. */
    static Future<Object> ask(WebSocket socket, Object message) {
        Promise<Object> back = socket.loop().newPromise();
        socket.onText(back::complete);
        socket.onBinary(bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            back.complete(copy);
        });
        if (message instanceof String text) {
            socket.send(text);
        } else {
            socket.send(ByteBuffer.wrap((byte[]) message));
        }
        return back;
    }
}
