// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Chances.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A simulated socket channel: the contract of {@code java.nio} on top of a {@link Connection}, which it makes, and of a
 * {@link Transfer}, which moves the bytes.
 */
final class SimSocketChannel extends SocketChannel implements SimChannel {
    private final SimHost host;
    private final Options options;
    private final Connection connection;
    private final BlockingMode blocking;
    private final Transfer transfer;
    private @Nullable Socket socket;

    SimSocketChannel(SimHost host, ProtocolFamily family) {
        super(host);
        this.host = host;
        this.options = Options.ofSocket();
        this.connection = new Connection(host, family, options);
        this.blocking = new BlockingMode(this, host.network(), this::begin, this::end);
        this.transfer = new Transfer(this, blocking);
    }

    /** The channel of an accepted connection. */
    SimSocketChannel(SimHost host, Endpoint accepted) {
        super(host);
        this.host = host;
        this.options = accepted.options();
        this.connection = new Connection(host, accepted);
        this.blocking = new BlockingMode(this, host.network(), this::begin, this::end);
        this.transfer = new Transfer(this, blocking);
    }

    // -------------------------------------------------------------------------------------------------- connecting

    @Override
    public SocketChannel bind(@Nullable SocketAddress local) throws IOException {
        checkOpen();
        return host.network().threads().operate(() -> {
            connection.bind(local);
            return this;
        });
    }

    @Override
    public boolean connect(SocketAddress remote) throws IOException {
        return connect(remote, Agenda.NEVER);
    }

    /** Connects as a {@link Socket} does: in blocking mode only, for up to {@code millis} if that is not 0. */
    void blockingConnect(SocketAddress remote, int millis) throws IOException {
        if (!isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        connect(remote, BlockingMode.nanos(millis));
    }

    private boolean connect(SocketAddress remote, long nanos) throws IOException {
        InetSocketAddress target = connection.checked(remote);
        return closedIfItFails(() -> {
            checkOpen();
            connection.checkUnconnected();
            connection.start(target);
            // The poll delivers what is due, and without latency this is the whole handshake.
            boolean atOnce = host.chances().draw(Kind.IMMEDIATE_CONNECT, host.faults().immediateConnects);
            return (isBlocking() || atOnce) && poll(nanos);
        });
    }

    @Override
    public boolean finishConnect() throws IOException {
        return isConnected()
                || closedIfItFails(() -> {
                    checkOpen();
                    if (!connection.isPending()) {
                        throw new NoConnectionPendingException();
                    }
                    return poll(Agenda.NEVER);
                });
    }

    /** As in the JDK, a channel whose connect fails is closed, because it could not be used again. */
    private boolean closedIfItFails(BlockingMode.Operation<Boolean> connecting) throws IOException {
        try {
            return blocking.run(connecting);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private boolean poll(long nanos) throws IOException {
        if (!blocking.await(connection::isDecided, nanos)) {
            throw new SocketTimeoutException("Connect timed out");
        }
        boolean connected = connection.poll();
        if (connected) {
            host.network().moved();
        }
        return connected;
    }

    @Override
    public boolean isConnected() {
        return connection.isConnected() && isOpen();
    }

    @Override
    public boolean isConnectionPending() {
        return connection.isPending() && isOpen();
    }

    // ----------------------------------------------------------------------------------------- reading and writing

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return (int) read(new ByteBuffer[] {Objects.requireNonNull(dst)}, 0, 1);
    }

    @Override
    public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, dsts.length);
        return read(dsts, offset, length, Agenda.NEVER);
    }

    private long read(ByteBuffer[] dsts, int offset, int length, long nanos) throws IOException {
        Endpoint endpoint = endpoint();
        long room = Transfer.remaining(dsts, offset, length);
        long count = blocking.run(() -> transfer.read(endpoint, dsts, offset, length, nanos));
        if (room > 0) {
            host.network().observers().called(endpoint, Call.Kind.READ, room, count);
        }
        return count;
    }

    /** Reads as the stream of a {@link Socket} does: in blocking mode only, for up to {@code millis} if not 0. */
    int blockingRead(byte[] bytes, int offset, int length, int millis) throws IOException {
        ByteBuffer[] into = {ByteBuffer.wrap(bytes, offset, length)};
        if (length == 0) {
            return 0;
        }
        endpoint(); // a check
        if (!isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        return (int) read(into, 0, 1, BlockingMode.nanos(millis));
    }

    /** How many bytes a read would not wait for. */
    int available() throws IOException {
        Endpoint endpoint = endpoint();
        return isInputShut()
                ? 0
                : host.network().threads().operate(() -> {
                    host.network().deliver();
                    return endpoint.available();
                });
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return (int) write(new ByteBuffer[] {Objects.requireNonNull(src)}, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, srcs.length);
        Endpoint endpoint = endpoint();
        long wanted = Transfer.remaining(srcs, offset, length);
        long count = blocking.run(() -> transfer.write(endpoint, srcs, offset, length));
        host.network().observers().called(endpoint, Call.Kind.WRITE, wanted, count);
        return count;
    }

    @Override
    public SocketChannel shutdownInput() throws IOException {
        Endpoint endpoint = endpoint();
        return host.network().threads().operate(() -> {
            host.network().deliver();
            transfer.shutdownInput(endpoint);
            return this;
        });
    }

    @Override
    public SocketChannel shutdownOutput() throws IOException {
        Endpoint endpoint = endpoint();
        return host.network().threads().operate(() -> {
            host.network().deliver();
            transfer.shutdownOutput(endpoint);
            return this;
        });
    }

    boolean isInputShut() {
        return transfer.isInputShut();
    }

    boolean isOutputShut() {
        return transfer.isOutputShut();
    }

    private Endpoint endpoint() throws ClosedChannelException {
        checkOpen();
        return connection.endpoint();
    }

    // --------------------------------------------------------------------------------------- addresses and options

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        return connection.local();
    }

    @Override
    public @Nullable SocketAddress getRemoteAddress() throws IOException {
        checkOpen();
        return connection.remote();
    }

    /** The addresses, also of a closed channel. */
    Connection connection() {
        return connection;
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, @Nullable T value) throws IOException {
        options.check(name, value);
        checkOpen();
        options.set(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        options.check(name);
        checkOpen();
        return options.get(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return options.supported();
    }

    @Override
    public Socket socket() {
        return host.network().threads().call(() -> {
            if (socket == null) {
                socket = LegacySocket.of(this);
            }
            return socket;
        });
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

    @Override
    public int readyOps(int interest) {
        return connection.readyOps(interest);
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
        boolean registered = isRegistered(); // outside: this takes a lock of java.nio
        host.network().threads().run(() -> {
            host.network().deliver(); // what has arrived decides between FIN and RST
            if (registered) {
                connection.end();
            } else {
                connection.close();
            }
        });
    }

    /** The socket is closed when the channel is closed and no selector has a key of it. */
    @Override
    public void deregistered() {
        if (!isOpen() && !isRegistered()) {
            host.network().threads().run(connection::close);
        }
    }

    @Override
    public String toString() {
        return "SocketChannel[" + connection + "]";
    }
}
