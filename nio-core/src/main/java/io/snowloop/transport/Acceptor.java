// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.future.Owned;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.loop.channel.Registration;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket in a loop: it hands out incoming connections.
 *
 * <p>All methods belong to the loop's thread, unless they say otherwise.
 */
public final class Acceptor {
    /** The largest number of connections accepted in one turn, so that open connections are served too. */
    private static final int ACCEPTS_PER_TURN = 64;

    private static final LazyLogger LOG = new LazyLogger(Acceptor.class);

    private final Reactor reactor;
    private final ServerSocketChannel channel;
    private final Consumer<SocketChannel> accepted;
    private final SocketAddress address;
    private final Registration registration;
    private final AcceptFailures failures;

    /** Null for a TCP address, and for a channel of the caller's, who has made its file. */
    private final @Nullable SocketFile file;

    private boolean paused;
    private volatile boolean closed;

    private Acceptor(
            Reactor reactor,
            ServerSocketChannel channel,
            SocketAddress address,
            @Nullable SocketFile file,
            Consumer<SocketChannel> accepted)
            throws IOException {
        this.reactor = reactor;
        this.channel = channel;
        this.accepted = accepted;
        this.address = address;
        this.file = file;
        this.registration = reactor.register(channel, SelectionKey.OP_ACCEPT, new Accepting());
        this.failures = new AcceptFailures(reactor, address, this::updateInterest);
    }

    /**
     * Listens.
     * @param loop which calls {@code accepted}
     * @param address a TCP address, with port 0 for any free one, or a Unix-domain one
     * @param backlog how many connections the kernel may hold until they are accepted, at least 1
     * @param accepted is given each connection and owns it from then on; if it throws, the connection is closed
     * @return listens until it is closed
     * @throws java.net.BindException naming the address, if it is in use or not local
     * @throws IOException if it cannot listen for another reason, such as no free file descriptor
     */
    public static Acceptor listen(Scheduler loop, SocketAddress address, int backlog, Consumer<SocketChannel> accepted)
            throws IOException {
        return listen(loop, address, ListenOptions.builder().backlog(backlog).build(), accepted);
    }

    /**
     * Listens, and serves each connection with a protocol of its own, on the same loop and with {@link WaterMarks#DEFAULT}.
     * @param loop of all connections
     * @param address a TCP address, with port 0 for any free one, or a Unix-domain one
     * @param backlog how many connections the kernel may hold until they are accepted, at least 1
     * @param protocols makes the protocol of the next connection, such as {@code Echo::new}; if it throws, the connection is closed
     * @return listens until it is closed
     * @throws java.net.BindException naming the address, if it is in use or not local
     * @throws IOException if it cannot listen for another reason, such as no free file descriptor
     */
    public static Acceptor listen(
            Scheduler loop, SocketAddress address, int backlog, Supplier<? extends Protocol> protocols)
            throws IOException {
        Objects.requireNonNull(protocols, "protocols");
        return listen(loop, address, backlog, connection -> serve(loop, connection, made(protocols.get())));
    }

    private static Protocol made(@Nullable Protocol protocol) {
        return Objects.requireNonNull(protocol, "the supplier of Acceptor.listen returned null instead of a protocol");
    }

    static void serve(Scheduler loop, SocketChannel connection, Protocol protocol) {
        try {
            SocketTransport.open(loop, connection, protocol, WaterMarks.DEFAULT);
        } catch (IOException e) { // as any other end of a connection: it is no error of this program
            LOG.log(Level.DEBUG, () -> "a connection was gone before it was served", e);
            closeQuietly(connection);
        }
    }

    /**
     * Listens, as the options say.
     * @param loop which calls {@code accepted}
     * @param address a TCP address, with port 0 for any free one, or a Unix-domain one
     * @param options such as {@link ListenOptions#DEFAULT}
     * @param accepted is given each connection and owns it from then on; if it throws, the connection is closed
     * @return listens until it is closed
     * @throws java.net.BindException naming the address, if it is in use or not local, or its file is not a socket
     * @throws IOException if it cannot listen for another reason, such as no free file descriptor
     */
    public static Acceptor listen(
            Scheduler loop, SocketAddress address, ListenOptions options, Consumer<SocketChannel> accepted)
            throws IOException {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(accepted, "accepted");
        Reactor reactor = Reactor.of(loop);
        reactor.checkThread();
        UnixDomainSocketAddress unix = address instanceof UnixDomainSocketAddress path ? path : null;
        ServerSocketChannel channel = unix == null
                ? reactor.provider().openServerSocketChannel()
                : reactor.provider().openServerSocketChannel(StandardProtocolFamily.UNIX);
        SocketFile file = null;
        try {
            channel.configureBlocking(false);
            if (unix != null && options.takeOver()) {
                SocketFile.deleteStale(unix, reactor.provider());
            }
            if (unix == null && options.reusePort()) {
                Sockets.reusePort(channel);
            }
            channel.bind(address, options.backlog());
            file = unix == null ? null : SocketFile.of(unix);
            return new Acceptor(reactor, channel, channel.getLocalAddress(), file, accepted);
        } catch (IOException | RuntimeException e) { // such as: the loop is closed
            if (file != null) {
                file.delete();
            }
            channel.close();
            throw Addresses.named(e, "cannot listen on", address);
        }
    }

    /**
     * Accepts from a channel of the caller's, who has bound it, and closes it. {@link #close} and the end of the loop leave it open, in
     * non-blocking mode: connections wait in the kernel's backlog then, until the channel is given to another acceptor or closed.
     *
     * @param loop which calls {@code accepted}
     * @param channel bound; of the loop's {@linkplain io.snowloop.loop.EventLoopOptions#provider provider}, and in no other loop
     * @param accepted is given each connection and owns it from then on; if it throws, the connection is closed
     * @return listens until it is closed
     * @throws IllegalArgumentException if the channel is not bound, or of another provider
     * @throws IllegalStateException if another acceptor of this loop has had the channel until this turn
     * @throws java.nio.channels.ClosedChannelException if it is closed
     * @throws IOException if it cannot listen for another reason
     */
    public static Acceptor listen(Scheduler loop, ServerSocketChannel channel, Consumer<SocketChannel> accepted)
            throws IOException {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(accepted, "accepted");
        Reactor reactor = Reactor.of(loop);
        reactor.checkThread();
        SocketAddress address = channel.getLocalAddress();
        if (address == null) {
            throw new IllegalArgumentException("channel is not bound: bind(address) comes first");
        }
        channel.configureBlocking(false);
        try {
            Acceptor acceptor = new Acceptor(reactor, channel, address, null, accepted);
            acceptor.registration.leaveOpen();
            return acceptor;
        } catch (IllegalSelectorException e) {
            throw new IllegalArgumentException(
                    "channel is of " + channel.provider() + ", and " + loop + " of " + reactor.provider()
                            + ": open it with the provider of the loop's options",
                    e);
        } catch (CancelledKeyException e) { // its key is in the selector until the next select
            throw new IllegalStateException(
                    "channel is still leaving " + loop + ": listen again after a turn of it", e);
        }
    }

    /** {@return the address that it listens on, with the real port} */
    public SocketAddress address() {
        return address;
    }

    /** {@return whether it listens, paused or not: false once it, its loop or its channel is closed} Any thread. */
    public boolean isOpen() {
        return !closed && channel.isOpen();
    }

    /** Accepts nothing until {@link #resume}: new connections wait in the kernel's backlog. Idempotent. */
    public void pause() {
        paused = true;
        updateInterest();
    }

    /** Undoes {@link #pause}. Idempotent. */
    public void resume() {
        paused = false;
        updateInterest();
    }

    /**
     * Stops listening; accepted connections stay open. The file of a Unix-domain address is deleted, unless another socket was
     * bound to the path meanwhile. A channel of the caller's stays open, with its file.
     */
    public void close() {
        if (!closed) {
            release();
            registration.close();
        }
    }

    private void release() {
        closed = true;
        failures.cancel();
        if (file != null) {
            file.delete();
        }
    }

    private void accept() {
        for (int i = 0; i < ACCEPTS_PER_TURN && !paused && isOpen(); i++) {
            SocketChannel connection;
            try {
                connection = channel.accept();
            } catch (IOException e) {
                failures.failed(e);
                updateInterest();
                return;
            }
            if (connection == null) {
                return;
            }
            handOut(connection);
        }
    }

    private void handOut(SocketChannel connection) {
        try {
            accepted.accept(connection);
        } catch (Throwable thrown) {
            reactor.report(thrown, this);
            closeQuietly(connection);
        }
    }

    private static void closeQuietly(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // the reason to close it is known already
        }
    }

    private void updateInterest() {
        registration.interest(paused || failures.isPausing() ? 0 : SelectionKey.OP_ACCEPT);
    }

    @Override
    public String toString() {
        return "Acceptor[" + address + "]";
    }

    /** The side that the reactor calls. */
    private final class Accepting implements ReadyHandler, Owned {
        @Override
        public void ready(int readyOps) {
            accept();
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            Level level = cause == null ? Level.DEBUG : Level.WARNING;
            LOG.log(
                    level,
                    () -> "no longer listening on " + address + ": "
                            + (cause == null ? reactor.loop() + " was closed" : "accept failed"),
                    cause);
            release();
        }

        @Override
        public Object owner() {
            return Acceptor.this;
        }

        @Override
        public String toString() {
            return Acceptor.this.toString();
        }
    }
}
