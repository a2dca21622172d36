// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.Ticker;
import io.snowloop.metrics.Metrics;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.FailingLog;
import io.snowloop.transport.ListenOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What once ended a loop of a server, or left it half alive. */
class NothingStopsALoopIT {
    private final AtomicReference<Server> self = new AtomicReference<>();
    private final Snow app = new Snow()
            .get("/", request -> Response.text("hello"))
            .get("/boom", request -> {
                throw new IllegalStateException("boom");
            })
            .get("/interrupt", request -> {
                Thread.currentThread().interrupt();
                return Response.text("interrupted");
            })
            .get("/close", request -> {
                self.get().close();
                return Response.text("closed");
            });

    @Test
    void aLoggerThatThrows() throws IOException {
        try (FailingLog disk = new FailingLog(Snow.class);
                Server server = app.listen(0);
                SocketClient client = new SocketClient(server)) {
            assertThat(client.send("GET /boom HTTP/1.1\nHost: x\n\n").answer().status())
                    .isEqualTo(500);
            assertThat(client.send(GET).answer().body()).isEqualTo("hello");
            assertServes(server);
            assertThat(disk.uncaught())
                    .singleElement()
                    .satisfies(lost -> assertThat(lost.getSuppressed()[0]).hasMessage("boom"));
        }
    }

    @Test
    void aViewThatLeavesItsThreadInterrupted() throws IOException {
        try (CapturedLog log = new CapturedLog(EventLoop.class);
                Server server = Server.of(app).loops(2).listen("127.0.0.1", 0)) {
            for (int i = 0; i < 4; i++) {
                try (SocketClient client = new SocketClient(server)) {
                    client.send("GET /interrupt HTTP/1.1\nHost: x\n\n");
                    assertThat(client.answer().body()).isEqualTo("interrupted");
                    assertThat(client.send(GET).answer().body()).isEqualTo("hello");
                }
            }

            assertServes(server);
            assertThat(log.records())
                    .hasSize(4)
                    .allSatisfy(record -> assertThat(record.getThrown()).hasMessageContaining("interrupted"));
        }
    }

    @Test
    void aViewThatClosesItsServerIsRefusedBeforeAnythingIsStopped() throws IOException {
        try (LogCapture log = new LogCapture(Snow.class);
                Server server = Server.of(app).loops(2).listen("127.0.0.1", 0);
                SocketClient client = new SocketClient(server)) {
            self.set(server);

            assertThat(client.send("GET /close HTTP/1.1\nHost: x\n\n").answer().status())
                    .isEqualTo(500);
            assertThat(client.send(GET).answer().body()).isEqualTo("hello");
            assertServes(server);
            assertThat(server.isListening()).isTrue();
            assertThat(log.records())
                    .anySatisfy(record -> assertThat(record.getThrown())
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("close the server from another thread"));
        }
    }

    @Test
    void aLoopThatCannotGoOnClosesItsListeningSocket() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        EventLoopOptions options = EventLoopOptions.builder()
                .ticker(() -> {
                    if (broken.get()) {
                        throw new LinkageError("the clock is broken");
                    }
                    return Ticker.system().nanoTime();
                })
                .build();
        try (CapturedLog log = new CapturedLog(EventLoop.class);
                EventLoopGroup group = EventLoopGroup.start(1, options);
                Server server = Server.of(app).on(group.next()).listen("127.0.0.1", 0);
                SocketClient client = new SocketClient(server)) {
            client.send(GET).answer();

            broken.set(true);
            client.send(GET);

            assertThat(client.socket.getInputStream().read())
                    .as("its connections end")
                    .isEqualTo(-1);
            group.close(); // waits for the thread
            assertThat(server.isListening()).isFalse();
            assertThatThrownBy(() -> new SocketClient(server)).isInstanceOf(ConnectException.class);
            assertThat(log.records())
                    .anySatisfy(record -> assertThat(record.getMessage()).contains("could not go on"));
        }
    }

    @Test
    void aLoopThatHasEndedGetsNoConnection() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(1);
                EventLoop ended = EventLoop.open()) {
            ended.close();
            ServerListener listener = ServerListener.open(
                    List.of(group.next(), ended),
                    new ServerSetup(app, ServerOptions.DEFAULT, null, Metrics.NONE, null, AddressRanges.of()),
                    ListenOptions.DEFAULT,
                    List.of(new InetSocketAddress("127.0.0.1", 0)));
            for (int i = 0; i < 4; i++) {
                try (SocketClient client = new SocketClient(
                        ((InetSocketAddress) listener.addresses().get(0)).getPort())) {
                    assertThat(client.send(GET).answer().body()).isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void aSocketFileThatADeadServerHasLeftIsTakenOverIfThatIsSet(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("snow.sock"));
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(address);
        }
        assertThatThrownBy(() -> Server.of(app).listen(address)).isInstanceOf(BindException.class);

        try (Server server = Server.of(app).takeOver(true).listen(address)) {
            assertThat(server.address()).isEqualTo(address);
            assertThatThrownBy(() -> Server.of(app).takeOver(true).listen(address))
                    .isInstanceOf(BindException.class);
        }
    }

    private static void assertServes(Server server) throws IOException {
        for (int i = 0; i < 4; i++) {
            try (SocketClient newcomer = new SocketClient(server)) {
                assertThat(newcomer.send(GET).answer().body()).isEqualTo("hello");
            }
        }
    }
}
