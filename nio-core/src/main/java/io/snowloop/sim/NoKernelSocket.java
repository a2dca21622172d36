// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;

/**
 * What is below the adapters of simulated channels. A {@link Socket} or a {@link ServerSocket} without it opens a socket
 * of the kernel for each method that its subclass has forgotten to override; with it, such a method throws.
 *
 * <p>In a JVM with a {@link SimProvider} it is also below those that a program makes itself.
 */
final class NoKernelSocket extends SocketImpl {
    private static UnsupportedOperationException refuse() {
        return new UnsupportedOperationException("a simulated socket has no socket of the kernel");
    }

    /** The first that is called of a socket that a program has made itself. */
    @Override
    protected void create(boolean stream) throws SocketException {
        throw new SocketException(
                "java.net.Socket and ServerSocket have no channel, so they are not simulated: use those of"
                        + " java.nio.channels");
    }

    @Override
    protected void connect(String host, int port) {
        throw refuse();
    }

    @Override
    protected void connect(InetAddress address, int port) {
        throw refuse();
    }

    @Override
    protected void connect(SocketAddress address, int timeout) {
        throw refuse();
    }

    @Override
    protected void bind(InetAddress host, int port) {
        throw refuse();
    }

    @Override
    protected void listen(int backlog) {
        throw refuse();
    }

    @Override
    protected void accept(SocketImpl accepted) {
        throw refuse();
    }

    @Override
    protected InputStream getInputStream() {
        throw refuse();
    }

    @Override
    protected OutputStream getOutputStream() {
        throw refuse();
    }

    @Override
    protected int available() {
        throw refuse();
    }

    @Override
    protected void close() {
        throw refuse();
    }

    @Override
    protected void sendUrgentData(int data) {
        throw refuse();
    }

    @Override
    public void setOption(int option, Object value) {
        throw refuse();
    }

    @Override
    public Object getOption(int option) {
        throw refuse();
    }
}
