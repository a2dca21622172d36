// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static io.snowloop.sim.LegacyExceptions.ofOption;
import static io.snowloop.sim.LegacyExceptions.settingOption;
import static io.snowloop.sim.LegacyExceptions.translated;
import static io.snowloop.sim.LegacyExceptions.translating;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The adapter that {@link ServerSocketChannel#socket} returns. It overrides all methods of {@link ServerSocket} that
 * need a socket, and has no state but the timeout of {@link #accept}.
 */
final class LegacyServerSocket extends ServerSocket {
    private final SimServerSocketChannel channel;
    private int timeout;

    LegacyServerSocket(SimServerSocketChannel channel) {
        super(new NoKernelSocket());
        this.channel = channel;
    }

    @Override
    public ServerSocketChannel getChannel() {
        return channel;
    }

    @Override
    public void bind(@Nullable SocketAddress local) throws IOException {
        bind(local, 0);
    }

    @Override
    public void bind(@Nullable SocketAddress local, int backlog) throws IOException {
        translating(() -> channel.bind(local, backlog));
    }

    /** Accepts: with a timeout in blocking mode only, without one in both modes. */
    @Override
    public Socket accept() throws IOException {
        SocketChannel accepted = translated(() -> timeout == 0 ? channel.accept() : channel.blockingAccept(timeout));
        if (accepted == null) {
            throw new IllegalBlockingModeException();
        }
        return accepted.socket();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public boolean isBound() {
        return channel.localAddress() != null;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return channel.localAddress();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        InetSocketAddress local = channel.localAddress();
        return local == null ? null : local.getAddress();
    }

    @Override
    public int getLocalPort() {
        InetSocketAddress local = channel.localAddress();
        return local == null ? -1 : local.getPort();
    }

    // ---------------------------------------------------------------------------------------------------- options

    @Override
    public <T> ServerSocket setOption(SocketOption<T> name, T value) throws IOException {
        channel.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return channel.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return channel.supportedOptions();
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        settingOption(() -> channel.setOption(StandardSocketOptions.SO_REUSEADDR, on));
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return ofOption(() -> channel.getOption(StandardSocketOptions.SO_REUSEADDR));
    }

    @Override
    public synchronized void setReceiveBufferSize(int size) throws SocketException {
        Options.positive(size);
        settingOption(() -> channel.setOption(StandardSocketOptions.SO_RCVBUF, size));
    }

    @Override
    public synchronized int getReceiveBufferSize() throws SocketException {
        return ofOption(() -> channel.getOption(StandardSocketOptions.SO_RCVBUF));
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
        checkOpen();
        this.timeout = Options.notNegative(timeout);
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
        checkOpen();
        return timeout;
    }

    private void checkOpen() throws SocketException {
        if (isClosed()) {
            throw new SocketException("Socket is closed");
        }
    }

    @Override
    public String toString() {
        return channel.toString();
    }
}
