package io.snowloop.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The adapter that {@link ServerSocketChannel#socket} returns. It supports addresses, options and closing, and no
 * streams: programs set options there, and accept on the channel.
 */
final class LegacyServerSocket extends ServerSocket {
    private final ServerSocketChannel channel;

    private LegacyServerSocket(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
    }

    static ServerSocket of(ServerSocketChannel channel) {
        try {
            return new LegacyServerSocket(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: an unbound ServerSocket opens nothing
        }
    }

    @Override
    public ServerSocketChannel getChannel() {
        return channel;
    }

    @Override
    public void bind(@Nullable SocketAddress local) throws IOException {
        channel.bind(local);
    }

    @Override
    public void bind(@Nullable SocketAddress local, int backlog) throws IOException {
        channel.bind(local, backlog);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public boolean isBound() {
        return getLocalSocketAddress() != null;
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        try {
            return channel.getLocalAddress();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        return getLocalSocketAddress() instanceof InetSocketAddress local ? local.getAddress() : null;
    }

    @Override
    public int getLocalPort() {
        return getLocalSocketAddress() instanceof InetSocketAddress local ? local.getPort() : -1;
    }

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
        set(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public synchronized void setReceiveBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_RCVBUF, size);
    }

    private <T> void set(SocketOption<T> name, T value) throws SocketException {
        try {
            channel.setOption(name, value);
        } catch (IOException e) {
            throw new SocketException("Socket is closed");
        }
    }

    /** No effect: it sets the timeout of {@link ServerSocket#accept}, and programs accept on the channel. */
    @Override
    public synchronized void setSoTimeout(int timeout) {}

    @Override
    public String toString() {
        return channel.toString();
    }
}
