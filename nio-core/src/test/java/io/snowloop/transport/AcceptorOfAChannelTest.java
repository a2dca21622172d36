// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.sim.Simulation;
import io.snowloop.testing.TestLoop;
import io.snowloop.transport.TransportFixture.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(Family.class)
@DisplayName("An acceptor of a channel that is the caller's")
class AcceptorOfAChannelTest {
    @Parameter
    Family family;

    @TempDir
    Path directory;

    private final TestLoop test = new TestLoop();
    private final List<SocketChannel> connections = new ArrayList<>();
    private int accepted;
    private ServerSocketChannel channel;

    @BeforeEach
    void bind() throws IOException {
        channel = family == Family.UNIX
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        channel.bind(TransportFixture.anyAddress(family, directory));
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel connection : connections) {
            connection.close();
        }
        channel.close();
        test.close();
    }

    private Acceptor listen() throws IOException {
        return Acceptor.listen(test.loop, channel, connection -> {
            connections.add(connection);
            accepted++;
        });
    }

    private void connect() throws IOException {
        connections.add(SocketChannel.open(channel.getLocalAddress()));
    }

    @Test
    void acceptsWhatComes() throws IOException {
        connect(); // before it listens: it has waited
        Acceptor acceptor = listen();
        connect();
        test.turnUntil(() -> accepted == 2);

        assertThat(acceptor.isOpen()).isTrue();
        assertThat(acceptor.address()).isEqualTo(channel.getLocalAddress());
    }

    @Test
    void closedItLeavesTheConnectionsToTheNext() throws IOException {
        Acceptor first = listen();
        first.close();
        first.close();
        test.inTask(() -> {}); // a turn, in which the selector forgets the channel
        connect();
        test.inTask(() -> {});

        assertThat(first.isOpen()).isFalse();
        assertThat(accepted).isZero();
        assertThat(channel.isOpen()).isTrue();
        assertThat(test.loop.reactor().registrations()).isZero();

        listen();
        test.turnUntil(() -> accepted == 1);
    }

    @Test
    void theNextOfTheSameLoopComesAfterATurn() throws IOException {
        listen().close();
        assertThatThrownBy(this::listen)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("channel is still leaving ")
                .hasMessageEndingWith(": listen again after a turn of it");
        test.inTask(() -> {});
        connect();
        listen();
        test.turnUntil(() -> accepted == 1);
    }

    @Test
    void theEndOfTheLoopLeavesTheChannelOpen() throws IOException {
        Acceptor acceptor = listen();
        test.loop.close();

        assertThat(acceptor.isOpen()).isFalse();
        assertThat(channel.isOpen()).isTrue();
        connect();
    }

    @Test
    void theFileIsTheCallersToo() throws IOException {
        listen().close();
        if (channel.getLocalAddress() instanceof UnixDomainSocketAddress unix) {
            assertThat(unix.getPath()).exists();
        }
    }

    @Test
    void theCallerMayCloseTheChannel() throws IOException {
        Acceptor acceptor = listen();
        channel.close();
        assertThat(acceptor.isOpen()).isFalse();
        acceptor.pause();
        acceptor.close();
        assertThat(test.reports.take()).isEmpty();
        assertThatThrownBy(this::listen).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aChannelThatIsNotBoundIsRefused() throws IOException {
        channel.close();
        channel = ServerSocketChannel.open();
        assertThatIllegalArgumentException()
                .isThrownBy(this::listen)
                .withMessage("channel is not bound: bind(address) comes first");
    }

    @Test
    void aChannelOfAnotherProviderIsRefused() throws IOException {
        channel.close();
        try (Simulation simulation = new Simulation(1)) {
            channel = simulation.network().host("10.0.0.1").openServerSocketChannel();
            channel.bind(new InetSocketAddress(InetAddress.getByName("10.0.0.1"), 80));
            assertThatIllegalArgumentException()
                    .isThrownBy(this::listen)
                    .withMessageContaining("open it with the provider of the loop's options");
            channel.close();
        }
    }
}
