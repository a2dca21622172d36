// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static io.snowloop.server.SocketClient.statusCodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A server")
class ServerIT {
    private final Snow app = new Snow()
            .get("/", request -> Response.text("hello"))
            .get("/loop", (request, loop) -> loop.submit(() -> Future.completed(Response.text(loop.toString()))));

    @Test
    void atMostTakesMaxConnectionsAndLetsTheOthersWait() throws IOException {
        ServerOptions two = ServerOptions.builder().maxConnections(2).build();
        try (LogCapture log = new LogCapture(ServerOptions.class);
                Server server = Server.of(app).options(two).listen("127.0.0.1", 0);
                SocketClient first = new SocketClient(server);
                SocketClient second = new SocketClient(server);
                SocketClient third = new SocketClient(server)) {
            first.send(GET).answer();
            second.send(GET).answer();
            third.send(GET);
            third.socket.setSoTimeout(100);
            assertThatThrownBy(third::answer).isInstanceOf(SocketTimeoutException.class);
            third.socket.setSoTimeout(40_000);
            first.close();
            assertThat(third.answer().body()).isEqualTo("hello");
            assertThat(second.send(GET).answer().body()).isEqualTo("hello");
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains("ServerOptions.maxConnections = 2"));
        }
    }

    @Test
    void dropsNoConnectionForMaxConnections() throws IOException {
        ServerOptions two = ServerOptions.builder().maxConnections(2).build();
        try (LogCapture log = new LogCapture(ServerOptions.class);
                Server server = Server.of(app).options(two).loops(3).listen("127.0.0.1", 0)) {
            List<SocketClient> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(new SocketClient(server).send("GET / HTTP/1.1\nHost: a\nConnection: close\n\n"));
            }
            for (SocketClient client : clients) {
                assertThat(client.rest()).endsWith("hello");
                client.close();
            }
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void endsAConnectionAfterMaxRequests() throws IOException {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                Server server = Server.of(app)
                        .options(ServerOptions.builder().maxRequests(3).build())
                        .listen("127.0.0.1", 0);
                SocketClient client = new SocketClient(server)) {
            String answers = client.send(GET.repeat(5)).rest();
            assertThat(statusCodes(answers)).hasSize(3);
            assertThat(answers).containsOnlyOnce("Connection: close\n");
            assertThat(log.records().get(0).getMessage()).contains("ServerOptions.maxRequests = 3");
        }
    }

    @Test
    void sharesConnectionsOutToItsLoops() throws IOException {
        try (Server server = Server.of(app).loops(3).listen("127.0.0.1", 0)) {
            Set<String> loops = new TreeSet<>();
            for (int i = 0; i < 3; i++) {
                try (SocketClient client = new SocketClient(server)) {
                    loops.add(client.send("GET /loop HTTP/1.1\nHost: a\n\n")
                            .answer()
                            .body());
                }
            }
            assertThat(loops).hasSize(3);
        }
    }

    @Test
    void listensOnAUnixDomainSocket(@TempDir Path folder) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("snow.sock"));
        for (int i = 0; i < 2; i++) { // the second one finds the place free
            try (Server server = Server.of(app).listen(address);
                    SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                assertThat(server.address()).isEqualTo(address);
                assertThatThrownBy(server::port).isInstanceOf(IllegalStateException.class);
                client.connect(address);
                client.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
                byte[] answer = Channels.newInputStream(client).readAllBytes();
                assertThat(new String(answer, StandardCharsets.ISO_8859_1)).endsWith("\r\n\r\nhello");
            }
            assertThat(Files.exists(address.getPath())).isFalse();
        }
    }

    @Test
    void namesTheAddressThatIsTaken() throws IOException {
        try (Server server = app.listen(0)) {
            Set<Thread> before = loopThreads();
            assertThatThrownBy(() -> app.listen(server.port()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("127.0.0.1:" + server.port());
            assertThat(loopThreads()).isEqualTo(before);
        }
    }

    @Test
    void namesTheAddressThatIsNotOurs() {
        assertThatThrownBy(() -> Server.of(app).listen("192.0.2.1", 0))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("192.0.2.1");
        assertThatThrownBy(() -> Server.of(app).listen("no.such.host.invalid", 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void leavesNoThreadAndNoConnectionBehind() throws IOException {
        Set<Thread> before = loopThreads();
        Server server = Server.of(app).loops(2).listen("127.0.0.1", 0);
        try (SocketClient idle = new SocketClient(server);
                SocketClient other = new SocketClient(server)) {
            idle.send(GET).answer();
            other.send(GET).answer();
            assertThat(loopThreads()).hasSize(before.size() + 2);
            server.close();
            assertThat(loopThreads()).isEqualTo(before);
            assertThatThrownBy(idle::answer).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> new SocketClient(server)).isInstanceOf(IOException.class);
            server.close();
        }
    }

    private static Set<Thread> loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("snowloop-loop-"))
                .collect(Collectors.toSet());
    }

    /** Connections that have been accepted and are on their way to another loop when that one is closed. */
    @Test
    void leavesNoConnectionBehindThatComesWhileItCloses() throws IOException {
        for (int i = 0; i < 50; i++) {
            List<SocketClient> clients = new ArrayList<>();
            try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0)) {
                for (int k = 0; k < 10; k++) {
                    clients.add(new SocketClient(server));
                }
            }
            for (SocketClient client : clients) {
                assertThat(isEnded(client)).isTrue();
                client.close();
            }
        }
    }

    private static boolean isEnded(SocketClient client) {
        try {
            return client.rest().isEmpty();
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void leavesALoopOfTheCallersRunning() throws Exception {
        try (EventLoopGroup loops = EventLoopGroup.start(1)) {
            EventLoop loop = loops.next();
            Server server = Server.of(app).on(loop).listen("127.0.0.1", 0);
            try (SocketClient client = new SocketClient(server)) {
                String body =
                        client.send("GET /loop HTTP/1.1\nHost: a\n\n").answer().body();
                assertThat(body).isEqualTo(loop.toString());
                server.close();
                assertThat(isEnded(client)).isTrue();
            }
            try (Server again = Server.of(app).on(loop).listen("127.0.0.1", server.port());
                    SocketClient client = new SocketClient(again)) {
                assertThat(client.send(GET).answer().body()).isEqualTo("hello");
            }
        }
    }
}
