// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.http.Request;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.samples.bench.BenchApp;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.junit.jupiter.Container;

/**
 * WebSockets on streams of HTTP/2 (RFC 8441) with Node's {@code http2} at the other end, and the frames of npm's {@code ws}: as a client
 * and as a server.
 */
@NeedsDocker
@DisplayName("A WebSocket over HTTP/2 meets")
class Http2WebSocketPeersIT {
    private static final int LARGEST = 8 * 1024 * 1024;

    /** {@code ws} has no opening of its own for HTTP/2. Given a stream in the place of a socket, it does the rest. */
    private static final String ON_STREAM = """
            const http2 = require("http2");
            const WebSocket = require("ws");
            const on = (stream, isServer) => {
                stream.setNoDelay = () => {};
                const socket = new WebSocket(null);
                socket._isServer = isServer;
                const options = { maxPayload: 2 ** 25, skipUTF8Validation: false };
                socket.setSocket(stream, Buffer.alloc(0), options);
                return socket;
            };
            """;

    /** Several at once on one connection: each sends messages to an echo, compares, pings and closes; or only waits for the close. */
    private static final String CLIENT = ON_STREAM + """
            const { randomBytes } = require("crypto");
            const [url, then] = process.argv.slice(2);
            const session = http2.connect(url, { rejectUnauthorized: false });
            let left = then === "wait" ? 1 : 3;
            const open = () => {
                const stream = session.request({ ":method": "CONNECT", ":protocol": "websocket", ":path": "/ws",
                    "sec-websocket-version": "13" });
                stream.on("response", headers => {
                    console.log("status", headers[":status"], headers["sec-websocket-accept"]);
                    const socket = on(stream, false);
                    const messages = ["", "snow \\u96ea", "x".repeat(70000), Buffer.alloc(0), Buffer.from([0, 1, 255]),
                        randomBytes(2 ** 22), Buffer.alloc(2 ** 22)];
                    const next = () => messages.length ? socket.send(messages[0]) : socket.ping("ping");
                    socket.on("message", (data, isBinary) => {
                        const sent = messages.shift();
                        if (isBinary !== (typeof sent !== "string") || !Buffer.from(sent).equals(data)) {
                            throw new Error("another message came back");
                        }
                        next();
                    });
                    socket.on("pong", () => socket.close(1000));
                    socket.on("close", code => {
                        console.log("closed", code);
                        --left || session.close();
                    });
                    then === "wait" || next();
                });
            };
            session.on("remoteSettings", settings => {
                console.log("announced", settings.enableConnectProtocol);
                for (let i = left; i > 0; i--) {
                    open();
                }
            });
            """;

    private static final String SERVER = ON_STREAM + """
            const server = http2.createServer({ settings: { enableConnectProtocol: true } });
            server.on("stream", (stream, headers) => {
                if (headers[":protocol"] !== "websocket" || headers["sec-websocket-key"]) {
                    stream.respond({ ":status": 400 }, { endStream: true });
                    return;
                }
                stream.respond({ ":status": 200 });
                const socket = on(stream, true);
                socket.on("message", (data, isBinary) => {
                    if (!isBinary && data.toString() === "end") {
                        socket.close(4000, "as you like");
                    } else {
                        socket.send(data, { binary: isBinary });
                    }
                });
            });
            server.listen(80, () => console.log("listening"));
            """;

    @Container
    private static final PeerContainer SHELL = PeerContainer.shell().withFile(CLIENT, "/etc/peer/client.js");

    private static Server serve(Snow app, boolean secure) throws IOException {
        Server.Builder builder = Server.of(app).http2(Http2Limits.DEFAULT);
        if (secure) {
            TestAuthority.Issued issued = new TestAuthority("test").issue(PeerContainer.HOST);
            builder.tls(TlsConfig.server(Identity.of(issued.key(), issued.chain())));
        }
        return builder.listen("0.0.0.0", 0);
    }

    private static String runClient(Server server, boolean secure, String then) {
        String url = (secure ? "https://" : "http://") + PeerContainer.HOST + ":" + server.port();
        return SHELL.run("node", "/etc/peer/client.js", url, then);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("Node as a client, whose messages come back as they were")
    void aClient(boolean secure) throws Exception {
        try (Server server = serve(BenchApp.create(), secure)) {
            assertThat(runClient(server, secure, "close").lines())
                    .containsExactlyInAnyOrder(
                            "announced true",
                            "status 200 undefined",
                            "status 200 undefined",
                            "status 200 undefined",
                            "closed 1000",
                            "closed 1000",
                            "closed 1000");
        }
    }

    @Test
    @DisplayName("Node as a client, which hears that the server goes away")
    void aDrain() throws Exception {
        CompletableFuture<WebSocket> opened = new CompletableFuture<>();
        try (Server server = serve(new Snow().webSocket("/ws", opened::complete), false)) {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> runClient(server, false, "wait"));
            CompletableFuture.anyOf(opened, output).get(); // one that cannot connect has ended
            server.drain(Duration.ofSeconds(20));

            assertThat(output.get()).endsWith("closed 1001\n");
        }
    }

    @Test
    @DisplayName("Node as a server, whose echo is what was sent")
    void aServer() throws Exception {
        byte[] random = new byte[LARGEST];
        new Random(1).nextBytes(random);
        WebSocketOptions options =
                WebSocketOptions.builder().limits(MessageLimits.of(LARGEST)).build();
        FetcherOptions http2 =
                FetcherOptions.builder().httpVersion(HttpVersionPolicy.HTTP_2).build();
        try (PeerContainer container = PeerContainer.program(SERVER, "node", "/etc/peer/server.js");
                Visitor visitor = new Visitor(http2)) {
            container.start();
            Request opening = Request.get(container.url("/").replaceFirst("http", "ws"));
            List<WebSocket> sockets = List.of(
                    visitor.loop.runUntil(visitor.fetcher.webSocket(opening, options)),
                    visitor.loop.runUntil(visitor.fetcher.webSocket(opening, options)));
            assertThat(visitor.fetcher.connections()).isEqualTo(1);

            for (WebSocket socket : sockets) {
                for (Object message :
                        List.of("", "snow \u96ea", "x".repeat(70_000), new byte[0], random, new byte[LARGEST])) {
                    assertThat(visitor.loop.runUntil(WebSocketPeersIT.ask(socket, message)))
                            .isEqualTo(message);
                }
                socket.send("end");
                assertThat(visitor.loop.runUntil(socket.closed())).isEqualTo(new CloseReason(4000, "as you like"));
            }
        }
    }
}
