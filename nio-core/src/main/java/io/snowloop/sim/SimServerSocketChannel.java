package io.snowloop.sim;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.UnknownHostException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated server socket channel: the contract of {@code java.nio} on top of a {@link Listener}. */
final class SimServerSocketChannel extends ServerSocketChannel implements SimChannel {
    private final SimHost host;
    private final Options options = Options.ofServerSocket();
    private @Nullable Listener listener;
    private @Nullable ServerSocket socket;

    SimServerSocketChannel(SimHost host) {
        super(host);
        this.host = host;
    }

    @Override
    public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
        checkOpen();
        if (listener != null) {
            throw new AlreadyBoundException();
        }
        InetSocketAddress wanted = local == null ? new InetSocketAddress(anyAddress(), 0) : Ports.checked(local);
        InetSocketAddress bound = host.ports().bind(wanted.getAddress(), wanted.getPort());
        listener = new Listener(host, bound, options, backlog);
        return this;
    }

    static InetAddress anyAddress() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
        checkOpen();
        Listener listening = listener;
        if (listening == null) {
            throw new NotYetBoundException();
        }
        host.simulation().awaitReady(isBlocking(), listening::isReady, this);
        if (host.simulation().chance(host.faults().acceptErrors)) {
            throw new IOException("Too many open files");
        }
        Endpoint connection = listening.accept();
        return connection == null ? null : new SimSocketChannel(host, connection);
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, @Nullable T value) throws IOException {
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
    public ServerSocket socket() {
        if (socket == null) {
            socket = LegacyServerSocket.of(this);
        }
        return socket;
    }

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        return listener == null ? null : listener.address();
    }

    private void checkOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    // ------------------------------------------------------------------------------------------- for the selector

    @Override
    public SimHost host() {
        return host;
    }

    @Override
    public int readyOps(int interest) {
        return listener != null && listener.isReady() ? interest & SelectionKey.OP_ACCEPT : 0;
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    /** The socket of a registered channel stays open until its selector has removed the key, as in the JDK. */
    @Override
    protected void implCloseSelectableChannel() {
        deregistered();
    }

    @Override
    public void deregistered() {
        if (!isOpen() && !isRegistered() && listener != null) {
            listener.close();
            listener = null;
        }
    }

    @Override
    public String toString() {
        return "ServerSocketChannel[" + (listener == null ? "unbound" : listener) + "]";
    }
}
