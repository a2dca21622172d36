// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Owned;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.nio.channels.SelectionKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket in a loop (RFC 768): it sends and receives datagrams, with one peer or with many.
 *
 * <p>It sends at once what the kernel has room for, and keeps a bounded number of datagrams that it has none for. One more is
 * dropped, as the network itself does. It receives through the loop's buffer, which holds the longest datagram: none is truncated.
 *
 * <p>All methods belong to the loop's thread and return at once. None of them calls the protocol before it returns. On a
 * closed socket they do nothing.
 */
public final class DatagramTransport {
    /** The largest number of datagrams of one socket that are received in one turn, so that others are served too. */
    private static final int RECEIVES_PER_TURN = 16;

    private final Reactor reactor;
    private final DatagramChannel channel;
    private final Registration registration;
    private final DatagramProtocol protocol;
    private final DatagramQueue queue;
    private final InetSocketAddress local;
    private final @Nullable InetSocketAddress remote;
    private DatagramState state = DatagramState.OPEN;
    private boolean readingPaused;

    private DatagramTransport(
            Reactor reactor, DatagramChannel channel, DatagramOptions options, DatagramProtocol protocol)
            throws IOException {
        this.reactor = reactor;
        this.channel = channel;
        this.protocol = protocol;
        this.queue = new DatagramQueue(options);
        this.local = (InetSocketAddress) channel.getLocalAddress();
        this.remote = (InetSocketAddress) channel.getRemoteAddress();
        this.registration = reactor.register(channel, SelectionKey.OP_READ, new Events());
    }

    /**
     * Opens a socket that receives datagrams of all peers.
     * @param loop of the socket
     * @param local its address, with port 0 for any free one. It decides between IPv4 and IPv6; {@code ::} receives both, where the
     *     system has them
     * @param options such as {@link DatagramOptions#DEFAULT}
     * @param protocol gets its events
     * @return the transport, which the protocol has got already
     * @throws java.net.BindException naming the address, if it is in use or not local
     * @throws IOException if it can't be opened for another reason, such as no free file descriptor
     */
    public static DatagramTransport bind(
            Scheduler loop, InetSocketAddress local, DatagramOptions options, DatagramProtocol protocol)
            throws IOException {
        Objects.requireNonNull(local, "local");
        return open(loop, provider -> Datagrams.bind(provider, local, options), options, protocol);
    }

    /**
     * Opens a socket for one peer. Nothing is sent to connect: whether there is such a peer does not show. The kernel chooses the
     * local address, with a port that is hard to guess (RFC 6056).
     *
     * @param loop of the socket
     * @param remote the peer's address
     * @param options such as {@link DatagramOptions#DEFAULT}
     * @param protocol gets its events
     * @return the transport, which the protocol has got already
     * @throws IOException if there is no way to that address, or the socket can't be opened
     */
    public static DatagramTransport connect(
            Scheduler loop, InetSocketAddress remote, DatagramOptions options, DatagramProtocol protocol)
            throws IOException {
        Objects.requireNonNull(remote, "remote");
        return open(loop, provider -> Datagrams.connect(provider, remote, options), options, protocol);
    }

    private static DatagramTransport open(
            Scheduler loop, Datagrams.Opening opening, DatagramOptions options, DatagramProtocol protocol)
            throws IOException {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(protocol, "protocol");
        Reactor reactor = Reactor.of(loop);
        reactor.checkThread();
        DatagramChannel channel = opening.open(reactor.provider());
        try {
            return new DatagramTransport(reactor, channel, options, protocol).begin();
        } catch (IOException | RuntimeException e) { // such as: the loop is closed
            channel.close();
            throw e;
        }
    }

    private DatagramTransport begin() {
        try {
            protocol.opened(this);
        } catch (Throwable thrown) {
            reactor.report(thrown, protocol);
            end(thrown);
        }
        return this;
    }

    /**
     * Sends a datagram to the peer of a connected socket.
     * @param bytes all that remain, up to 65,507 over IPv4; the position moves to the limit, whatever becomes of the datagram
     * @return whether the kernel has taken it, or it is queued. False if it was dropped: the queue is full, the socket is
     *     closed, or the kernel has refused it, which {@link DatagramProtocol#failed} tells. True does not say that it arrives.
     * @throws IllegalStateException if the socket is not connected
     */
    public boolean send(ByteBuffer bytes) {
        Objects.requireNonNull(bytes, "bytes");
        if (remote == null) {
            throw new IllegalStateException(this + " is not connected: use send(bytes, to)");
        }
        return give(bytes, remote);
    }

    /**
     * Sends a datagram.
     * @param bytes as {@link #send(ByteBuffer)}
     * @param to a peer's address, resolved, or that of a group; that of its peer if the socket is connected
     * @return as {@link #send(ByteBuffer)}
     * @throws IllegalArgumentException if the address is unresolved, or is one of IPv6 and the socket has IPv4
     * @throws IllegalStateException if the socket is connected to another peer
     */
    public boolean send(ByteBuffer bytes, InetSocketAddress to) {
        Objects.requireNonNull(bytes, "bytes");
        Datagrams.check(to, this);
        return give(bytes, to);
    }

    private boolean give(ByteBuffer bytes, InetSocketAddress to) {
        reactor.checkThread();
        try {
            return state == DatagramState.OPEN && queue.send(bytes, to, channel);
        } catch (IOException e) {
            loop().execute(() -> failed(e));
            return false;
        } finally {
            bytes.position(bytes.limit());
            afterWrite();
        }
    }

    private void flush() {
        if (queue.flush(channel, this::failed) && state == DatagramState.OPEN) {
            reactor.runSafely(protocol::writable, protocol);
        }
        afterWrite();
    }

    private void afterWrite() {
        int written = queue.takeWritten();
        if (written > 0) {
            reactor.observe(LoopEvent.WRITTEN, written, registration);
        }
        if (queue.isEmpty() && state == DatagramState.FLUSHING) {
            end(null);
        }
        updateInterest();
    }

    // region receive
    private void receive() {
        for (int received = 0; received < RECEIVES_PER_TURN && isReading(); received++) {
            ByteBuffer buffer = reactor.readBuffer();
            try {
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                if (from == null) {
                    return;
                }
                reactor.observe(LoopEvent.READ, buffer.position(), registration);
                reactor.runSafely(() -> protocol.received(buffer.flip(), from), protocol);
            } catch (IOException e) {
                failed(e);
            }
        }
    }
    // endregion

    private void failed(IOException cause) {
        if (state != DatagramState.CLOSED) {
            reactor.runSafely(() -> protocol.failed(cause), protocol);
        }
    }

    /**
     * Joins a multicast group (RFC 1112, RFC 4291 §2.7): the socket receives what is sent to the group at its own port, if it is bound to
     * the wildcard address. {@link MembershipKey#drop} leaves the group, and so does to close the socket.
     *
     * @param group its address, of the version of IP that the socket has
     * @param on from which interface; the simulator, where each host has one, takes any
     * @return the membership; the same one as before if the socket is in the group already
     * @throws IOException if the interface or the system can't
     * @throws IllegalArgumentException if it is not the address of a group
     */
    public MembershipKey join(InetAddress group, NetworkInterface on) throws IOException {
        reactor.checkThread();
        return channel.join(Objects.requireNonNull(group, "group"), Objects.requireNonNull(on, "on"));
    }

    /**
     * Joins a multicast group, for the datagrams of one source (RFC 4607).
     * @param group as with {@link #join(InetAddress, NetworkInterface)}
     * @param on from which interface
     * @param source whose datagrams are received
     * @return the membership, of which there is one for each source
     * @throws IOException if the interface or the system can't
     * @throws IllegalStateException if the socket receives those of all sources already
     */
    public MembershipKey join(InetAddress group, NetworkInterface on, InetAddress source) throws IOException {
        reactor.checkThread();
        return channel.join(
                Objects.requireNonNull(group, "group"),
                Objects.requireNonNull(on, "on"),
                Objects.requireNonNull(source, "source"));
    }

    /** No more {@link DatagramProtocol#received} until {@link #resumeReading}. The kernel drops what its buffer can't hold. Idempotent. */
    public void pauseReading() {
        reactor.checkThread();
        readingPaused = true;
        updateInterest();
    }

    /** Undoes {@link #pauseReading}. Idempotent. */
    public void resumeReading() {
        reactor.checkThread();
        readingPaused = false;
        updateInterest();
    }

    /** Stops receiving, gives all queued datagrams to the kernel, then closes. */
    public void close() {
        reactor.checkThread();
        if (state == DatagramState.OPEN) {
            state = DatagramState.FLUSHING;
            afterWrite();
        }
    }

    /** Closes at once and drops what is queued. */
    public void abort() {
        reactor.checkThread();
        end(null);
    }

    private void updateInterest() {
        if (state != DatagramState.CLOSED) {
            registration.queued(queue.bytes());
            int write = queue.isEmpty() ? 0 : SelectionKey.OP_WRITE;
            registration.interest(isReading() ? SelectionKey.OP_READ | write : write);
        }
    }

    private boolean isReading() {
        return state == DatagramState.OPEN && !readingPaused;
    }

    /** Closes the socket now. The protocol is told from the queue: it may be in the middle of a call to this transport. */
    private void end(@Nullable Throwable cause) {
        if (state != DatagramState.CLOSED) {
            state = DatagramState.CLOSED;
            queue.clear();
            registration.close();
            loop().execute(() -> reactor.runSafely(() -> protocol.closed(cause), protocol));
        }
    }

    /** {@return whether it can send and receive: it is not closed} */
    public boolean isOpen() {
        return state == DatagramState.OPEN;
    }

    /** {@return how many bytes are queued that the kernel has had no room for} */
    public int queued() {
        return queue.bytes();
    }

    /** {@return how many datagrams {@link #send(ByteBuffer, InetSocketAddress) send} has dropped because the queue was full} */
    public long dropped() {
        return queue.dropped();
    }

    /** {@return the loop that this socket belongs to} */
    public Scheduler loop() {
        return reactor.loop();
    }

    /** {@return the address of this socket, with the real port; also once closed} */
    public InetSocketAddress localAddress() {
        return local;
    }

    /** {@return the peer's address, also once closed; null if the socket is not connected} */
    public @Nullable InetSocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public String toString() {
        String to = remote == null ? "" : " to " + Addresses.describe(remote);
        return "DatagramTransport[" + Addresses.describe(local) + to + ", " + state + "]";
    }

    /** The side that the reactor calls. */
    private final class Events implements ReadyHandler, Owned {
        @Override
        public void ready(int readyOps) {
            if ((readyOps & SelectionKey.OP_WRITE) != 0) {
                flush();
            }
            if ((readyOps & SelectionKey.OP_READ) != 0) {
                receive();
            }
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            if (state != DatagramState.CLOSED) { // else end() has queued the call already
                state = DatagramState.CLOSED;
                queue.clear();
                protocol.closed(cause);
            }
        }

        @Override
        public Object owner() {
            return protocol;
        }
    }
}
