// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

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
 * The client's end of one connection: sends one request at a time and gives its response to the {@link Exchange}. It is the
 * socket's protocol from connecting to closing (RFC 9112 §9).
 *
 * <pre>
 *   CONNECTING --connected--&gt; IDLE --a request--&gt; BUSY --its response is complete--&gt; IDLE
 *
 *   IDLE, BUSY --error, abandon, time-out, EOF--&gt; CLOSED
 * </pre>
 *
 * <p>It does not leave CONNECTING if the {@link ConnectAttempt} fails. Requests are not pipelined: few servers do that well,
 * and one slow response would hold up those behind it (head-of-line blocking).
 */
final class ClientConnection implements Protocol, PooledConnection, Carrier, IncomingBody.Source, Outflow.Listener {
    private enum Phase {
        CONNECTING,
        IDLE,
        BUSY,
        CLOSED
    }

    private final OriginPool origin;
    private final Http1Codec codec;
    private final Inflow inflow;
    private final Outflow outflow;
    private final ConnectionTimeouts timeouts;
    private final ExpectedContinue expected;
    private Phase phase = Phase.CONNECTING;
    private @Nullable Transport transport;

    /** The exchange that is in flight; while connecting, the one that the connection is opened for. Null while idle. */
    private @Nullable Exchange exchange;

    /** How many responses are complete. */
    private int served;

    /** A connection that is not open yet. */
    ClientConnection(OriginPool origin, Exchange first) {
        ClientContext context = origin.pool().context();
        this.origin = origin;
        this.codec = new Http1Codec(Role.CLIENT, context.options().limits(), context.decoder());
        this.inflow = new Inflow(context.reactor(), codec, this);
        this.outflow = new Outflow(codec, context.out(), this);
        this.timeouts = new ConnectionTimeouts(context, this, outflow);
        this.expected = new ExpectedContinue(context.loop(), timeouts::send, outflow::flush, this::abort);
        this.exchange = first;
    }

    // ------------------------------------------------------------------------------------------------ the request

    @Override
    public void connected(Transport transport) {
        Exchange first = Objects.requireNonNull(exchange);
        this.transport = transport;
        timeouts.opened();
        outflow.attach(transport);
        exchange = null;
        phase = Phase.IDLE;
        if (!start(first)) {
            origin.pool().release(this);
        }
    }

    @Override
    public boolean start(Exchange next) {
        try {
            codec.sendHead(next.head(origin.host()), next.request.body().length(), outflow.queue());
        } catch (RuntimeException e) {
            next.fail(e);
            return false;
        }
        exchange = next;
        phase = Phase.BUSY;
        next.sendingOver(this, transport(), 0);
        try {
            expected.send(next.request.body(), codec.expectsContinue(), next.timeouts.expectContinue());
        } catch (Throwable thrown) {
            abort(thrown);
        }
        return true;
    }

    /** The request is sent. The time for the response begins, unless its head has come before. */
    @Override
    public void sent() {
        outflow.flush(); // first: the time-out looks at what the socket has taken
        if (exchange != null && exchange.sent()) {
            timeouts.awaitBytes();
        }
    }

    /** The body of the request broke off: the server cannot get the rest. */
    @Override
    public void failed(Throwable error) {
        abandon(error);
        outflow.flush(); // the queue behind it belongs to all connections of the loop
    }

    @Override
    public void writable(boolean writable) {
        try {
            if (writable) {
                outflow.resume();
            }
        } catch (Throwable thrown) {
            abort(thrown);
        }
    }

    // ----------------------------------------------------------------------------------------------- the response

    @Override
    public void received(ByteBuffer bytes) {
        // A response without a request: the next request would get it (response splitting, RFC 9112 §9.2).
        if (exchange == null) {
            close();
            return;
        }
        exchange.answered();
        timeouts.stop();
        inflow.receive(bytes);
        takeEvents();
        inflow.endLoan();
    }

    /** Takes events from the codec while {@link Inflow#wantsMore}, then sets whether the socket is to be read. */
    private void takeEvents() {
        try {
            while (phase != Phase.CLOSED && inflow.wantsMore() && transport().isOpen()) {
                Event event = inflow.next();
                if (event instanceof Event.ResponseHead head) {
                    respond(head);
                } else if (event instanceof Event.Data data) {
                    timeouts.stop();
                    inflow.deliver(data.bytes());
                } else if (event instanceof Event.EndOfMessage) {
                    responseReceived();
                    break;
                } else if (event instanceof Event.InformationalHead head) {
                    informational(head);
                } else {
                    if (exchange != null && inflow.wantsMore()) { // while a reader pauses, the server may pause too
                        timeouts.awaitBytes();
                    }
                    break;
                }
            }
        } catch (RemoteProtocolException e) {
            String message = "the response to " + exchange + " breaks the protocol: " + e.getMessage();
            abandon(new RemoteProtocolException(e.suggestedStatus(), message).initCause(e));
        } catch (Throwable thrown) {
            abort(thrown);
        }
        if (phase != Phase.CLOSED && transport().isOpen()) {
            if (inflow.wantsToRead()) {
                transport().resumeReading();
            } else {
                transport().pauseReading();
            }
        }
    }

    private void respond(Event.ResponseHead head) {
        expected.drop();
        Response response = Response.received(head.status(), head.version(), head.headers(), inflow.body());
        Objects.requireNonNull(exchange)
                .respond(response, origin.pool().context().memory());
    }

    /** A 1xx response (RFC 9110 §15.2): the final one follows, except after a 101. */
    private void informational(Event.InformationalHead head) throws RemoteProtocolException {
        if (head.status().equals(Status.CONTINUE)) {
            expected.release();
        } else if (head.status().equals(Status.SWITCHING_PROTOCOLS)) { // then this connection is over, without closed()
            Exchange done = Objects.requireNonNull(exchange);
            Protocol next = ClientUpgrade.protocol(done.request, head.headers());
            exchange = null;
            phase = Phase.CLOSED;
            timeouts.cancel();
            origin.pool().closed(this);
            done.respond(
                    Response.of(head.status()).withHeaders(head.headers()),
                    origin.pool().context().memory());
            done.end();
            next.takeOver(transport(), codec.trailingData());
        }
    }

    private void responseReceived() {
        Exchange done = Objects.requireNonNull(exchange);
        exchange = null;
        phase = Phase.IDLE;
        served++;
        // After an early response our side is not DONE, or the socket has not taken all: the rest of the request is
        // useless, and so is the connection (§9.5). Bytes after the response belong to no request.
        boolean reusable = codec.ourState() == State.DONE
                && codec.theirState() == State.DONE
                && transport().isOpen()
                && timeouts.nanosToLive() > 0
                && !outflow.awaitsPeer();
        if (reusable) {
            codec.startNextCycle();
            reusable = !codec.hasTrailingData();
        }
        done.end();
        if (reusable) {
            origin.pool().release(this);
        } else {
            close();
        }
    }

    /** The caller reads the body and waits for a piece. */
    @Override
    public void wanted() {
        transport().loop().execute(this::takeEvents); // later: the reader is in the middle of its call
    }

    @Override
    public void unwanted() {
        abandon(new ConnectionClosedException("the response body was not wanted"));
    }

    // ---------------------------------------------------------------------------------------------------- the end

    @Override
    public void ended() {
        if (exchange == null) {
            close();
        } else if (exchange.isAnswered()) { // the codec knows whether a response may end here (§6.3)
            codec.receiveEnd();
            takeEvents();
        } else {
            transport().abort();
        }
    }

    /** {@inheritDoc} Called while it is BUSY, or IDLE; before that it is for the {@link ConnectAttempt}. */
    @Override
    public void abandon(Throwable reason) {
        Exchange abandoned = exchange;
        exchange = null;
        inflow.fail(reason);
        transport().abort(); // closed() cancels what is being sent
        if (abandoned != null) {
            abandoned.fail(reason);
        }
    }

    /** An exception of our own code: half of a request may be sent, so the connection is of no more use. */
    private void abort(Throwable thrown) {
        origin.pool().context().reactor().report(thrown, this);
        transport().abort();
        outflow.flush(); // the queue behind it belongs to all connections of the loop
    }

    /** {@inheritDoc} It has none. Bytes that the server has not taken would keep it open: then it is reset. */
    @Override
    public void close() {
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
        expected.drop();
        outflow.cancel();
        timeouts.cancel();
        Exchange unfinished = exchange;
        exchange = null;
        // Without a byte of the response, the usual cause is that the server has closed it while it was idle (§9.3.1).
        if (unfinished != null && served > 0 && !unfinished.isAnswered() && unfinished.isRepeatable()) {
            ConnectAttempt.start(origin, unfinished); // in the place of this connection
            return;
        }
        origin.pool().closed(this);
        if (unfinished != null) {
            unfinished.fail(new ConnectionClosedException(
                    "the connection ended before the response to " + unfinished + " was complete", reason));
        }
    }

    // ---------------------------------------------------------------------------------------------- for the pool

    @Override
    public OriginPool origin() {
        return origin;
    }

    @Override
    public void awaitRequest() {
        timeouts.awaitRequest();
    }

    @Override
    public boolean isIdle() {
        return phase == Phase.IDLE;
    }

    @Override
    public boolean hasRoom() {
        return phase == Phase.IDLE && transport().isOpen();
    }

    private Transport transport() {
        return Objects.requireNonNull(transport, "not connected");
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    @Override
    public int served() {
        return served;
    }

    @Override
    public String toString() {
        return "ClientConnection[" + origin.route() + ", " + phase + "]";
    }
}
