package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.connection.HttpConnection;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection: sends one request at a time and gives its response to whoever asked.
 *
 * <pre>
 *   connecting --&gt; busy &lt;--&gt; idle --&gt; closed
 * </pre>
 */
final class ClientConnection extends HttpConnection {
    private final ConnectionPool pool;
    private final OriginPool origin;

    /** Of the bytes that we wait for; while there is nothing to do, of the next request. */
    private final Deadline deadline;

    /** What it is busy with; null while idle. */
    private @Nullable Exchange exchange;

    private @Nullable Future<Transport> connecting;

    /** Whether there is, or was, a transport: then the end of that one is the end of this. */
    private boolean connected;

    /** How many exchanges it has completed. */
    private int served;

    /** Whether a byte of this exchange's response has come. */
    private boolean answered;

    /** How much of the request had been taken when the silence began. */
    private long takenBefore;

    ClientConnection(ConnectionPool pool, OriginPool origin) {
        super(new Http1Codec(Role.CLIENT, pool.options().limits(), pool.scratch()), pool.out());
        this.pool = pool;
        this.origin = origin;
        this.deadline = new Deadline(pool.loop(), this::waitedTooLong);
    }

    // ---------------------------------------------------------------------------------------------- the request

    /** Connects for the sake of its first request. */
    void connect(Exchange first) {
        exchange = first;
        first.on(this);
        connecting = origin.connect(pool.loop(), pool.options(), this);
        connecting.onComplete((transport, error) -> {
            if (error != null) { // else opened() has been called
                notConnected(error);
            }
        });
    }

    private void notConnected(Throwable error) {
        Exchange failed = exchange;
        exchange = null;
        if (failed != null) { // else it was called off, which is the error
            failed.fail(error);
        }
        pool.closed(this);
    }

    @Override
    protected void opened() {
        connected = true;
        Exchange first = exchange;
        exchange = null;
        if (first == null || !start(first)) {
            pool.released(this);
        }
    }

    /**
     * Sends a request, the connection being new or idle.
     *
     * @return false if there can be no such request: then it has failed, nothing was sent, and the connection is as it was
     */
    boolean start(Exchange next) {
        try {
            codec.sendHead(head(next), next.request.body().length(), out);
        } catch (RuntimeException e) {
            next.fail(e);
            return false;
        }
        exchange = next;
        next.on(this);
        answered = false;
        awaitBytes();
        corked(() -> send(next.request.body()));
        return true;
    }

    private Event.RequestHead head(Exchange next) {
        Headers headers = next.request.headers();
        if (!headers.contains("Host")) {
            headers = headers.isEmpty()
                    ? origin.host
                    : Headers.builder().addAll(origin.host).addAll(headers).build();
        }
        return new Event.RequestHead(next.request.method(), next.target.path(), headers);
    }

    @Override
    protected void messageSent() {
        if (!answered) {
            awaitBytes();
        }
    }

    @Override
    protected void sendingFailed(Throwable error) {
        abandon(error);
    }

    // ---------------------------------------------------------------------------------------- the response

    @Override
    public void received(ByteBuffer bytes) {
        if (exchange == null) {
            close(); // nobody asked: whatever it is, the next response would be taken for it
            return;
        }
        answered = true;
        deadline.disarm();
        super.received(bytes);
    }

    @Override
    protected void needData() {
        if (exchange != null && canUseBody()) { // else the reader pauses, and so may the server
            awaitBytes();
        }
    }

    @Override
    protected void bodyWanted() {
        awaitBytes();
        super.bodyWanted();
    }

    @Override
    protected void bodyReceived(int bytes) {
        deadline.disarm();
    }

    private void awaitBytes() {
        takenBefore = bytesTaken();
        deadline.arm(pool.options().timeouts().read());
    }

    private void waitedTooLong() {
        if (exchange == null) {
            close();
        } else {
            silent();
        }
    }

    /** Nothing has come for too long. Where the request is still going out, the server may be reading, or waiting for us. */
    private void silent() {
        boolean sending = isSending() || awaitsPeer();
        if (sending && (!awaitsPeer() || bytesTaken() > takenBefore)) {
            awaitBytes();
        } else {
            long limit = pool.options().timeouts().read().toMillis();
            abandon(new ReadTimeoutException("no bytes from the server for " + limit + " ms: " + exchange));
        }
    }

    @Override
    protected void informational(Event.InformationalHead head) {
        if (head.status().equals(Status.SWITCHING_PROTOCOLS)) {
            abandon(new RemoteProtocolException(
                    Status.NOT_IMPLEMENTED, "the server switched to a protocol that a fetch can't speak: " + exchange));
        }
    }

    @Override
    protected void handOver(Event event, Body body) {
        Event.ResponseHead head = (Event.ResponseHead) event;
        if (exchange != null) {
            exchange.respond(Response.received(head.status(), head.version(), head.headers(), body));
        }
    }

    @Override
    protected void bodyUnwanted() {
        abandon(new ConnectionClosedException("the response body was not wanted"));
    }

    @Override
    protected void messageReceived() {
        Exchange done = exchange;
        exchange = null;
        served++;
        deadline.disarm();
        // If the response came early our side is not done, and the rest of the request of no use (RFC 9112 §9.5).
        boolean reusable = codec.ourState() == State.DONE && codec.theirState() == State.DONE && isOpen();
        if (reusable) {
            codec.startNextCycle();
            reusable = !codec.hasTrailingData();
        }
        if (done != null) {
            done.end();
        }
        if (reusable) {
            pool.released(this);
        } else {
            close();
        }
    }

    /** Begins to wait for a request. */
    void rest() {
        deadline.arm(pool.options().keepAlive());
    }

    // ---------------------------------------------------------------------------------------------- ends

    @Override
    protected void broken(RemoteProtocolException error) {
        RemoteProtocolException named = new RemoteProtocolException(
                error.suggestedStatus(), "the response to " + exchange + " breaks the protocol: " + error.getMessage());
        named.initCause(error);
        abandon(named);
    }

    @Override
    public void ended() {
        if (answered) {
            super.ended(); // the codec knows whether a response may end here
        } else {
            transport().abort();
        }
    }

    @Override
    protected void peerLeft() {
        close();
    }

    /** Ends the exchange before its time; its connection can't serve another one. */
    void abandon(Throwable reason) {
        Exchange left = exchange;
        exchange = null;
        if (connected) {
            failIncoming(reason);
            cancelSending();
            transport().abort();
        } else if (connecting != null) {
            connecting.cancel();
        }
        if (left != null) {
            left.fail(reason);
        }
    }

    /** Ends a connection that serves nobody; bytes of a request that the server has not taken would hold it open. */
    void close() {
        if (transport().queued() == 0) {
            transport().close();
        } else {
            transport().abort();
        }
    }

    @Override
    protected void over(Throwable cause) {
        deadline.cancel();
        Exchange unfinished = exchange;
        exchange = null;
        boolean wasIdle = served > 0 && !answered; // so the server may not have seen the request; on a new one it has
        if (unfinished != null && wasIdle && unfinished.mayBeRepeated()) {
            pool.replace(this, unfinished);
            return;
        }
        pool.closed(this);
        if (unfinished != null) {
            unfinished.fail(new ConnectionClosedException(
                    "the connection ended before the response to " + unfinished + " was complete", cause));
        }
    }

    /** Whether it can take a request: neither end has closed it. */
    boolean isUsable() {
        return isOpen();
    }

    OriginPool origin() {
        return origin;
    }

    int served() {
        return served;
    }
}
