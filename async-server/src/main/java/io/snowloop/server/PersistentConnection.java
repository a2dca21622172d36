package io.snowloop.server;

import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What lasts of a connection (RFC 9112 §9.3), and all that is left of it between two requests. As long as one is under way,
 * a {@link ServerConnection} works for it, with codec and clocks, which it borrows from the loop's.
 *
 * <pre>
 *   served --answer is out--&gt; resting --bytes come--&gt; served
 * </pre>
 *
 * <p>What this buys: a connection that rests holds half of the memory that it would hold with a worker of its own, and most
 * of the rest is the JDK's; and of the workers, those that have just worked are in the caches.
 */
final class PersistentConnection implements Protocol {
    private final LoopServer server;
    private @Nullable Transport transport;
    private @Nullable SocketAddress remoteAddress;

    /** Who works for it; null while it rests. */
    private @Nullable ServerConnection worker;

    private long requests;

    /** When its last rest began, in the loop's nanoseconds; if it is being served, that or later. */
    long restingSince;

    /** Its neighbours in {@link Connections}. */
    @Nullable
    PersistentConnection previous;

    @Nullable
    PersistentConnection next;

    PersistentConnection(LoopServer server) {
        this.server = server;
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
        remoteAddress = transport.remoteAddress();
        wake().connected(transport);
    }

    @Override
    public void received(ByteBuffer bytes) {
        wake().received(bytes);
    }

    @Override
    public void writable(boolean writable) {}

    @Override
    public void ended() {
        transport().close();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        server.closed(this);
    }

    private ServerConnection wake() {
        ServerConnection borrowed = server.borrow();
        worker = borrowed;
        transport().protocol(borrowed);
        borrowed.serve(this);
        return borrowed;
    }

    /** The answer is out, and nothing of the next request is there. */
    void rest(ServerConnection done) {
        worker = null;
        transport().protocol(this);
        server.rests(this, done);
    }

    /** Closes it as soon as the request that is being answered, if there is one, has its answer. */
    void drain() {
        ServerConnection working = worker;
        (working != null ? working : wake()).drain();
    }

    /** Closes it if it rests; a worker has clocks of its own. */
    void closeResting() {
        if (worker == null) {
            transport().close();
        }
    }

    /** Ends it at once. */
    void abort() {
        transport().abort();
    }

    /** One more request has come; how many that makes. */
    long countRequest() {
        return ++requests;
    }

    /** How many requests have come. */
    long requests() {
        return requests;
    }

    /** The client's end. */
    @Nullable
    SocketAddress remoteAddress() {
        return remoteAddress;
    }

    Transport transport() {
        return Objects.requireNonNull(transport, "not connected yet");
    }

    @Override
    public String toString() {
        return "PersistentConnection[" + remoteAddress + (worker == null ? ", resting]" : ", served]");
    }
}
