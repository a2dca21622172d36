// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Connector;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A server on a channel that its caller has bound")
class ServerOnAChannelTest {
    private static final Duration MOMENT = Duration.ofMillis(100);

    /** Longer than the server waits for a client to close. */
    private static final Duration LINGER = Duration.ofMinutes(1);

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 80);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final EventLoop clients = simulation.loop("10.0.0.2");
    private ServerSocketChannel channel;

    @BeforeEach
    void bind() throws IOException {
        channel = simulation.network().host("10.0.0.1").openServerSocketChannel();
        channel.bind(ADDRESS, 100);
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        simulation.close();
    }

    private Server.Builder saying(String text) {
        return Server.of(request -> Future.completed(Response.text(text))).on(loop);
    }

    private RecordingProtocol ask() {
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            }
        };
        clients.submit(() -> Connector.DEFAULT.connect(clients, ADDRESS, Duration.ofDays(1), client));
        simulation.runFor(MOMENT);
        return client;
    }

    @Test
    void answersAtTheAddressOfTheChannel() throws IOException {
        try (Server server = saying("hello").listen(channel)) {
            assertThat(ask().text()).endsWith("hello");
            assertThat(server.port()).isEqualTo(80);
            assertThat(server.url("/a")).isEqualTo("http://10.0.0.1:80/a");
            assertThat(server.isListening()).isTrue();
        }
    }

    @Test
    void whatComesAfterItWaitsForTheNext() throws IOException {
        Server old = saying("old").listen(channel);
        Future<@Nullable Void> drained = old.drain(MOMENT);
        simulation.runFor(MOMENT);
        assertThat(drained.isDone()).isTrue();
        assertThat(old.isListening()).isFalse();

        RecordingProtocol client = ask();
        assertThat(client.calls).contains("connected");
        assertThat(client.text()).isEmpty();
        old.close();

        try (Server fresh = saying("new").listen(channel)) {
            simulation.runFor(MOMENT);
            assertThat(client.text()).endsWith("new");
            assertThat(fresh.isListening()).isTrue();
        }
    }

    @Test
    void aDrainAnswersWhatIsInProgress() throws IOException {
        Promise<Response> answer = loop.newPromise();
        try (Server server = Server.of(request -> answer).on(loop).listen(channel)) {
            RecordingProtocol client = ask();
            Future<@Nullable Void> drained = server.drain(Duration.ofDays(1));
            simulation.runFor(MOMENT);
            assertThat(drained.isDone()).isFalse();

            answer.complete(Response.text("late"));
            simulation.runFor(LINGER);
            assertThat(client.text()).endsWith("late");
            assertThat(drained.isDone()).isTrue();
        }
    }

    @Test
    void atItsLimitOfConnectionsFurtherOnesWait() throws IOException {
        Promise<Response> answer = loop.newPromise();
        ServerOptions one = ServerOptions.builder().maxConnections(1).build();
        try (Server server = Server.of(request -> answer).options(one).on(loop).listen(channel)) {
            RecordingProtocol first = ask();
            RecordingProtocol second = ask();
            assertThat(second.calls).contains("connected");
            assertThat(server.isListening()).isTrue();
            answer.complete(Response.text("late"));
            simulation.runFor(LINGER);
            assertThat(first.text()).endsWith("late");
            assertThat(second.text()).endsWith("late");
        }
    }

    @Test
    void closedByItsOwnerItListensNoMore() throws IOException {
        try (Server server = saying("hello").listen(channel)) {
            channel.close();
            assertThat(server.isListening()).isFalse();
            simulation.runFor(MOMENT);
            assertThat(ask().calls).doesNotContain("connected");
        }
    }

    @Test
    void aChannelHasToBeBoundAndOpen() throws IOException {
        assertThatNullPointerException()
                .isThrownBy(() -> saying("").listen((ServerSocketChannel) null))
                .withMessage("channel");
        assertThatNullPointerException()
                .isThrownBy(() -> saying("").run((ServerSocketChannel) null))
                .withMessage("channel");
        channel.close();
        assertThatThrownBy(() -> saying("").listen(channel)).isInstanceOf(ClosedChannelException.class);
        channel = simulation.network().host("10.0.0.1").openServerSocketChannel();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> saying("").listen(channel))
                .withMessage("channel is not bound: bind(address) comes first");
    }
}
