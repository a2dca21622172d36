package io.snowloop.transport;

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
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket in a loop: hands out the connections that come.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class Acceptor implements ReadyHandler {
    /** How many connections one turn accepts before those that are there already have their chance. */
    private static final int ACCEPTS_PER_TURN = 64;

    /** How long accepting rests when the process has no file descriptor left, instead of spinning on the error. */
    private static final Duration REST = Duration.ofMillis(200);

    private static final LazyLogger LOG = new LazyLogger(Acceptor.class);

    private final Reactor reactor;
    private final ServerSocketChannel channel;
    private final Consumer<SocketChannel> accepted;
    private final SocketAddress address;
    private final Registration registration;
    private boolean paused;
    private boolean resting;

    private Acceptor(Reactor reactor, ServerSocketChannel channel, Consumer<SocketChannel> accepted)
            throws IOException {
        this.reactor = reactor;
        this.channel = channel;
        this.accepted = accepted;
        this.address = channel.getLocalAddress();
        this.registration = reactor.register(channel, SelectionKey.OP_ACCEPT, this);
    }

    /**
     * Listens.
     *
     * @param address a TCP address, port 0 for any free one, or a Unix-domain one
     * @param backlog how many connections the kernel may hold until they are accepted
     * @param accepted is given each connection, which it owns from then on; if it throws, the connection is closed
     * @throws java.net.BindException naming the address, if it is taken or not ours
     */
    public static Acceptor listen(Scheduler loop, SocketAddress address, int backlog, Consumer<SocketChannel> accepted)
            throws IOException {
        Reactor reactor = Reactor.of(loop);
        reactor.checkThread();
        ServerSocketChannel channel = address instanceof UnixDomainSocketAddress
                ? reactor.provider().openServerSocketChannel(StandardProtocolFamily.UNIX)
                : reactor.provider().openServerSocketChannel();
        try {
            channel.configureBlocking(false);
            channel.bind(address, backlog);
            return new Acceptor(reactor, channel, accepted);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw Addresses.named(e, "cannot listen on", address);
        }
    }

    /** Where it listens, with the real port. */
    public SocketAddress address() {
        return address;
    }

    /** Accepts nothing until {@link #resume}: new connections wait in the kernel's backlog. Idempotent. */
    public void pause() {
        paused = true;
        updateInterest();
    }

    /** Takes back {@link #pause}. Idempotent. */
    public void resume() {
        paused = false;
        updateInterest();
    }

    /** Stops listening; connections that were accepted live on. The file of a Unix-domain address is deleted. */
    public void close() {
        if (channel.isOpen()) { // else the file may be somebody else's by now
            registration.close();
            deleteFile();
        }
    }

    private void deleteFile() {
        if (address instanceof UnixDomainSocketAddress unix) {
            try {
                Files.deleteIfExists(unix.getPath());
            } catch (IOException e) {
                LOG.get()
                        .log(
                                Level.WARNING,
                                () -> "cannot delete " + unix + ": it keeps others from listening there",
                                e);
            }
        }
    }

    @Override
    public void ready(int readyOps) {
        for (int i = 0; i < ACCEPTS_PER_TURN && !paused && channel.isOpen(); i++) {
            SocketChannel connection;
            try {
                connection = channel.accept();
            } catch (IOException e) {
                rest(e);
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
            // why it is closed has been reported already
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        deleteFile();
    }

    private void rest(IOException e) {
        LOG.get()
                .log(
                        Level.WARNING,
                        () -> "accepting on " + address + " rests for " + REST.toMillis()
                                + " ms (if file descriptors ran out, raise the limit, ulimit -n)",
                        e);
        resting = true;
        updateInterest();
        reactor.loop().schedule(REST, () -> {
            resting = false;
            updateInterest();
        });
    }

    private void updateInterest() {
        registration.interest(paused || resting ? 0 : SelectionKey.OP_ACCEPT);
    }

    @Override
    public String toString() {
        return "Acceptor[" + address + "]";
    }
}
