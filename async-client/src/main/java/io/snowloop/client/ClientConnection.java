package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Headers;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.connection.IncomingBody;
import io.snowloop.http.connection.Inflow;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one connection: sends one request at a time and gives its response to the {@link Exchange}.
 *
 * <pre>
 *   CONNECTING --connected--&gt; BUSY --the response is complete--&gt; IDLE --the next request--&gt; BUSY
 *
 *   any state  --cannot connect, error, abandon, time-out, EOF--&gt; CLOSED
 * </pre>
 *
 * <p>All work is done in steps, as on the server's side: an action, then the events that have arrived, then one write
 * ({@link #run}).
 */
final class ClientConnection implements Protocol, IncomingBody.Source, Outflow.Listener {
    private enum Phase {
        CONNECTING,
        BUSY,
        IDLE,
        CLOSED
    }

    private final ConnectionPool pool;
    private final OriginPool origin;
    private final Http1Codec codec;
    private final Inflow inflow;
    private final Outflow outflow;
    private final ConnectionTimeouts timeouts;
    private Phase phase = Phase.CONNECTING;

    /** The request that is under way, or for which the connection is being made; null while idle. */
    private @Nullable Exchange exchange;

    private @Nullable Future<Transport> connecting;
    private @Nullable Transport transport;

    /** How many exchanges are complete. */
    private int served;

    private boolean running;

    ClientConnection(ConnectionPool pool, OriginPool origin) {
        this.pool = pool;
        this.origin = origin;
        this.codec = new Http1Codec(Role.CLIENT, pool.options().limits(), pool.decoder());
        this.inflow = new Inflow(pool.loop().reactor(), codec, this);
        this.outflow = new Outflow(codec, pool.out(), this);
        this.timeouts = new ConnectionTimeouts(pool, this, outflow);
    }

    // ---------------------------------------------------------------------------------------------- connecting

    /** Connects, for this request. */
    void connect(Exchange first) {
        exchange = first;
        first.on(this);
        connecting = origin.connect(pool.loop(), pool.options(), this);
        connecting.onComplete((connected, error) -> {
            if (error != null) { // else connected() has been called
                notConnected(error);
            }
        });
    }

    private void notConnected(Throwable error) {
        phase = Phase.CLOSED;
        Exchange failed = exchange;
        exchange = null;
        if (failed != null) { // else it was abandoned, and has failed with that
            failed.fail(error);
        }
        pool.closed(this);
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
        outflow.attach(transport);
        Exchange first = exchange;
        exchange = null;
        phase = Phase.IDLE;
        run(() -> {
            if (first == null || !start(first)) {
                pool.released(this);
            }
        });
    }

    // --------------------------------------------------------------------------------------------------- steps

    /** One step: an action, then one write. Inside of a step it is only the action. */
    private void run(Runnable action) {
        if (running) {
            action.run();
            return;
        }
        running = true;
        try {
            action.run();
        } catch (Throwable thrown) {
            abort(thrown);
        }
        endStep();
    }

    @Override
    public void received(ByteBuffer bytes) {
        Exchange current = exchange;
        if (current == null) {
            close(); // a response to no request: the next request would get it (RFC 9112 §9.2, response splitting)
            return;
        }
        current.answered();
        timeouts.stop();
        running = true;
        try {
            inflow.receive(bytes);
            takeEvents();
        } catch (Throwable thrown) {
            abort(thrown);
        }
        inflow.endLoan(); // also then: the caller may have a body that is still in the lent buffer
        endStep();
    }

    private void endStep() {
        running = false;
        outflow.flush();
        if (transport().isOpen()) {
            if (inflow.wantsToRead()) {
                transport().resumeReading();
            } else {
                transport().pauseReading();
            }
        }
    }

    /** An error of ours: half of a request may be out, so the connection is of no more use. */
    private void abort(Throwable thrown) {
        pool.loop().reactor().report(thrown, this);
        transport().abort();
    }

    /** Takes events from the codec as long as they are of use. */
    private void takeEvents() {
        try {
            while (inflow.wantsMore() && transport().isOpen()) {
                Event event = inflow.next();
                if (event instanceof Event.ResponseHead head) {
                    respond(head);
                } else if (event instanceof Event.Data data) {
                    timeouts.stop();
                    inflow.deliver(data.bytes());
                } else if (event instanceof Event.EndOfMessage) {
                    responseReceived();
                    return;
                } else if (event instanceof Event.InformationalHead head) {
                    informational(head);
                } else {
                    pauseReceiving((Event.Outcome) event);
                    return;
                }
            }
        } catch (RemoteProtocolException e) {
            RemoteProtocolException named = new RemoteProtocolException(
                    e.suggestedStatus(), "the response to " + exchange + " breaks the protocol: " + e.getMessage());
            named.initCause(e);
            abandon(named);
        }
    }

    // ------------------------------------------------------------------------------------------------ the request

    /**
     * Sends a request. The connection is new or idle.
     *
     * @return false if the request is invalid: then it has failed, nothing was sent, and the connection is as it was
     */
    boolean start(Exchange next) {
        try {
            codec.sendHead(head(next), next.request.body().length(), outflow.queue());
        } catch (RuntimeException e) {
            next.fail(e);
            return false;
        }
        exchange = next;
        phase = Phase.BUSY;
        next.on(this);
        run(() -> {
            outflow.send(next.request.body());
            if (outflow.isSending()) {
                timeouts.awaitBytes();
            }
        });
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

    /** The request is sent. The time for the answer begins, unless the server has begun to answer before. */
    @Override
    public void sent() {
        run(() -> {
            if (exchange != null && !exchange.isAnswered()) {
                timeouts.awaitBytes();
            }
        });
    }

    @Override
    public void failed(Throwable error) {
        run(() -> abandon(error));
    }

    @Override
    public void writable(boolean writable) {
        if (writable) {
            run(outflow::resume);
        }
    }

    // ------------------------------------------------------------------------------------------------ the response

    private void respond(Event.ResponseHead head) {
        if (exchange != null) {
            exchange.respond(Response.received(head.status(), head.version(), head.headers(), inflow.body()));
        }
    }

    private void informational(Event.InformationalHead head) {
        if (head.status().equals(Status.SWITCHING_PROTOCOLS)) {
            abandon(new RemoteProtocolException(
                    Status.NOT_IMPLEMENTED, "the server switched to a protocol that a fetch can't speak: " + exchange));
        }
    }

    /** There is no event now. */
    private void pauseReceiving(Event.Outcome outcome) {
        if (outcome == Event.Outcome.CLOSED) {
            close();
        } else if (outcome == Event.Outcome.NEED_DATA && exchange != null && inflow.wantsMore()) {
            timeouts.awaitBytes(); // while a reader pauses, the server may pause too
        }
    }

    private void responseReceived() {
        Exchange done = exchange;
        exchange = null;
        phase = Phase.IDLE;
        served++;
        timeouts.stop();
        // After an early response our side is not DONE: the rest of the request is useless, and so is the connection
        // (RFC 9112 §9.5). Bytes after the response belong to no request.
        boolean reusable = codec.ourState() == State.DONE && codec.theirState() == State.DONE && isUsable();
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

    /** The caller reads the body and waits for a piece. */
    @Override
    public void wanted() {
        timeouts.awaitBytes();
        pool.loop()
                .execute(
                        () -> { // not now: the reader is in the middle of its call
                            if (isUsable()) {
                                run(this::takeEvents);
                            }
                        });
    }

    @Override
    public void unwanted() {
        abandon(new ConnectionClosedException("the response body was not wanted"));
    }

    // ---------------------------------------------------------------------------------------------------- the end

    @Override
    public void ended() {
        Exchange current = exchange;
        if (current == null) {
            close();
        } else if (current.isAnswered()) { // the codec knows whether a response may end here
            codec.receiveEnd();
            run(this::takeEvents);
        } else {
            transport().abort();
        }
    }

    /** Fails the request that is under way and closes the connection. */
    void abandon(Throwable reason) {
        Exchange left = exchange;
        exchange = null;
        if (phase == Phase.CONNECTING && connecting != null) {
            connecting.cancel();
        } else {
            inflow.fail(reason);
            outflow.cancel();
            transport().abort();
        }
        if (left != null) {
            left.fail(reason);
        }
    }

    /** Closes a connection without a request. Bytes that the server has not taken would keep it open, so it is reset then. */
    void close() {
        if (transport().queued() == 0) {
            transport().close();
        } else {
            transport().abort();
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        phase = Phase.CLOSED;
        ConnectionClosedException reason = ConnectionClosedException.of(cause);
        inflow.fail(reason);
        outflow.cancel();
        timeouts.cancel();
        Exchange unfinished = exchange;
        exchange = null;
        if (unfinished == null) {
            pool.closed(this);
        } else if (mayHaveBeenIdle(unfinished) && unfinished.mayBeRepeated()) {
            pool.replace(this, unfinished);
        } else {
            pool.closed(this);
            unfinished.fail(new ConnectionClosedException(
                    "the connection ended before the response to " + unfinished + " was complete", reason));
        }
    }

    /** Whether the server may have closed an idle connection before it saw the request (RFC 9112 §9.3.1). */
    private boolean mayHaveBeenIdle(Exchange unfinished) {
        return served > 0 && !unfinished.isAnswered();
    }

    // -------------------------------------------------------------------------------------------- for the pool

    /** Waits for a request from now on. */
    void awaitRequest() {
        timeouts.awaitRequest();
    }

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    /** Whether it can take a request: neither end has closed it. */
    boolean isUsable() {
        return transport != null && transport.isOpen();
    }

    private Transport transport() {
        return Objects.requireNonNull(transport, "not connected");
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    OriginPool origin() {
        return origin;
    }

    int served() {
        return served;
    }

    @Override
    public String toString() {
        return "ClientConnection[" + origin.origin + ", " + phase + "]";
    }
}
