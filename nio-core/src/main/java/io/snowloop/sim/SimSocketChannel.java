package io.snowloop.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated socket channel: the contract of {@code java.nio} on top of an {@link Endpoint}. */
final class SimSocketChannel extends SocketChannel implements SimChannel {
    private final SimHost host;
    private final Options options;
    private final Transfer transfer;
    private @Nullable InetSocketAddress bound;

    /** Null until the program connects the channel. */
    private @Nullable Endpoint endpoint;

    /** Whether the program has seen that it is connected. Until then it is pending, also if it is established below. */
    private boolean connected;

    private boolean inputShut;
    private boolean outputShut;
    private @Nullable Socket socket;

    SimSocketChannel(SimHost host) {
        super(host);
        this.host = host;
        this.options = Options.ofSocket();
        this.transfer = new Transfer(this);
    }

    /** The channel of an accepted connection. */
    SimSocketChannel(SimHost host, Endpoint accepted) {
        super(host);
        this.host = host;
        this.options = accepted.options();
        this.transfer = new Transfer(this);
        this.endpoint = accepted;
        this.connected = true;
    }

    // -------------------------------------------------------------------------------------------------- connecting

    @Override
    public SocketChannel bind(@Nullable SocketAddress local) throws IOException {
        checkOpen();
        if (isConnectionPending()) {
            throw new ConnectionPendingException();
        }
        if (bound != null || endpoint != null) {
            throw new AlreadyBoundException();
        }
        InetSocketAddress wanted =
                local == null ? new InetSocketAddress(SimServerSocketChannel.anyAddress(), 0) : Ports.checked(local);
        bound = host.ports().bind(wanted.getAddress(), wanted.getPort());
        return this;
    }

    /**
     * Starts to connect. As in the JDK, a channel whose connect fails is closed, because it could not be used again.
     */
    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        InetSocketAddress target = Ports.checked(remote);
        checkOpen();
        if (connected) {
            throw new AlreadyConnectedException();
        }
        if (endpoint != null) {
            throw new ConnectionPendingException();
        }
        try {
            if (bound == null) {
                bound = host.ports().bind(host.addressTowards(target.getAddress()), 0);
            }
            endpoint = host.connect(bound, target, options);
            // finishConnect delivers what is due, and without latency this is the whole handshake.
            boolean atOnce = host.simulation().chance(host.faults().immediateConnects);
            return (isBlocking() || atOnce) && finishConnect();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean finishConnect() throws IOException {
        if (connected) {
            return true;
        }
        checkOpen();
        Endpoint connecting = endpoint;
        if (connecting == null) {
            throw new NoConnectionPendingException();
        }
        try {
            host.simulation().awaitReady(isBlocking(), () -> !connecting.isConnecting(), this);
            connected = connecting.pollConnect();
            return connected;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean isConnected() {
        return connected && isOpen();
    }

    @Override
    public boolean isConnectionPending() {
        return endpoint != null && !connected && isOpen();
    }

    // ----------------------------------------------------------------------------------------- reading and writing

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return (int) read(new ByteBuffer[] {Objects.requireNonNull(dst)}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, dsts.length);
        Endpoint connection = connection();
        if (inputShut) {
            return -1;
        }
        long room = Transfer.remaining(dsts, offset, length);
        if (room == 0) {
            return 0; // before the wait: a blocking read without room returns at once
        }
        host.simulation().awaitReady(isBlocking(), connection::isReadable, this);
        long count = transfer.read(connection, dsts, offset, length);
        host.network().observe(connection, Call.Kind.READ, room, count);
        return count;
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return (int) write(new ByteBuffer[] {Objects.requireNonNull(src)}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, srcs.length);
        Endpoint connection = connection();
        if (outputShut) {
            throw new ClosedChannelException();
        }
        long wanted = Transfer.remaining(srcs, offset, length);
        long count = transfer.write(connection, srcs, offset, length);
        host.network().observe(connection, Call.Kind.WRITE, wanted, count);
        return count;
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        Endpoint connection = connection();
        inputShut = true;
        connection.shutdownInput();
        return this;
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        Endpoint connection = connection();
        outputShut = true;
        connection.shutdownOutput();
        return this;
    }

    private Endpoint connection() throws ClosedChannelException {
        checkOpen();
        Endpoint connection = endpoint;
        if (connection == null || !connected) {
            throw new NotYetConnectedException();
        }
        return connection;
    }

    // --------------------------------------------------------------------------------------- addresses and options

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        return endpoint == null ? bound : endpoint.local();
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() throws IOException {
        checkOpen();
        return endpoint == null ? null : endpoint.remote();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, @Nullable T value) throws IOException {
        checkOpen();
        options.set(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        checkOpen();
        return options.get(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    public Socket socket() {
        if (socket == null) {
            socket = new LegacySocket(this);
        }
        return socket;
    }

    private void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    // ------------------------------------------------------------------------------------ for selectors and hosts

    @Override
    public SimHost host() {
        return host;
    }

    /**
     * While the connect is pending, only OP_CONNECT can be ready: when the handshake has ended, with success or not,
     * and until {@link #finishConnect} tells the program. After that, only the other operations can be.
     */
    @Override
    public int readyOps(int interest) {
        Endpoint connection = endpoint;
        if (connection == null) {
            return 0;
        }
        if (!connected) {
            return connection.isConnecting() ? 0 : interest & SelectionKey.OP_CONNECT;
        }
        if (connection.isHungUp()) {
            return interest & ~SelectionKey.OP_CONNECT;
        }
        int ready = (connection.isReadable() ? SelectionKey.OP_READ : 0)
                | (connection.isWritable() ? SelectionKey.OP_WRITE : 0);
        return interest & ready;
    }

    /** Nothing to do: each operation reads the current mode. */
    @Override
    protected void implConfigureBlocking(boolean block) {}

    /**
     * As in the JDK: the socket of a registered channel stays open until its selector has removed the key, because its
     * file descriptor must not be reused before. Only the output is shut down now, so that the peer sees the end at
     * once; with SO_LINGER 0 not even that, because FIN must not come before RST.
     */
    @Override
    protected void implCloseSelectableChannel() {
        if (!isRegistered()) {
            deregistered();
        } else if (endpoint != null && connected && options.get(StandardSocketOptions.SO_LINGER) != 0) {
            endpoint.shutdownOutput();
        }
    }

    /** The socket is closed when the channel is closed and no selector has a key of it. */
    @Override
    public void deregistered() {
        if (isOpen() || isRegistered()) {
            return;
        }
        if (endpoint != null) {
            endpoint.close();
        }
        if (bound != null) {
            host.ports().release(bound);
            bound = null;
        }
    }

    @Override
    public String toString() {
        return "SocketChannel[" + (endpoint == null ? "unconnected" : endpoint) + "]";
    }
}
