// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a channel: its addresses, its {@link Endpoint} in the kernel, and what the program knows of them. The
 * fields are volatile because the addresses, and whether it is connected, can be asked for at any time.
 *
 * <pre>
 *   bind() --&gt; start(), the channel is pending --&gt; poll(): the program learns that it is connected --&gt; close()
 * </pre>
 */
final class Connection {
    private final SimHost host;
    private final ProtocolFamily family;
    private final Options options;

    /** The address that the program has chosen; null if none. */
    private volatile @Nullable InetSocketAddress bound;

    /** The address that the kernel has chosen; null if none, or if the program has. */
    private @Nullable InetSocketAddress ephemeral;

    /** Null until the program connects the channel. */
    private volatile @Nullable Endpoint endpoint;

    /** Whether the program has seen that it is connected. Until then it is pending, also if it is established below. */
    private volatile boolean connected;

    private boolean closed;

    Connection(SimHost host, ProtocolFamily family, Options options) {
        this.host = host;
        this.family = family;
        this.options = options;
    }

    /** One that a server has accepted. */
    Connection(SimHost host, Endpoint accepted) {
        this(host, StandardProtocolFamily.INET6, accepted.options());
        endpoint = accepted;
        connected = true;
    }

    void bind(@Nullable SocketAddress local) throws IOException {
        if (isPending()) {
            throw new ConnectionPendingException();
        }
        if (bound != null || endpoint != null) {
            throw new AlreadyBoundException();
        }
        bound = host.ports().bind(local, family);
    }

    /** Checks that a channel of this family can connect to an address. */
    InetSocketAddress checked(SocketAddress remote) {
        return Ports.checked(remote, family);
    }

    /** Checks that nothing has been started yet. */
    void checkUnconnected() {
        if (endpoint != null) {
            throw connected ? new AlreadyConnectedException() : new ConnectionPendingException();
        }
    }

    /** Starts to connect. */
    void start(InetSocketAddress target) throws IOException {
        InetSocketAddress local = bound;
        if (local == null) {
            local = host.ports().bind(host.addressTowards(target.getAddress()), 0);
            ephemeral = local;
        }
        endpoint = host.connect(local, target, options);
    }

    /** Whether the handshake has ended, with success or not. */
    boolean isDecided() {
        return !started().isConnecting();
    }

    /** Tells the program whether it is connected. Throws if the connect has failed. */
    boolean poll() throws IOException {
        connected = started().pollConnect();
        return connected;
    }

    private Endpoint started() {
        Endpoint there = endpoint;
        if (there == null) {
            throw new NoConnectionPendingException();
        }
        return there;
    }

    boolean isPending() {
        return endpoint != null && !connected;
    }

    boolean isConnected() {
        return connected;
    }

    /** The endpoint of a channel that is connected. */
    Endpoint endpoint() {
        Endpoint there = endpoint;
        if (there == null || !connected) {
            throw new NotYetConnectedException();
        }
        return there;
    }

    // --------------------------------------------------------------------------------------------------- addresses

    /** The local address, also after {@link #close}; null if the program does not know of one. */
    @Nullable
    InetSocketAddress local() {
        Endpoint there = endpoint;
        return there != null && connected ? there.local() : bound;
    }

    /** The peer's address, also after {@link #close}; null if the program has not named one. */
    @Nullable
    InetSocketAddress remote() {
        Endpoint there = endpoint;
        return there == null ? null : there.remote();
    }

    // --------------------------------------------------------------------------------------------------- readiness

    /**
     * The operations of {@code interest} that are ready. As epoll and the JDK have it, a socket that is not connected
     * yet, or in both directions no more, or reset, is ready for all of them.
     *
     * <p>While the connect is pending, only OP_CONNECT can be ready: when the handshake has ended, and until {@link
     * #poll} tells the program. After that, only the other operations can be.
     */
    int readyOps(int interest) {
        Endpoint there = endpoint;
        if (there == null || there.isHungUp()) {
            return interest;
        }
        if (!connected) {
            return there.isConnecting() ? 0 : interest & SelectionKey.OP_CONNECT;
        }
        // Only what is asked for is looked at: this runs for each key at each step of a simulation.
        int read = interest & SelectionKey.OP_READ;
        int write = interest & SelectionKey.OP_WRITE;
        return (read != 0 && there.isReadable() ? read : 0) | (write != 0 && there.isWritable() ? write : 0);
    }

    // ----------------------------------------------------------------------------------------------------- closing

    /** The channel is closed, but a selector still has its key: sends FIN, or nothing if a RST will follow. */
    void end() {
        Endpoint there = endpoint;
        if (there != null && connected && !closed && options.linger() != 0) {
            there.shutdownOutput();
        }
    }

    /** Closes the socket. Idempotent: the channel and its selector may both be the last. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        Endpoint there = endpoint;
        if (there != null) {
            there.close();
        }
        InetSocketAddress local = bound == null ? ephemeral : bound;
        if (local != null) {
            host.ports().release(local);
        }
    }

    @Override
    public String toString() {
        return endpoint == null ? "unconnected" : String.valueOf(endpoint);
    }
}
