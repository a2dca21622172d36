// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Socket options: which there are, their ranges, what an accepted connection inherits. */
abstract class OptionsContract extends ChannelContract {
    /** The options of all channels that the JDK specifies. Those of {@code jdk.net} are not simulated. */
    private static final List<SocketOption<?>> STANDARD = List.of(
            StandardSocketOptions.SO_RCVBUF,
            StandardSocketOptions.SO_SNDBUF,
            StandardSocketOptions.SO_REUSEADDR,
            StandardSocketOptions.SO_REUSEPORT,
            StandardSocketOptions.SO_KEEPALIVE,
            StandardSocketOptions.SO_LINGER,
            StandardSocketOptions.SO_BROADCAST,
            StandardSocketOptions.TCP_NODELAY,
            StandardSocketOptions.IP_TOS,
            StandardSocketOptions.IP_MULTICAST_IF,
            StandardSocketOptions.IP_MULTICAST_LOOP,
            StandardSocketOptions.IP_MULTICAST_TTL);

    private static Set<SocketOption<?>> standard(NetworkChannel channel) {
        return channel.supportedOptions().stream().filter(STANDARD::contains).collect(Collectors.toSet());
    }

    @Test
    void eachKindOfChannelHasItsOptions() throws IOException {
        assertThat(standard(socket()))
                .containsExactlyInAnyOrder(
                        StandardSocketOptions.SO_RCVBUF,
                        StandardSocketOptions.SO_SNDBUF,
                        StandardSocketOptions.SO_REUSEADDR,
                        StandardSocketOptions.SO_REUSEPORT,
                        StandardSocketOptions.SO_KEEPALIVE,
                        StandardSocketOptions.SO_LINGER,
                        StandardSocketOptions.TCP_NODELAY,
                        StandardSocketOptions.IP_TOS);
        assertThat(standard(listen()))
                .containsExactlyInAnyOrder(
                        StandardSocketOptions.SO_RCVBUF,
                        StandardSocketOptions.SO_REUSEADDR,
                        StandardSocketOptions.SO_REUSEPORT);
        assertThat(socket().supportedOptions())
                .extracting(SocketOption::name)
                .contains("SO_OOBINLINE")
                .containsExactlyInAnyOrderElementsOf(socket().supportedOptions().stream()
                        .map(Object::toString)
                        .toList());
    }

    @Test
    void theSetOfOptionsCannotBeChanged() throws IOException {
        Set<SocketOption<?>> options = socket().supportedOptions();
        assertThatThrownBy(options::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    private int setAndGet(SocketOption<Integer> option, int value) throws IOException {
        return socket().setOption(option, value).getOption(option);
    }

    @Test
    void buffersHaveALeastSize() throws IOException {
        assertThat(setAndGet(StandardSocketOptions.SO_RCVBUF, 0)).isEqualTo(1_152);
        assertThat(setAndGet(StandardSocketOptions.SO_RCVBUF, 1_153)).isEqualTo(1_153);
        assertThat(setAndGet(StandardSocketOptions.SO_SNDBUF, 0)).isEqualTo(2_304);
        assertThat(setAndGet(StandardSocketOptions.SO_SNDBUF, 2_305)).isEqualTo(2_305);
        assertThatThrownBy(() -> setAndGet(StandardSocketOptions.SO_RCVBUF, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> setAndGet(StandardSocketOptions.SO_SNDBUF, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lingerIsOffOrUpToAMaximum() throws IOException {
        assertThat(setAndGet(StandardSocketOptions.SO_LINGER, -5)).isEqualTo(-1);
        assertThat(setAndGet(StandardSocketOptions.SO_LINGER, 0)).isZero();
        assertThat(setAndGet(StandardSocketOptions.SO_LINGER, 65_536)).isEqualTo(65_535);
    }

    @Test
    void theTypeOfServiceHasNoBitsOfEcn() throws IOException {
        assertThat(setAndGet(StandardSocketOptions.IP_TOS, 8)).isEqualTo(8);
        assertThat(setAndGet(StandardSocketOptions.IP_TOS, 255))
                .as("Linux; the specification leaves it open")
                .isEqualTo(252);
        assertThatThrownBy(() -> setAndGet(StandardSocketOptions.IP_TOS, 256))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> setAndGet(StandardSocketOptions.IP_TOS, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAcceptedConnectionInheritsFromItsServer() throws IOException {
        ServerSocketChannel server = listen();
        server.setOption(StandardSocketOptions.SO_RCVBUF, 20_000);
        Pair pair = connect(server);
        assertThat(pair.server().getOption(StandardSocketOptions.SO_RCVBUF)).isEqualTo(20_000);
        assertThat(pair.server().getOption(StandardSocketOptions.SO_REUSEADDR)).isTrue();
        assertThat(pair.client().getOption(StandardSocketOptions.SO_REUSEADDR)).isFalse();
        assertThat(pair.server().getOption(StandardSocketOptions.SO_LINGER)).isEqualTo(-1);
    }

    @Test
    void anOptionIsCheckedBeforeTheChannelAndItsRangeAfterIt() throws IOException {
        SocketChannel closed = socket();
        closed.close();
        assertThatThrownBy(() -> closed.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> closed.getOption(StandardSocketOptions.IP_MULTICAST_TTL))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> closed.setOption(StandardSocketOptions.SO_RCVBUF, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> closed.setOption(StandardSocketOptions.SO_RCVBUF, -1))
                .isInstanceOf(ClosedChannelException.class);
        assertThatThrownBy(() -> closed.setOption(null, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> closed.getOption(null)).isInstanceOf(NullPointerException.class);
        ServerSocketChannel server = listen();
        server.close();
        assertThatThrownBy(() -> server.setOption(StandardSocketOptions.SO_LINGER, 1))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> server.getOption(StandardSocketOptions.SO_LINGER))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> server.setOption(StandardSocketOptions.SO_RCVBUF, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ServerSocketChannel sharing(SocketAddress address, boolean reusePort) throws IOException {
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.configureBlocking(false);
        server.setOption(StandardSocketOptions.SO_REUSEPORT, reusePort);
        return server.bind(address);
    }

    @Test
    void aPortIsSharedByThoseWhoReuseIt() throws IOException {
        ServerSocketChannel first = sharing(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true);
        ServerSocketChannel second = sharing(first.getLocalAddress(), true);
        int ofFirst = 0;
        int ofSecond = 0;
        for (int i = 0; i < 64; i++) {
            SocketChannel client = socket();
            client.connect(first.getLocalAddress());
            while (!client.finishConnect()) {
                awaitReady(client, SelectionKey.OP_CONNECT);
            }
            if (isAccepted(first)) {
                ofFirst++;
            } else if (isAccepted(second)) {
                ofSecond++;
            }
        }
        assertThat(ofFirst).isPositive();
        assertThat(ofSecond).isEqualTo(64 - ofFirst).isPositive();
    }

    private boolean isAccepted(ServerSocketChannel server) throws IOException {
        SocketChannel accepted = server.accept();
        if (accepted != null) {
            closing(accepted);
        }
        return accepted != null;
    }

    @Test
    void aPortIsNotSharedIfOneOfThemDoesNotReuseIt() throws IOException {
        ServerSocketChannel alone = sharing(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false);
        assertThatThrownBy(() -> sharing(alone.getLocalAddress(), true)).isInstanceOf(BindException.class);
        ServerSocketChannel reusing = sharing(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true);
        assertThatThrownBy(() -> sharing(reusing.getLocalAddress(), false)).isInstanceOf(BindException.class);
    }

    @Test
    void aSharedPortGoesOnWithTheOthersWhenOneIsClosed() throws IOException {
        ServerSocketChannel first = sharing(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), true);
        ServerSocketChannel second = sharing(first.getLocalAddress(), true);
        first.close();
        for (int i = 0; i < 4; i++) {
            connect(second);
        }
        SocketAddress address = second.getLocalAddress();
        assertThatThrownBy(() -> sharing(address, false)).isInstanceOf(BindException.class);
        second.close();
        sharing(address, false);
    }
}
