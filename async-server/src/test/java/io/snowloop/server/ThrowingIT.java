// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LoopCall;
import io.snowloop.testing.Reports;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The loop goes on serving when there throws")
class ThrowingIT {
    private final Reports reports = new Reports();
    private final LogCapture appLog = new LogCapture(Snow.class);
    private final LogCapture connectionLog = new LogCapture(ServerExchange.class);
    private EventLoopGroup loops;
    private EventLoop loop;
    private Server server;
    private SocketClient bystander;

    @BeforeEach
    void listen() throws IOException {
        loops = EventLoopGroup.start(
                1, EventLoopOptions.builder().exceptionHandler(reports).build());
        loop = loops.next();
        server = Server.of(app()).on(loop).listen("127.0.0.1", 0);
        bystander = new SocketClient(server);
        bystander.send(GET).answer();
    }

    /** Whatever was thrown: a connection that was there before, and one that comes now, are served. */
    @AfterEach
    void close() throws IOException {
        try (SocketClient newcomer = new SocketClient(server)) {
            assertThat(bystander.send(GET).answer().body()).isEqualTo("hello");
            assertThat(newcomer.send(GET).answer().body()).isEqualTo("hello");
        } finally {
            bystander.close();
            server.close();
            loops.close();
            appLog.close();
            connectionLog.close();
        }
    }

    private static Snow app() {
        return new Snow()
                .get("/", request -> Response.text("hello"))
                .get("/view", ThrowingIT::raise)
                .get("/error", request -> {
                    throw new StackOverflowError("on purpose");
                })
                .get("/async", (request, loop) -> Future.completed(raise(request)))
                .get("/failed", (request, loop) -> Future.failed(new IOException("on purpose")))
                .get("/later", (request, loop) -> loop.sleep(Duration.ZERO).map(slept -> raise(request)))
                .get("/mapper", ThrowingIT::raise)
                .get("/filter", request -> Response.text("never seen"))
                .get("/filter-later", request -> Response.text("never seen"))
                .get("/null", request -> null)
                .get("/callback", (request, loop) -> {
                    Future<Void> slept = loop.sleep(Duration.ZERO);
                    slept.onComplete((nothing, error) -> raise(request));
                    return slept.map(nothing -> Response.text("fine"));
                })
                .get("/timer", (request, loop) -> {
                    loop.schedule(Duration.ZERO, () -> raise(request));
                    return loop.sleep(Duration.ofMillis(10)).map(nothing -> Response.text("fine"));
                })
                .get("/task", (request, loop) -> {
                    loop.execute(() -> raise(request));
                    return loop.sleep(Duration.ofMillis(10)).map(nothing -> Response.text("fine"));
                })
                .route(Method.GET, "/stream", request -> Future.completed(streaming(request)))
                .get(
                        "/stream-later",
                        (request, loop) -> loop.sleep(Duration.ZERO).map(slept -> streaming(request)))
                .get("/stream-midway", (request, loop) -> Future.completed(brokenMidway(request, loop)))
                .get(
                        "/stream-too-long",
                        request -> Response.stream(
                                BodyStream.of(3, () -> Future.completed(ByteBuffer.allocate(4))), "a/b"))
                .get(
                        "/stream-too-short",
                        request -> Response.stream(BodyStream.of(3, () -> Future.completed(null)), "a/b"))
                .onError((error, request) -> {
                    if (request.path().equals("/mapper")) {
                        throw new IllegalStateException("in the mapper");
                    }
                    return ErrorMapper.standard().response(error, request);
                })
                .filter((request, next) ->
                        request.path().equals("/filter") ? Future.completed(raise(request)) : next.handle(request))
                .filter((request, next) -> request.path().equals("/filter-later")
                        ? next.handle(request).map(response -> raise(request))
                        : next.handle(request));
    }

    private static Response raise(Request request) {
        throw new IllegalStateException("on purpose: " + request.path());
    }

    private static Response streaming(Request request) {
        return Response.stream(
                BodyStream.of(() -> {
                    throw new IllegalStateException("on purpose: " + request.path());
                }),
                "a/b");
    }

    private static Response brokenMidway(Request request, Scheduler loop) {
        int[] reads = {0};
        return Response.stream(
                BodyStream.of(() -> {
                    if (reads[0]++ == 2) {
                        raise(request);
                    }
                    return loop.sleep(Duration.ZERO).map(slept -> ByteBuffer.allocate(5));
                }),
                "a/b");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"/view", "/error", "/async", "/failed", "/later", "/mapper", "/filter", "/filter-later", "/null"
            })
    void aViewOrWhatIsAroundIt(String path) throws IOException {
        try (SocketClient client = new SocketClient(server)) {
            client.send("GET " + path + " HTTP/1.1\nHost: a\n\n" + GET);
            assertThat(client.answer().status()).isEqualTo(500);
            assertThat(client.answer().body()).isEqualTo("hello");
        }
        assertThat(appLog.records()).hasSize(1);
        reports.assertNone();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/callback", "/timer", "/task"})
    void aCallbackOfTheLoop(String path) throws IOException {
        try (SocketClient client = new SocketClient(server)) {
            client.send("GET " + path + " HTTP/1.1\nHost: a\n\n");
            assertThat(client.answer().body()).isEqualTo("fine");
        }
        assertThat(reports.takeErrors())
                .singleElement()
                .satisfies(error -> assertThat(error).hasMessage("on purpose: " + path));
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                arguments("/stream", "on purpose"),
                arguments("/stream-later", "on purpose"),
                arguments("/stream-midway", "on purpose"),
                arguments("/stream-too-long", "data of 4 bytes, but only 3 are left"),
                arguments("/stream-too-short", "3 bytes before its announced length"));
    }

    /** HTTP/1.0 has no chunks: there only a reset tells a body that broke off from one that has ended. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void aBody(String path, String message) throws IOException {
        for (String version : new String[] {"1.1", "1.0"}) {
            try (SocketClient client = new SocketClient(server)) {
                client.send("GET " + path + " HTTP/" + version + "\nHost: a\n\n");
                assertThat(isReset(client)).isTrue();
            }
        }
        assertThat(connectionLog.records())
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.getThrown()).hasMessageContaining(message));
        reports.assertNone();
    }

    private static boolean isReset(SocketClient client) {
        try {
            client.rest();
            return false;
        } catch (IOException e) {
            return e.getMessage().contains("reset");
        }
    }

    @Test
    void aHandlerThatKnowsNoErrorMapper() throws IOException {
        try (Server bare = Server.of(request -> {
                            if (request.path().equals("/null")) {
                                return null;
                            }
                            throw new IllegalStateException("on purpose");
                        })
                        .on(loop)
                        .listen("127.0.0.1", 0);
                SocketClient client = new SocketClient(bare)) {
            client.send(GET + "GET /null HTTP/1.1\nHost: a\n\n");
            assertThat(client.answer().status()).isEqualTo(500);
            assertThat(client.answer().status()).isEqualTo(500);
            assertThat(connectionLog.records()).hasSize(2);
        }
        reports.assertNone();
    }

    @ParameterizedTest(name = "in {0}")
    @ValueSource(strings = {"connected", "received", "ended", "closed"})
    void anotherProtocolOnTheSameLoop(String callback) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Acceptor acceptor =
                LoopCall.on(loop.reactor(), () -> Acceptor.listen(loop, any, 10, channel -> open(channel, callback)));
        InetSocketAddress address = (InetSocketAddress) acceptor.address();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(40_000);
            socket.getOutputStream().write('x');
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isNegative();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // it was closed with a byte unread
        }
        LoopCall.on(loop.reactor(), () -> {
            acceptor.close();
            return acceptor;
        });
        assertThat(reports.takeErrors())
                .singleElement()
                .satisfies(error -> assertThat(error).hasMessage("on purpose: " + callback));
    }

    private void open(SocketChannel channel, String callback) {
        try {
            SocketTransport.open(loop, channel, new Throwing(callback), WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Throwing implements Protocol {
        private final String callback;
        private Transport transport;

        Throwing(String callback) {
            this.callback = callback;
        }

        private void raiseIn(String name) {
            if (name.equals(callback)) {
                throw new IllegalStateException("on purpose: " + name);
            }
        }

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
            raiseIn("connected");
        }

        @Override
        public void received(ByteBuffer bytes) {
            raiseIn("received");
        }

        @Override
        public void writable(boolean writable) {}

        @Override
        public void ended() {
            raiseIn("ended");
            transport.close();
        }

        @Override
        public void closed(Throwable cause) {
            raiseIn("closed");
        }
    }
}
