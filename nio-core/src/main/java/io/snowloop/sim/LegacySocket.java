// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static io.snowloop.sim.LegacyExceptions.ofOption;
import static io.snowloop.sim.LegacyExceptions.settingOption;
import static io.snowloop.sim.LegacyExceptions.translating;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The adapter that {@link SocketChannel#socket} returns. It overrides all methods of {@link Socket} that need a socket,
 * and has no state but the timeout of its reads.
 */
final class LegacySocket extends Socket {
    private final SimSocketChannel channel;
    private int timeout;

    private LegacySocket(SimSocketChannel channel) throws SocketException {
        super(new NoKernelSocket());
        this.channel = channel;
    }

    static Socket of(SimSocketChannel channel) {
        try {
            return new LegacySocket(channel);
        } catch (SocketException e) {
            throw new AssertionError(e); // no code throws it
        }
    }

    @Override
    public SocketChannel getChannel() {
        return channel;
    }

    @Override
    public void bind(@Nullable SocketAddress local) throws IOException {
        translating(() -> channel.bind(local));
    }

    @Override
    public void connect(@Nullable SocketAddress remote) throws IOException {
        connect(remote, 0);
    }

    /** Connects, in virtual time: the channel must be in blocking mode. */
    @Override
    public void connect(@Nullable SocketAddress remote, int timeout) throws IOException {
        if (remote == null) {
            throw new IllegalArgumentException("connect: The address can't be null");
        }
        if (remote instanceof InetSocketAddress address && address.isUnresolved()) {
            if (isClosed() || isConnected()) {
                throw new SocketException(isClosed() ? "Socket is closed" : "Already connected");
            }
            close();
            throw new UnknownHostException(address.getHostString());
        }
        if (timeout < 0) {
            throw new IllegalArgumentException("connect: timeout can't be negative");
        }
        translating(() -> channel.blockingConnect(remote, timeout));
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    @Override
    public void shutdownInput() throws IOException {
        translating(channel::shutdownInput);
    }

    @Override
    public void shutdownOutput() throws IOException {
        translating(channel::shutdownOutput);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        checkStream(isInputShutdown(), "input");
        return new LegacyInputStream(this, channel);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        checkStream(isOutputShutdown(), "output");
        return new LegacyOutputStream(channel);
    }

    private void checkStream(boolean shut, String direction) throws SocketException {
        checkOpen();
        if (!isConnected()) {
            throw new SocketException("Socket is not connected");
        }
        if (shut) {
            throw new SocketException("Socket " + direction + " is shutdown");
        }
    }

    /** Not simulated: the urgent byte is dropped, as a receiver without {@code SO_OOBINLINE} would. */
    @Override
    public void sendUrgentData(int data) throws IOException {
        checkStream(isOutputShutdown(), "output");
    }

    // ------------------------------------------------------------------------------------------------- properties

    @Override
    public boolean isBound() {
        return channel.connection().local() != null;
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    @Override
    public boolean isInputShutdown() {
        return channel.isInputShut();
    }

    @Override
    public boolean isOutputShutdown() {
        return channel.isOutputShut();
    }

    @Override
    public @Nullable SocketAddress getLocalSocketAddress() {
        return channel.connection().local();
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
        return channel.connection().remote();
    }

    @Override
    public InetAddress getLocalAddress() {
        InetSocketAddress local = channel.connection().local();
        return local == null || isClosed() ? Ports.anyAddress() : local.getAddress();
    }

    @Override
    public int getLocalPort() {
        InetSocketAddress local = channel.connection().local();
        return local == null ? -1 : local.getPort();
    }

    @Override
    public @Nullable InetAddress getInetAddress() {
        InetSocketAddress remote = channel.connection().remote();
        return remote == null ? null : remote.getAddress();
    }

    @Override
    public int getPort() {
        InetSocketAddress remote = channel.connection().remote();
        return remote == null ? 0 : remote.getPort();
    }

    // ---------------------------------------------------------------------------------------------------- options

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) throws IOException {
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

    private <T> void set(SocketOption<T> name, T value) throws SocketException {
        settingOption(() -> channel.setOption(name, value));
    }

    private <T> T get(SocketOption<T> name) throws SocketException {
        return ofOption(() -> channel.getOption(name));
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        set(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return get(StandardSocketOptions.TCP_NODELAY);
    }

    @Override
    public void setKeepAlive(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_KEEPALIVE, on);
    }

    @Override
    public boolean getKeepAlive() throws SocketException {
        return get(StandardSocketOptions.SO_KEEPALIVE);
    }

    @Override
    public void setReuseAddress(boolean on) throws SocketException {
        set(StandardSocketOptions.SO_REUSEADDR, on);
    }

    @Override
    public boolean getReuseAddress() throws SocketException {
        return get(StandardSocketOptions.SO_REUSEADDR);
    }

    @Override
    public void setOOBInline(boolean on) throws SocketException {
        set(Options.SO_OOBINLINE, on);
    }

    @Override
    public boolean getOOBInline() throws SocketException {
        return get(Options.SO_OOBINLINE);
    }

    @Override
    public void setTrafficClass(int trafficClass) throws SocketException {
        set(StandardSocketOptions.IP_TOS, trafficClass);
    }

    @Override
    public int getTrafficClass() throws SocketException {
        return get(StandardSocketOptions.IP_TOS);
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        set(StandardSocketOptions.SO_LINGER, on ? seconds : -1);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return get(StandardSocketOptions.SO_LINGER);
    }

    @Override
    public synchronized void setSendBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_SNDBUF, Options.positive(size));
    }

    @Override
    public synchronized int getSendBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_SNDBUF);
    }

    @Override
    public synchronized void setReceiveBufferSize(int size) throws SocketException {
        set(StandardSocketOptions.SO_RCVBUF, Options.positive(size));
    }

    @Override
    public synchronized int getReceiveBufferSize() throws SocketException {
        return get(StandardSocketOptions.SO_RCVBUF);
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
