// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Readiness;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.metrics.Metrics;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Connector;
import io.snowloop.transport.ListenOptions;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A server with several addresses, or with several sockets for one")
class ServerAddressesTest {
    private static final Duration MOMENT = Duration.ofMillis(100);
    private static final InetSocketAddress FIRST = new InetSocketAddress("10.0.0.1", 80);
    private static final InetSocketAddress SECOND = new InetSocketAddress("10.0.0.1", 81);
    private static final ListenOptions REUSE_PORT =
            ListenOptions.builder().reusePort(true).build();

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop other = simulation.loop("10.0.0.1");
    private final EventLoop clients = simulation.loop("10.0.0.2");
    private final CapturedLog log = new CapturedLog(ServerOptions.class);

    @AfterEach
    void close() {
        log.close();
        simulation.close();
    }

    private static Future<Response> nameOfLoop() {
        return Future.completed(Response.text(Scheduler.current().toString()));
    }

    private Server.Builder builder() {
        return Server.of(request -> nameOfLoop())
                .options(ServerOptions.builder().maxConnections(2).build())
                .on(loop);
    }

    private ServerListener reusingPort(int maxConnections) throws IOException {
        ServerOptions options =
                ServerOptions.builder().maxConnections(maxConnections).build();
        ServerSetup setup =
                new ServerSetup(request -> nameOfLoop(), options, null, Metrics.NONE, null, AddressRanges.of());
        return ServerListener.open(List.of(loop, other), setup, REUSE_PORT, List.of(FIRST));
    }

    @Test
    void freesAllAddressesIfItFails() throws Exception {
        Server taken = builder().listen(SECOND);
        assertThatThrownBy(() -> builder().listen(FIRST, SECOND)).isInstanceOf(BindException.class);
        simulation.runFor(MOMENT); // a socket is closed when the selector forgets it

        builder().listen(FIRST).close();
        taken.close();
    }

    private RecordingProtocol send(InetSocketAddress address) {
        return send(clients, address);
    }

    private RecordingProtocol send(EventLoop from, InetSocketAddress address) {
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            }
        };
        from.submit(() -> Connector.DEFAULT.connect(from, address, Duration.ofDays(1), client));
        simulation.runFor(MOMENT);
        return client;
    }

    private void closed(RecordingProtocol client) {
        client.outside(() -> client.transport.close());
        simulation.runFor(MOMENT);
    }

    private static boolean isAnswered(RecordingProtocol client) {
        return client.text().startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void answersAtEachAndHasThePortOfTheFirst() throws IOException {
        try (Server server = builder().listen(FIRST, SECOND)) {
            assertThat(isAnswered(send(FIRST))).isTrue();
            assertThat(isAnswered(send(SECOND))).isTrue();
            assertThat(server.addresses()).containsExactly(FIRST, SECOND);
            assertThat(server.address()).isEqualTo(FIRST);
            assertThat(server.port()).isEqualTo(80);
            assertThat(server.url("/a")).isEqualTo("http://10.0.0.1:80/a");
            assertThat(server.url("")).isEqualTo("http://10.0.0.1:80");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.url("a"))
                    .withMessage("a path begins with a slash: write \"/a\"");
        }
    }

    @Test
    void countsAllConnectionsTogether() throws IOException {
        try (Server server = builder().listen(FIRST, SECOND)) {
            RecordingProtocol one = send(FIRST);
            send(SECOND);
            RecordingProtocol third = send(FIRST);
            RecordingProtocol fourth = send(SECOND);
            assertThat(server.readiness()).isEqualTo(Readiness.OVERLOADED);
            assertThat(isAnswered(third) || isAnswered(fourth)).isFalse();
            assertThat(log.records()).hasSize(1);

            closed(one);
            assertThat(isAnswered(third) ^ isAnswered(fourth)).as("one of them").isTrue();
        }
    }

    @Test
    void drainsAllOfThem() throws IOException {
        try (Server server = builder().listen(FIRST, SECOND)) {
            RecordingProtocol client = send(SECOND);
            Future<@Nullable Void> drained = server.drain(Duration.ofDays(1));
            simulation.runFor(MOMENT);
            assertThat(server.isListening()).isFalse();
            assertThat(drained.isDone()).isFalse();
            assertThat(send(FIRST).calls).doesNotContain("connected");
            assertThat(send(SECOND).calls).doesNotContain("connected");

            closed(client);
            assertThat(drained.isDone()).isTrue();
        }
    }

    @Test
    void listensOnNoneIfItCannotListenOnOne() throws IOException {
        Server elsewhere = builder().listen(SECOND);
        assertThatThrownBy(() -> builder().listen(FIRST, SECOND))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("10.0.0.1:81");
        simulation.runFor(MOMENT);
        builder().listen(FIRST).close();
        elsewhere.close();
    }

    @Test
    void hasNoPortIfTheFirstHasNone() {
        ServerAddresses addresses = new ServerAddresses("https", List.of(UnixDomainSocketAddress.of("a.sock"), FIRST));
        assertThatIllegalStateException()
                .isThrownBy(addresses::port)
                .withMessage("the first address of this server is a.sock, which has no port and no URL");
        assertThat(addresses).hasToString("a.sock, https://10.0.0.1:80/");
    }

    @Test
    void eachLoopKeepsWhatItsSocketAccepts() throws IOException {
        ServerListener listener = reusingPort(100);
        Set<String> loops = new TreeSet<>();
        for (int i = 0; i < 16; i++) {
            String answer = send(FIRST).text();
            loops.add(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
        assertThat(loops).containsExactlyInAnyOrder(loop.toString(), other.toString());
        assertThat(listener.addresses()).containsExactly(FIRST);
        listener.abandon();
    }

    /** The simulator's kernel chooses the socket by the sum of the bytes of address and port, of which these two have the same rest. */
    @Test
    void aLoopDoesNotGiveAwayWhatItsSocketAccepts() throws IOException {
        ServerListener listener = reusingPort(100);
        String first = send(FIRST).text();
        String second = send(simulation.loop("10.0.0.4"), FIRST).text();
        assertThat(second.substring(second.indexOf("\r\n\r\n"))).isEqualTo(first.substring(first.indexOf("\r\n\r\n")));
        listener.abandon();
    }

    @Test
    void aFreePortIsTheSameForAllLoops() throws IOException {
        ServerSetup setup = new ServerSetup(
                request -> nameOfLoop(), ServerOptions.DEFAULT, null, Metrics.NONE, null, AddressRanges.of());
        ServerListener listener = ServerListener.open(
                List.of(loop, other), setup, REUSE_PORT, List.of(new InetSocketAddress("10.0.0.1", 0)));
        InetSocketAddress bound = (InetSocketAddress) listener.addresses().get(0);
        for (int i = 0; i < 16; i++) {
            assertThat(isAnswered(send(bound))).isTrue();
        }
        listener.abandon();
    }

    @Test
    void withASocketForEachLoopTheLimitIsOneForAll() throws IOException {
        ServerListener listener = reusingPort(3);
        List<RecordingProtocol> answered = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            RecordingProtocol client = send(FIRST);
            if (isAnswered(client)) {
                answered.add(client);
            }
        }
        assertThat(answered).as("3, and at most one more for the second loop").hasSizeBetween(3, 4);
        assertThat(listener.readiness()).isEqualTo(Readiness.OVERLOADED);

        answered.forEach(this::closed);
        assertThat(listener.readiness()).as("others had waited").isEqualTo(Readiness.OVERLOADED);
        listener.abandon();
    }

    @Test
    void aDrainEndsWhenTheSocketsOfAllLoopsAreClosed() throws IOException {
        ServerListener listener = reusingPort(100);
        List<RecordingProtocol> open = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            open.add(send(FIRST));
        }
        Future<@Nullable Void> drained = new ServerEnding(listener).drain(Duration.ZERO, Duration.ofDays(1));
        simulation.runFor(MOMENT);
        assertThat(listener.isOpen()).isFalse();
        assertThat(send(FIRST).calls).doesNotContain("connected");
        assertThat(drained.isDone()).isFalse();

        open.forEach(this::closed);
        assertThat(drained.isDone()).isTrue();
        assertThat(simulation.leftovers()).isEmpty();
    }

    @Test
    void aSocketOfAnotherLoopThatCannotListenEndsAll() throws IOException {
        EventLoop elsewhere = simulation.loop("10.0.0.3"); // has no such address
        ServerSetup setup = new ServerSetup(
                request -> nameOfLoop(), ServerOptions.DEFAULT, null, Metrics.NONE, null, AddressRanges.of());
        assertThatThrownBy(() -> ServerListener.open(List.of(loop, elsewhere), setup, REUSE_PORT, List.of(FIRST)))
                .isInstanceOf(BindException.class);
        simulation.runFor(MOMENT);
        builder().listen(FIRST).close();
    }
}
