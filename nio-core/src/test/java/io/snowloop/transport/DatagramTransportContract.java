// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.RecordingDatagrams;
import io.snowloop.testing.Reports;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.MembershipKey;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a datagram transport does over the sockets of the kernel and over simulated ones. */
abstract class DatagramTransportContract {
    private static final String GROUP = "239.1.2.3";

    final Reports reports = new Reports();
    private final RecordingDatagrams server = new RecordingDatagrams();
    private final RecordingDatagrams client = new RecordingDatagrams();

    abstract EventLoop loop();

    abstract void runUntil(BooleanSupplier condition);

    /** Runs a call on the loop, and its queue. */
    abstract void inTask(Runnable action);

    /** The interface with the loopback address, which can do multicast here: otherwise the test is skipped. */
    abstract NetworkInterface multicastInterface() throws IOException;

    @AfterEach
    void noCallCameAtTheWrongTime() {
        assertThat(server.violations).isEmpty();
        assertThat(client.violations).isEmpty();
        reports.assertNone();
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    DatagramTransport bind(DatagramProtocol protocol) throws IOException {
        return DatagramTransport.bind(loop(), loopback(), DatagramOptions.DEFAULT, protocol);
    }

    DatagramTransport connect(DatagramTransport to, DatagramProtocol protocol) throws IOException {
        return DatagramTransport.connect(loop(), to.localAddress(), DatagramOptions.DEFAULT, protocol);
    }

    @Test
    void aDatagramComesWholeAndWithItsSender() throws IOException {
        bind(server);
        bind(client);
        client.send("hello", server.transport.localAddress());
        client.send("", server.transport.localAddress());
        client.send("world", server.transport.localAddress());
        runUntil(() -> server.received().size() == 3);
        assertThat(server.calls).containsExactly("opened", "<hello", "<", "<world");
        assertThat(server.senders).containsOnly(client.transport.localAddress());
    }

    @Test
    void aConnectedSocketHearsItsPeerOnly() throws IOException {
        RecordingDatagrams other = new RecordingDatagrams();
        bind(server);
        bind(other);
        connect(server.transport, client);
        assertThat(client.transport.remoteAddress()).isEqualTo(server.transport.localAddress());
        other.send("not you", client.transport.localAddress());
        client.send("ping");
        runUntil(() -> server.received().contains("ping"));
        server.send("pong", server.senders.get(0));
        runUntil(() -> client.received().contains("pong"));
        assertThat(client.calls).containsExactly("opened", "<pong");
    }

    @Test
    void theLongestDatagramIsNotTruncated() throws IOException {
        bind(server);
        bind(client);
        String longest = "x".repeat(65_507);
        client.send(longest, server.transport.localAddress());
        runUntil(() -> !server.received().isEmpty());
        assertThat(server.received()).containsExactly(longest);
    }

    @Test
    void aTooLongDatagramFailsAndTheSocketStaysOpen() throws IOException {
        bind(server);
        bind(client);
        ByteBuffer tooLong = ByteBuffer.allocate(65_508);
        client.outside(() -> assertThat(client.transport.send(tooLong, server.transport.localAddress()))
                .isFalse());
        assertThat(tooLong.hasRemaining()).isFalse();
        runUntil(() -> !client.failures.isEmpty());
        client.send("short", server.transport.localAddress());
        runUntil(() -> !server.received().isEmpty());
        assertThat(client.failures.get(0)).hasMessageContaining("too long");
        assertThat(client.calls).containsExactly("opened", "failed: SocketException");
    }

    @Test
    void aConnectedSocketIsToldThatThePortIsNotInUse() throws IOException {
        bind(server);
        connect(server.transport, client);
        inTask(server.transport::close);
        runUntil(() -> server.calls.contains("closed"));
        inTask(() -> {}); // the selector has let go of the socket
        client.send("is there anybody?");
        runUntil(() -> !client.failures.isEmpty());
        assertThat(client.failures.get(0)).isInstanceOf(PortUnreachableException.class);
        assertThat(client.transport.isOpen()).isTrue();
    }

    @Test
    void whatReceivedThrowsIsReportedAndEndsNothing() throws IOException {
        RecordingDatagrams failing = new RecordingDatagrams() {
            @Override
            protected void onReceived(String text, InetSocketAddress from) {
                if (text.equals("bad")) {
                    throw new IllegalStateException("a bug");
                }
            }
        };
        bind(failing);
        bind(client);
        client.send("bad", failing.transport.localAddress());
        client.send("good", failing.transport.localAddress());
        runUntil(() -> failing.received().size() == 2);
        assertThat(reports.takeErrors()).extracting(Throwable::getMessage).containsExactly("a bug");
        assertThat(failing.transport.isOpen()).isTrue();
    }

    @Test
    void whatOpenedThrowsClosesTheSocket() throws IOException {
        RecordingDatagrams failing = new RecordingDatagrams() {
            @Override
            protected void onOpened() {
                throw new IllegalStateException("a bug");
            }
        };
        assertThat(bind(failing).isOpen()).isFalse();
        runUntil(() -> failing.calls.contains("closed"));
        assertThat(failing.cause).hasMessage("a bug");
        assertThat(reports.takeErrors()).containsExactly(failing.cause);
    }

    @Test
    void whatIsNotReceivedWaits() throws IOException {
        bind(server);
        bind(client);
        RecordingDatagrams other = new RecordingDatagrams();
        bind(other);
        server.transport.pauseReading();
        client.send("first", server.transport.localAddress());
        client.send("after it", other.transport.localAddress());
        runUntil(() -> !other.received().isEmpty());
        assertThat(server.received()).isEmpty();
        inTask(server.transport::resumeReading);
        runUntil(() -> !server.received().isEmpty());
    }

    @Test
    void closedComesOnceAndLast() throws IOException {
        bind(server);
        server.outside(server.transport::close);
        server.transport.close();
        server.transport.abort();
        assertThat(server.transport.isOpen()).isFalse();
        runUntil(() -> server.calls.contains("closed"));
        ByteBuffer bytes = ByteBuffer.wrap("x".getBytes(UTF_8));
        assertThat(server.transport.send(bytes, loopback())).isFalse();
        assertThat(bytes.hasRemaining()).isFalse();
        inTask(() -> {});
        assertThat(server.calls).containsExactly("opened", "closed");
        assertThat(server.cause).isNull();
    }

    @Test
    void theEndOfTheLoopClosesTheSocket() throws IOException {
        bind(server);
        loop().close();
        assertThat(server.calls).containsExactly("opened", "closed");
        assertThat(server.cause).isNull();
    }

    @Test
    void anAddressIsTakenOnceUnlessItIsShared() throws IOException {
        bind(server);
        InetSocketAddress taken = server.transport.localAddress();
        assertThatThrownBy(() -> DatagramTransport.bind(loop(), taken, DatagramOptions.DEFAULT, client))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("cannot bind to ")
                .hasMessageContaining(":" + taken.getPort() + ": ");
        assertThat(client.calls).isEmpty();
        DatagramOptions shared = DatagramOptions.builder().reuseAddress(true).build();
        DatagramTransport one = DatagramTransport.bind(loop(), loopback(), shared, new RecordingDatagrams());
        DatagramTransport two = DatagramTransport.bind(loop(), one.localAddress(), shared, new RecordingDatagrams());
        assertThat(two.localAddress()).isEqualTo(one.localAddress());
    }

    @Test
    void mistakesOfTheCallerAreToldAtOnce() throws IOException {
        bind(server);
        connect(server.transport, client);
        assertThatThrownBy(() -> server.send("where to?"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not connected: use send(bytes, to)");
        assertThatThrownBy(() -> client.send("x", client.transport.localAddress()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is connected, and cannot send to ");
        assertThatThrownBy(() -> server.send("x", InetSocketAddress.createUnresolved("peer.test", 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peer.test:7 is not resolved");
        assertThatThrownBy(() -> server.send("x", new InetSocketAddress(InetAddress.getByName("::1"), 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bind it to an address of IPv6");
    }

    @Test
    void aGroupGetsWhatIsSentToIt() throws IOException {
        NetworkInterface on = multicastInterface();
        DatagramOptions options = DatagramOptions.builder()
                .reuseAddress(true)
                .multicastInterface(on)
                .build();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);
        RecordingDatagrams other = new RecordingDatagrams();
        DatagramTransport.bind(loop(), any, options, server);
        InetSocketAddress group = new InetSocketAddress(
                InetAddress.getByName(GROUP), server.transport.localAddress().getPort());
        DatagramTransport.bind(loop(), server.transport.localAddress(), options, other);
        DatagramTransport.bind(loop(), any, options, client);
        MembershipKey membership = server.transport.join(group.getAddress(), on);
        other.transport.join(group.getAddress(), on);
        client.send("to both", group);
        runUntil(() -> !server.received().isEmpty() && !other.received().isEmpty());
        membership.drop();
        client.send("to one", group);
        runUntil(() -> other.received().contains("to one"));
        assertThat(server.received()).containsExactly("to both");
    }
}
