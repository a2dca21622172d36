// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Chances.Kind;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated datagram channel: the contract of {@code java.nio} on top of a {@link UdpSocket}. */
final class SimDatagramChannel extends DatagramChannel implements SimChannel {
    private final SimHost host;
    private final ProtocolFamily family;
    private final Options options = Options.ofDatagramSocket();
    private final UdpMemberships memberships = new UdpMemberships();
    private final BlockingMode blocking;

    /** Null until the channel is bound: by the program, by a connect, or by the first send or receive. */
    private volatile @Nullable UdpSocket socket;

    SimDatagramChannel(SimHost host, ProtocolFamily family) {
        super(host);
        this.host = host;
        this.family = family;
        this.blocking = new BlockingMode(this, host.network(), this::begin, this::end);
    }

    // ------------------------------------------------------------------------------------- binding and connecting

    @Override
    public DatagramChannel bind(@Nullable SocketAddress local) throws IOException {
        return locked(() -> {
            if (socket != null) {
                throw new AlreadyBoundException();
            }
            socket = host.udp().bind(local, family, options, memberships);
            return this;
        });
    }

    /** The socket, which is bound if it was not. */
    private UdpSocket bound() throws IOException {
        UdpSocket there = socket;
        if (there == null) {
            there = host.udp().bind(null, family, options, memberships);
            socket = there;
        }
        return there;
    }

    @Override
    public DatagramChannel connect(SocketAddress remote) throws IOException {
        InetSocketAddress peer = reachable(Ports.checked(remote, family));
        return locked(() -> {
            if (isConnected()) {
                throw new AlreadyConnectedException();
            }
            host.network().deliver(); // what has come before is dropped
            bound().connect(peer);
            return this;
        });
    }

    /** The wildcard address leads to the loopback address, as on Linux. */
    private static InetSocketAddress reachable(InetSocketAddress target) {
        InetAddress address = target.getAddress();
        return address.isAnyLocalAddress() ? new InetSocketAddress(Ports.loopback(address), target.getPort()) : target;
    }

    @Override
    public DatagramChannel disconnect() throws IOException {
        host.network().threads().run(() -> {
            UdpSocket there = socket;
            if (there != null) {
                there.disconnect();
            }
        });
        return this;
    }

    @Override
    public boolean isConnected() {
        UdpSocket there = socket;
        return there != null && there.remote() != null && isOpen();
    }

    // --------------------------------------------------------------------------------------- sending and receiving

    @Override
    public @Nullable SocketAddress receive(ByteBuffer dst) throws IOException {
        UdpDatagram received = take(new ByteBuffer[] {Objects.requireNonNull(dst)}, 0, 1, false);
        return received == null ? null : received.from();
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return (int) read(new ByteBuffer[] {Objects.requireNonNull(dst)}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, dsts.length);
        long before = Transfer.remaining(dsts, offset, length);
        take(dsts, offset, length, true);
        return before - Transfer.remaining(dsts, offset, length);
    }

    /** Takes the oldest datagram; what has no room in the buffers is lost. Null if there is none, in non-blocking mode. */
    private @Nullable UdpDatagram take(ByteBuffer[] dsts, int offset, int length, boolean connected)
            throws IOException {
        Transfer.checkWritable(dsts, offset, length);
        checkOpen();
        return blocking.run(() -> {
            UdpSocket from = connected ? connected() : bound();
            blocking.await(from::isReadable, Agenda.NEVER);
            from.checkReachable();
            if (!isBlocking() && from.chances().draw(Kind.SPURIOUS_READ, host.faults().spuriousReady)) {
                return null;
            }
            UdpDatagram datagram = from.receive();
            if (datagram != null) {
                host.network().moved();
                fill(dsts, offset, length, datagram.bytes());
            }
            return datagram;
        });
    }

    private static void fill(ByteBuffer[] dsts, int offset, int length, byte[] bytes) {
        int from = 0;
        for (int i = offset; i < offset + length; i++) {
            int count = Math.min(dsts[i].remaining(), bytes.length - from);
            dsts[i].put(bytes, from, count);
            from += count;
        }
    }

    @Override
    public int send(ByteBuffer src, SocketAddress target) throws IOException {
        ByteBuffer[] srcs = {Objects.requireNonNull(src)};
        InetSocketAddress to = Ports.checked(target, family);
        checkOpen();
        return blocking.run(() -> {
            UdpSocket from = bound();
            if (from.remote() != null && !to.equals(from.remote())) {
                throw new AlreadyConnectedException();
            }
            return (int) give(from, reachable(to), srcs, 0, 1);
        });
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return (int) write(new ByteBuffer[] {Objects.requireNonNull(src)}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, srcs.length);
        checkOpen();
        return blocking.run(() -> {
            UdpSocket from = connected();
            return give(from, Objects.requireNonNull(from.remote()), srcs, offset, length);
        });
    }

    /** Sends all buffers as one datagram. Returns its length; 0 if there is no room now, in non-blocking mode. */
    private long give(UdpSocket from, InetSocketAddress to, ByteBuffer[] srcs, int offset, int length)
            throws IOException {
        blocking.await(from::isWritable, Agenda.NEVER);
        from.checkReachable();
        boolean none = !isBlocking() && from.chances().draw(Kind.ZERO_WRITE, host.faults().zeroWrites);
        if (none || !from.isWritable()) {
            return 0;
        }
        long count = Transfer.remaining(srcs, offset, length);
        from.checkLength(count, to);
        ByteBuffer bytes = ByteBuffer.allocate((int) count);
        for (int i = offset; i < offset + length; i++) {
            bytes.put(srcs[i]);
        }
        from.send(to, bytes.array());
        return count;
    }

    private UdpSocket connected() {
        UdpSocket there = socket;
        if (there == null || there.remote() == null) {
            throw new NotYetConnectedException();
        }
        return there;
    }

    // --------------------------------------------------------------------------------------------------- multicast

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on) throws IOException {
        return joinFor(group, on, null);
    }

    @Override
    public MembershipKey join(InetAddress group, NetworkInterface on, InetAddress source) throws IOException {
        return joinFor(group, on, Objects.requireNonNull(source));
    }

    private MembershipKey joinFor(InetAddress group, NetworkInterface on, @Nullable InetAddress source)
            throws IOException {
        UdpMemberships.checkGroup(group, family);
        if (source != null) {
            UdpMemberships.checkSource(source, group);
        }
        Objects.requireNonNull(on);
        return locked(() ->
                memberships.join(group, on, source, () -> new SimMembership(this, memberships, group, on, source)));
    }

    // --------------------------------------------------------------------------------------- addresses and options

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        UdpSocket there = socket;
        return there == null ? null : there.local();
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() throws IOException {
        checkOpen();
        UdpSocket there = socket;
        return there == null ? null : there.remote();
    }

    @Override
    public <T> DatagramChannel setOption(SocketOption<T> name, @Nullable T value) throws IOException {
        options.check(name, value);
        checkOpen();
        options.set(name, value);
        return this;
    }

    @Override
    public <T> @Nullable T getOption(SocketOption<T> name) throws IOException {
        options.check(name);
        checkOpen();
        return name == StandardSocketOptions.IP_MULTICAST_IF
                ? name.type().cast(options.multicastInterface())
                : options.get(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    /** Not simulated: the class is that of a socket, which has a kernel below it in each of its methods. */
    @Override
    public DatagramSocket socket() {
        throw new UnsupportedOperationException(
                "a simulated DatagramChannel has no java.net.DatagramSocket: use the channel's own methods");
    }

    private void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    /** Uses the state of the network, without a wait. */
    private <T> T locked(BlockingMode.Operation<T> operation) throws IOException {
        checkOpen();
        return host.network().threads().operate(operation);
    }

    // ------------------------------------------------------------------------------------ for selectors and hosts

    @Override
    public SimHost host() {
        return host;
    }

    /** One that is not bound can be sent by, which binds it. */
    @Override
    public int readyOps(int interest) {
        UdpSocket there = socket;
        return there == null ? interest & SelectionKey.OP_WRITE : there.readyOps(interest);
    }

    /** Nothing to do: each operation reads the current mode. */
    @Override
    protected void implConfigureBlocking(boolean block) {}

    /** The socket of a registered channel stays open until its selector has removed the key, as in the JDK. */
    @Override
    protected void implCloseSelectableChannel() {
        host.network().threads().run(memberships::dropAll);
        deregistered();
    }

    @Override
    public void deregistered() {
        UdpSocket there = socket;
        if (!isOpen() && !isRegistered() && there != null) {
            host.network().threads().run(there::close);
        }
    }

    @Override
    public String toString() {
        return "DatagramChannel[" + (socket == null ? "unbound" : socket) + "]";
    }
}
