package io.snowloop.client;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.connection.HttpConnection;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.loop.Deadline;
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

    /** While a response is awaited. */
    private final Deadline silence;

    /** While there is nothing to do. */
    private final Deadline idleness;

    /** What it is busy with; null while idle. */
    private @Nullable Exchange exchange;

    private @Nullable Future<Transport> connecting;
    private boolean used;
    private boolean answered;

    ClientConnection(ConnectionPool pool, OriginPool origin, ByteQueue out) {
        super(new Http1Codec(Role.CLIENT, pool.options().limits()), out);
        this.pool = pool;
        this.origin = origin;
        this.silence = new Deadline(pool.loop(), this::silent);
        this.idleness = new Deadline(pool.loop(), this::close);
    }

    /** Connects for the sake of its first request. */
    void connect(Exchange first) {
        exchange = first;
        first.on(this);
        Future<Transport> attempt = pool.options()
                .connector()
                .connect(pool.loop(), origin.address, pool.options().timeouts().connect(), this);
        connecting = attempt;
        attempt.onComplete((transport, error) -> {
            if (error != null) { // else opened() has been called
                notConnected(error);
            }
        });
    }

    private void notConnected(Throwable error) {
        Exchange failed = exchange;
        exchange = null;
        if (failed != null) {
            failed.fail(error);
        }
        pool.closed(this);
    }

    @Override
    protected void opened() {
        if (exchange == null) { // called off in this very turn
            close();
        } else {
            start(exchange);
        }
    }

    /** Sends a request. The connection is new, or idle. */
    void start(Exchange next) {
        exchange = next;
        next.on(this);
        answered = false;
        idleness.disarm();
        corked(() -> {
            try {
                codec.sendHead(head(next), next.request.body().length(), out);
            } catch (IllegalArgumentException | IllegalStateException e) { // such a request can't be: nothing was sent
                exchange = null;
                next.fail(e);
                pool.released(this);
                return;
            }
            awaitBytes();
            send(next.request.body());
        });
    }

    private Event.RequestHead head(Exchange next) {
        Headers headers = next.request.headers();
        if (!headers.contains("Host")) {
            headers = Headers.builder()
                    .add("Host", origin.authority)
                    .addAll(headers)
                    .build();
        }
        return new Event.RequestHead(next.request.method(), next.target.path(), headers);
    }

    // ---------------------------------------------------------------------------------------- the response

    @Override
    public void received(ByteBuffer bytes) {
        if (exchange == null) {
            close(); // nobody asked: whatever it is, the next response would be taken for it
            return;
        }
        answered = true;
        awaitBytes();
        super.received(bytes);
    }

    @Override
    protected void handOver(Event event, Body body) {
        Event.ResponseHead head = (Event.ResponseHead) event;
        if (exchange != null) {
            exchange.promise.complete(Response.received(head.status(), head.version(), head.headers(), body));
        }
        if (!(body instanceof Body.Bytes)) {
            silence.disarm(); // from here on the reader sets the pace
        }
    }

    @Override
    protected void bodyWanted() {
        awaitBytes();
        super.bodyWanted();
    }

    private void awaitBytes() {
        silence.arm(pool.options().timeouts().read().toNanos());
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
    protected void bodyUnwanted() {
        abandon(new ConnectionClosedException("the response body was not wanted"));
    }

    @Override
    protected void messageReceived() {
        cancelSending(); // a final response that came early: the rest of the request is of no use (RFC 9112 §9.5)
        Exchange done = exchange;
        exchange = null;
        used = true;
        silence.disarm();
        boolean reusable = codec.ourState() == State.DONE && codec.theirState() == State.DONE && isOpen();
        if (reusable) {
            codec.startNextCycle();
            reusable = !codec.hasTrailingData();
        }
        if (done != null) {
            done.end();
        }
        if (reusable) {
            idleness.arm(pool.options().keepAlive().toNanos());
            pool.released(this);
        } else {
            close();
        }
    }

    @Override
    protected void messageSent() {}

    // ---------------------------------------------------------------------------------------------- ends

    @Override
    protected void sendingFailed(Throwable error) {
        abandon(error);
    }

    @Override
    protected void broken(RemoteProtocolException error) {
        abandon(error);
    }

    @Override
    protected void peerLeft() {
        close();
    }

    private void silent() {
        abandon(new ReadTimeoutException("no bytes from " + origin.origin + " for "
                + pool.options().timeouts().read().toMillis() + " ms: " + exchange));
    }

    /** Ends the exchange before its time; its connection can't serve another one. */
    void abandon(Throwable reason) {
        Exchange left = exchange;
        exchange = null;
        if (connecting != null && !connecting.isDone()) {
            connecting.cancel();
        } else {
            failIncoming(reason);
            cancelSending();
            transport().abort();
        }
        if (left != null) {
            left.fail(reason);
        }
    }

    /** Ends an idle connection. */
    void close() {
        transport().close();
    }

    @Override
    protected void over(Throwable cause) {
        silence.cancel();
        idleness.cancel();
        Exchange unfinished = exchange;
        exchange = null;
        pool.closed(this);
        if (unfinished == null) {
            return;
        }
        if (used && !answered && unfinished.mayRetry()) {
            unfinished.on(null);
            pool.submit(unfinished);
        } else {
            unfinished.fail(new ConnectionClosedException(
                    origin.origin + " closed the connection before the response to " + unfinished + " was complete",
                    cause));
        }
    }

    OriginPool origin() {
        return origin;
    }
}
