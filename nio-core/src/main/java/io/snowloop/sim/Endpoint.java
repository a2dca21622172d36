// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.SimNetwork.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection, in the kernel of its host. It implements TCP; the channel above it implements the
 * contract of {@code java.nio}.
 *
 * <pre>
 *   connect() --&gt; CONNECTING ---established()---&gt; ESTABLISHED &lt;--- accepting()
 *                     |                                |
 *             failed(), wasReset()     wasReset(), abort(), refuseData()
 *                     |                                |
 *                     +-------------&gt; GONE &lt;-----------+
 * </pre>
 *
 * <p>Fewer states than in RFC 9293 section 3.3.2, because acknowledgements take no time: SYN-RECEIVED, LAST-ACK and
 * TIME-WAIT do not exist, and whether each direction has ended is known by its {@link Wire}.
 *
 * <p>{@link #closed} is not a state of its own. After a program has closed its socket, the kernel still sends what
 * was written, so the connection stays ESTABLISHED.
 */
final class Endpoint {
    private enum State {
        CONNECTING,
        ESTABLISHED,
        GONE
    }

    private final SimHost host;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final Link link;
    private final Options options;

    /** The random numbers of the faults of what this end sends, and of its handshake. */
    private final Chances chances;

    private State state = State.CONNECTING;
    private @Nullable Handshake handshake;
    private @Nullable Wire in;
    private @Nullable Wire out;

    /** The error that the next operation reports, and which it clears. */
    private @Nullable Errno error;

    private boolean inputShut;
    private boolean closed;

    Endpoint(SimHost host, InetSocketAddress local, InetSocketAddress remote, Link link, Options options) {
        this.host = host;
        this.local = local;
        this.remote = remote;
        this.link = link;
        this.options = options;
        this.chances = host.network().chances(Segment.text(local) + " > " + Segment.text(remote));
        host.network().opened(this);
    }

    // ----------------------------------------------------------------------------------------------- connecting

    /** Starts the handshake. It ends with {@link #established}, {@link #failed} or {@link #wasReset}. */
    void connect() {
        handshake = Handshake.begin(this, host.reach(remote.getAddress()));
    }

    /** The server's end of a connection that {@code client} requests. It does not wait for the client's ACK. */
    static Endpoint accepting(Endpoint client, SimHost host, Options options) {
        Endpoint server =
                new Endpoint(host, /* local= */ client.remote, /* remote= */ client.local, client.link, options);
        client.out = new Wire(client, server);
        server.out = new Wire(server, client);
        client.in = server.out;
        server.in = client.out;
        server.state = State.ESTABLISHED;
        server.out.acknowledgeConnect();
        return server;
    }

    /** SYN has arrived at the socket that sent it: it is connected to itself (RFC 9293 section 3.5, simultaneous). */
    void acceptItself() {
        out = new Wire(this, this);
        in = out;
        out.acknowledgeConnect();
    }

    /** SYN-ACK has arrived. */
    void established() {
        if (state == State.CONNECTING && !closed) {
            become(State.ESTABLISHED);
        } else {
            // The program has closed the socket, or the connect has timed out: for this kernel there is no such
            // connection, so it answers with RST (RFC 9293 section 3.5.2).
            wire(out).reset();
        }
    }

    /** The connection cannot be made: it is refused or timed out. */
    void failed(Errno cause) {
        if (state == State.CONNECTING) {
            become(State.GONE);
            error = cause;
        }
    }

    /** Changes the state, which ends the handshake: no SYN is sent again. */
    private void become(State next) {
        state = next;
        if (handshake != null) {
            handshake.end();
        }
    }

    boolean isConnecting() {
        return state == State.CONNECTING && !closed;
    }

    /** Whether the connection is established. Throws the reason if it failed. */
    boolean pollConnect() throws IOException {
        Errno pending = takeError();
        if (pending != null) {
            throw pending.ofConnect();
        }
        return state != State.CONNECTING;
    }

    /** The pending error, which this clears; null if there is none. */
    @Nullable
    Errno takeError() {
        Errno pending = error;
        error = null;
        return pending;
    }

    // ------------------------------------------------------------------------------------------------ readiness

    /** Whether a read returns at once: with bytes, the end of the stream, or an error. */
    boolean isReadable() {
        Wire wire = in;
        return state == State.GONE || inputShut || (wire != null && (wire.available() > 0 || wire.isFinReceived()));
    }

    /** Whether a write returns at once: it takes bytes, or throws. */
    boolean isWritable() {
        Wire wire = out;
        return state == State.GONE || (wire != null && (wire.isOutputShut() || wire.isWritable()));
    }

    /**
     * Whether both directions have ended. For such a socket epoll reports EPOLLHUP, which the JDK translates to all
     * operations of the interest set.
     */
    boolean isHungUp() {
        return state == State.GONE
                || (in != null && out != null && (inputShut || in.isFinReceived()) && out.isOutputShut());
    }

    /** Whether the connection is reset, or was never made. */
    boolean isGone() {
        return state == State.GONE;
    }

    // ---------------------------------------------------------------------------------------------------- bytes

    boolean hasBytes() {
        return available() > 0;
    }

    /** How many bytes have arrived and are unread. */
    int available() {
        return in == null ? 0 : in.available();
    }

    /**
     * Returns how many bytes were read; -1 at the end of the stream. In the order of Linux: bytes that arrived before a
     * reset, the end if FIN has arrived, the reset, once, and after it the end.
     */
    int read(ByteBuffer into) throws IOException {
        Wire wire = wire(in);
        int count = wire.read(into);
        if (count > 0) {
            return count;
        }
        Errno pending = wire.isFinReceived() ? null : takeError();
        if (pending != null) {
            throw pending.ofRead();
        }
        return wire.isFinReceived() || state == State.GONE ? -1 : 0;
    }

    /** How many bytes a write may take now. If the connection is gone it throws: first the reason, then EPIPE. */
    int room() throws IOException {
        if (state == State.GONE) {
            Errno pending = takeError();
            throw (pending == null ? Errno.EPIPE : pending).ofWrite();
        }
        return wire(out).room();
    }

    void write(ByteBuffer bytes, int count) {
        wire(out).write(bytes, count);
    }

    void shutdownInput() {
        inputShut = true;
    }

    void shutdownOutput() {
        wire(out).shutdownOutput();
    }

    private static Wire wire(@Nullable Wire wire) {
        if (wire == null) {
            throw new IllegalStateException("not connected");
        }
        return wire;
    }

    // ----------------------------------------------------------------------------------------- closing, resets

    /**
     * The program has closed its socket. The kernel still sends what was written, and then FIN. But if received bytes
     * are unread, it sends RST, so that the peer learns of the loss (RFC 9293 section 3.6.1); also with SO_LINGER 0.
     * After both FINs there is nothing left to reset.
     */
    void close() {
        boolean over = in != null && out != null && in.isFinReceived() && out.isFinReceived();
        if (!over && (options.linger() == 0 || hasBytes())) {
            abort();
        } else {
            forget();
            if (state == State.ESTABLISHED) {
                shutdownOutput();
            }
        }
    }

    /** Closes with RST. */
    void abort() {
        forget();
        if (state == State.ESTABLISHED) {
            state = State.GONE;
            wire(out).reset();
        }
    }

    /** The program has no socket any more. */
    private void forget() {
        closed = true;
        become(state);
        host.network().closed(this);
    }

    /**
     * RST has arrived, from the peer or from a fault between them. Nothing in flight to the peer arrives any more. As on
     * Linux, it is a broken pipe where the peer had said that it sends no more.
     */
    void wasReset() {
        if (state != State.GONE) {
            become(State.GONE);
            error = in != null && in.isFinReceived() ? Errno.EPIPE : Errno.ECONNRESET;
        }
        if (out != null) {
            out.cut();
        }
    }

    /** Whether data that arrives can never be read: the socket is closed, or both directions are shut down. */
    boolean refusesData() {
        return closed || (inputShut && out != null && out.isOutputShut());
    }

    /** Data has arrived that no program can read: RST tells the peer (RFC 9293 section 3.6.1). */
    void refuseData() {
        if (state == State.ESTABLISHED) {
            state = State.GONE;
            error = Errno.ECONNRESET;
            wire(out).reset();
        }
    }

    // ------------------------------------------------------------------------------------------------ properties

    SimHost host() {
        return host;
    }

    InetSocketAddress local() {
        return local;
    }

    InetSocketAddress remote() {
        return remote;
    }

    Link link() {
        return link;
    }

    Chances chances() {
        return chances;
    }

    Options options() {
        return options;
    }

    int sendBuffer() {
        int size = host.faults().buffers;
        return size > 0 ? size : options.get(StandardSocketOptions.SO_SNDBUF);
    }

    int receiveBuffer() {
        int size = host.faults().buffers;
        return size > 0 ? size : options.get(StandardSocketOptions.SO_RCVBUF);
    }

    @Override
    public String toString() {
        return Segment.text(local) + " > " + Segment.text(remote)
                + switch (state) {
                    case CONNECTING -> " (connecting)";
                    case ESTABLISHED -> " (out: " + out + "; in: " + in + ")";
                    case GONE -> " (reset)";
                };
    }
}
