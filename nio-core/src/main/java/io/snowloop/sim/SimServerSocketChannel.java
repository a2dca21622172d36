// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Chances.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A simulated server socket channel: the contract of {@code java.nio} on top of a {@link Listener}. */
final class SimServerSocketChannel extends ServerSocketChannel implements SimChannel {
    private final SimHost host;
    private final ProtocolFamily family;
    private final Options options = Options.ofServerSocket();
    private final BlockingMode blocking;

    /** Null until the program binds the channel. It stays after a close: its address can still be asked for. */
    private volatile @Nullable Listener listener;

    private @Nullable ServerSocket socket;

    SimServerSocketChannel(SimHost host, ProtocolFamily family) {
        super(host);
        this.host = host;
        this.family = family;
        this.blocking = new BlockingMode(this, host.network(), this::begin, this::end);
    }

    @Override
    public ServerSocketChannel bind(@Nullable SocketAddress local, int backlog) throws IOException {
        checkOpen();
        return host.network().threads().operate(() -> {
            if (listener != null) {
                throw new AlreadyBoundException();
            }
            InetSocketAddress bound = host.ports().bind(local, family, options.get(StandardSocketOptions.SO_REUSEPORT));
            listener = new Listener(host, bound, options, backlog);
            return this;
        });
    }

    @Override
    public @Nullable SocketChannel accept() throws IOException {
        return accept(Agenda.NEVER);
    }

    /** Waits for a connection, for up to {@code millis}; without a limit if that is 0. */
    @Nullable
    SocketChannel blockingAccept(int millis) throws IOException {
        if (!isBlocking()) {
            throw new IllegalBlockingModeException();
        }
        return accept(BlockingMode.nanos(millis));
    }

    private @Nullable SocketChannel accept(long nanos) throws IOException {
        checkOpen();
        Listener listening = listener;
        if (listening == null) {
            throw new NotYetBoundException();
        }
        Endpoint connection = blocking.run(() -> {
            if (!blocking.await(listening::isReady, nanos)) {
                throw new SocketTimeoutException("Accept timed out");
            }
            if (host.chances().draw(Kind.ACCEPT_ERROR, host.faults().acceptErrors)) {
                throw new IOException("Too many open files (simulated: Faults.acceptErrors)");
            }
            Endpoint accepted = listening.accept();
            if (accepted != null) {
                host.network().moved();
            }
            return accepted;
        });
        return connection == null ? null : new SimSocketChannel(host, connection);
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, @Nullable T value) throws IOException {
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
    public ServerSocket socket() {
        return host.network().threads().call(() -> {
            if (socket == null) {
                socket = new LegacyServerSocket(this);
            }
            return socket;
        });
    }

    @Override
    public @Nullable SocketAddress getLocalAddress() throws IOException {
        checkOpen();
        return localAddress();
    }

    /** Its address, also after it is closed; null if it is not bound. */
    @Nullable
    InetSocketAddress localAddress() {
        Listener listening = listener;
        return listening == null ? null : listening.address();
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

    /** A server that is not bound is ready, as epoll and the JDK have it for each socket that is not connected. */
    @Override
    public int readyOps(int interest) {
        Listener listening = listener;
        return listening == null || listening.isReady() ? interest : 0;
    }

    @Override
    protected void implConfigureBlocking(boolean block) {}

    /** The socket of a registered channel stays open until its selector has removed the key, as in the JDK. */
    @Override
    protected void implCloseSelectableChannel() {
        host.network().threads().run(host.network()::deliver); // connections that have arrived are reset
        deregistered();
    }

    @Override
    public void deregistered() {
        Listener listening = listener;
        if (!isOpen() && !isRegistered() && listening != null) {
            host.network().threads().run(listening::close);
        }
    }

    @Override
    public String toString() {
        return "ServerSocketChannel[" + (listener == null ? "unbound" : listener) + "]";
    }
}
