package io.snowloop.sim;

import io.snowloop.sim.SimNetwork.Link;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a TCP connection, as its kernel knows it. The channel above it keeps java.nio's contract, this one TCP's.
 *
 * <pre>
 *   CONNECTING --established()--&gt; ESTABLISHED --wasReset()--&gt; GONE
 *        \------------- failed(), wasReset() ---------------/
 * </pre>
 *
 * <p>A connection that was closed by its program stays ESTABLISHED here until all that was written has arrived.
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
    private State state = State.CONNECTING;
    private @Nullable Handshake handshake;
    private @Nullable Wire in;
    private @Nullable Wire out;
    private @Nullable IOException failure;
    private boolean inputShut;
    private boolean closed;

    Endpoint(SimHost host, InetSocketAddress local, InetSocketAddress remote, Link link, Options options) {
        this.host = host;
        this.local = local;
        this.remote = remote;
        this.link = link;
        this.options = options;
        host.network().opened(this);
    }

    // ----------------------------------------------------------------------------------------------- connecting

    void connect() {
        handshake = Handshake.begin(this, host.reach(remote.getAddress()));
    }

    /** The other end of a connection that {@code client} has asked for; established at once, on this side. */
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

    /** The other end's answer came. */
    void established() {
        if (state == State.CONNECTING && !closed) {
            become(State.ESTABLISHED);
        } else if (out != null) {
            out.reset(); // the program has given up: this kernel knows of no such connection
        }
    }

    void failed(IOException cause) {
        if (state == State.CONNECTING) {
            become(State.GONE);
            failure = cause;
        }
    }

    private void become(State next) {
        state = next;
        if (handshake != null) {
            handshake.end();
        }
    }

    boolean isConnecting() {
        return state == State.CONNECTING && !closed;
    }

    /** Whether the connection is there. Throws why it will never be. */
    boolean pollConnect() throws IOException {
        if (state == State.GONE) {
            throw failure != null ? failure : new SocketException("Connection reset");
        }
        return state == State.ESTABLISHED;
    }

    // ------------------------------------------------------------------------------------------------ readiness

    boolean isReadable() {
        Wire wire = in;
        return state == State.GONE || inputShut || (wire != null && (wire.available() > 0 || wire.isEnded()));
    }

    boolean isWritable() {
        Wire wire = out;
        return state == State.GONE || (wire != null && (wire.isEnding() || wire.isWritable()));
    }

    /** Whether both directions are over. Linux then has a socket ready for whatever is waited for. */
    boolean isHungUp() {
        return state == State.GONE || (in != null && out != null && (inputShut || in.isEnded()) && out.isEnding());
    }

    // ---------------------------------------------------------------------------------------------------- bytes

    boolean hasBytes() {
        return in != null && in.available() > 0;
    }

    /** How many bytes were read; -1 at the end of the stream. */
    int read(ByteBuffer into) throws IOException {
        Wire wire = wire(in);
        if (inputShut) {
            return -1;
        }
        int count = wire.read(into);
        if (count > 0 || wire.isEnded()) { // what came before a reset can still be read
            return count > 0 ? count : -1;
        }
        if (state == State.GONE) {
            failure = new IOException("Broken pipe"); // Linux tells of the reset once
            throw new SocketException("Connection reset");
        }
        return 0;
    }

    /** How many bytes a write may take now. */
    int room() throws IOException {
        if (state == State.GONE) {
            IOException cause = failure != null ? failure : new IOException("Connection reset by peer");
            failure = new IOException("Broken pipe");
            throw cause;
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
        wire(out).end();
    }

    private static Wire wire(@Nullable Wire wire) {
        if (wire == null) {
            throw new IllegalStateException("not connected");
        }
        return wire;
    }

    // ------------------------------------------------------------------------------------------------ the ends

    /** The program has closed its socket: what it has written still goes out, unless it left something unread. */
    void close() {
        boolean reset = options.get(StandardSocketOptions.SO_LINGER) == 0 || (in != null && in.available() > 0);
        if (reset) {
            abort();
        } else {
            forget();
            if (state == State.ESTABLISHED) {
                shutdownOutput();
            }
        }
    }

    /** Closes with a reset. */
    void abort() {
        forget();
        if (state == State.ESTABLISHED) {
            state = State.GONE;
            wire(out).reset();
        }
    }

    private void forget() {
        closed = true;
        become(state);
        host.network().closed(this);
    }

    boolean isClosed() {
        return closed;
    }

    /** The peer, or something between, says that there is no such connection. */
    void wasReset() {
        become(State.GONE);
        if (out != null) {
            out.cut();
        }
    }

    /** Bytes came for a socket that is closed: nobody will ever read them, and the peer shall know. */
    void refuseData() {
        if (state == State.ESTABLISHED) {
            state = State.GONE;
            wire(out).reset();
        }
    }

    // ------------------------------------------------------------------------------------------------ questions

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
