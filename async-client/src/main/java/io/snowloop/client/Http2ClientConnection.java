// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.connection.Http2Outflow;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of one HTTP/2 connection (RFC 9113): sends any number of requests at a time, each on an {@link Http2ClientStream} of its
 * own. It is the socket's protocol from connecting to closing.
 *
 * <pre>
 *   CONNECTING --connected--&gt; OPEN --GOAWAY of the server, its age, close--&gt; RETIRED --its last response--&gt; LEAVING --written--&gt; CLOSED
 *
 *   any --error, a PING without an answer, EOF--&gt; CLOSED
 * </pre>
 *
 * <p>While it is OPEN it takes requests. The socket is always read: what a slow reader of one response has not read is bounded by the
 * windows, and does not hold up the others.
 */
final class Http2ClientConnection implements Protocol, PooledConnection, Http2Outflow.Listener {
    private enum Phase {
        CONNECTING,
        OPEN,
        RETIRED,
        LEAVING,
        CLOSED
    }

    final Http2Codec codec;
    final Http2Outflow outflow;
    final Http2Timeouts timeouts;
    private final OriginPool origin;
    private final Http2Responses responses;
    private final WindowUpdates updates;

    final Http2Streams streams;
    private Phase phase = Phase.CONNECTING;
    private @Nullable Transport transport;

    /** The exchange that the connection is opened for; null once it is open. */
    private @Nullable Exchange first;

    /** A connection that is not open yet. */
    Http2ClientConnection(OriginPool origin, Exchange first) {
        ClientContext context = origin.pool().context();
        this.origin = origin;
        this.codec = new Http2Codec(Role.CLIENT, context.options().http2().limits());
        this.outflow = new Http2Outflow(codec, context.out(), this);
        this.responses = new Http2Responses(codec, this, context.reactor());
        this.updates = new WindowUpdates(
                outflow, context.options().http2().limits().floods().queued());
        this.timeouts = new Http2Timeouts(context, this);
        this.streams = new Http2Streams(this, context.reactor());
        this.first = first;
    }

    // ----------------------------------------------------------------------------------------------- requests

    @Override
    public void connected(Transport transport) {
        Exchange begins = Objects.requireNonNull(first);
        this.transport = transport;
        first = null;
        phase = Phase.OPEN;
        outflow.attach(transport);
        timeouts.opened();
        outflow.step(() -> {
            boolean shared = origin.sharing.begin(this);
            codec.begin(outflow.queue());
            start(begins);
            if (shared) {
                origin.pool().release(this);
            } else {
                close();
            }
        });
    }

    @Override
    public boolean start(Exchange next) {
        if (next.opensTunnel() && !codec.peerTakesExtendedConnect()) {
            timeouts.busy();
            return streams.tunnels.hold(next);
        }
        int number;
        try {
            number = codec.openStream(next.http2Head(), next.http2Length(), outflow.queue());
        } catch (RuntimeException e) {
            next.fail(e);
            return false;
        }
        Http2ClientStream stream = new Http2ClientStream(this, number, next);
        streams.add(stream);
        outflow.opened(number, next.request.method(), next.target.path());
        next.sendingOver(stream, transport(), number);
        timeouts.busy();
        outflow.step(stream::begin);
        return true;
    }

    @Override
    public void writable(boolean writable) {
        if (writable) {
            outflow.resume();
        }
    }

    // ---------------------------------------------------------------------------------------------- responses

    @Override
    public void received(ByteBuffer bytes) {
        timeouts.heard();
        outflow.step(() -> {
            codec.receive(bytes);
            responses.takeEvents();
            codec.keep();
        });
    }

    /** A response is complete. */
    void complete(Http2ClientStream stream) {
        streams.complete(stream);
        // After an early response, the rest of the request is useless (§8.1).
        outflow.reset(stream.number, ErrorCode.CANCEL);
        stream.completed();
        vacated();
    }

    /** The server, or the codec, has ended a stream before its response was complete. */
    void reset(Http2ClientStream stream, Http2Event.Reset reset) {
        boolean untouched =
                reset.byPeer() && reset.code().equals(ErrorCode.REFUSED_STREAM) && !stream.exchange.isAnswered();
        streams.remove(stream);
        if (untouched && !streams.refuse(stream)) {
            retire(); // another connection may be better
        }
        if (untouched && stream.canBeRepeated()) {
            repeat(stream);
        } else {
            stream.failBy(reset);
        }
        vacated();
    }

    /** Sends a request again that the server has not processed: over another connection, or over this one when it has room. */
    private void repeat(Http2ClientStream stream) {
        stream.withdraw();
        stream.exchange.observer.waiting();
        origin.pool().submit(stream.exchange);
    }

    /** There may be room for another request. */
    void vacated() {
        if (codec.isGoingAway() || timeouts.nanosToLive() <= 0) {
            close();
        } else if (phase == Phase.OPEN) {
            origin.pool().release(this);
        } else {
            leaveIfDone();
        }
    }

    /** Ends a stream. The others go on. */
    void cancel(Http2ClientStream stream, Throwable reason) {
        outflow.step(() -> {
            if (streams.remove(stream)) {
                outflow.reset(stream.number, ErrorCode.CANCEL);
                timeouts.missed();
                stream.fail(reason);
                vacated();
            }
        });
    }

    /** A reader has taken so many bytes of a stream, which may be closed; 0 if it wants no more of the stream. */
    void consumed(int stream, int bytes) {
        if (bytes > 0 && phase != Phase.CLOSED) {
            outflow.step(() -> {
                try {
                    updates.consumed(stream, bytes);
                } catch (RemoteProtocolException e) {
                    failAll(e);
                }
            });
        }
    }

    /** Asks the server for a sign of life (§6.7). */
    void ping() {
        outflow.step(() -> codec.ping(served(), outflow.queue()));
    }

    /** The server has given it. */
    void answered() {
        if (timeouts.liveness.isDoubted()) {
            timeouts.liveness.answered();
            vacated();
        }
    }

    // ---------------------------------------------------------------------------------------------------- the end

    /** {@inheritDoc} The last thing is a GOAWAY (§6.8). */
    @Override
    public void close() {
        retire();
        outflow.step(this::leaveIfDone);
    }

    /** The fetcher is closed. As with a socket: what a protocol that has closed has written holds up nothing. */
    void shutDown() {
        streams.tunnels.endClosed();
        close();
    }

    private void retire() {
        if (phase == Phase.OPEN) {
            phase = Phase.RETIRED;
            origin.pool().retired(this);
        }
    }

    private void leaveIfDone() {
        if (phase == Phase.RETIRED && streams.isEmpty()) {
            phase = Phase.LEAVING;
            codec.goAway(codec.lastPeerStream(), ErrorCode.NO_ERROR, outflow.queue());
        }
    }

    @Override
    public void written() {}

    /** {@inheritDoc} Bytes that the server has not taken would keep a connection open that is of no use: then it is reset. */
    @Override
    public void stepped() {
        if (phase == Phase.LEAVING && transport().isOpen()) {
            if (transport().queued() == 0) {
                transport().close();
            } else {
                transport().abort();
            }
        }
    }

    /** {@inheritDoc} It is an exception of our own code: half of a frame may be sent, so the connection is of no more use. */
    @Override
    public void broken(Throwable thrown) {
        origin.pool().context().reactor().report(thrown, this);
        transport().abort();
    }

    @Override
    public void ended() {
        if (streams.isEmpty()) {
            close();
        } else {
            transport().abort();
        }
    }

    /** The server does not answer, or breaks the protocol: no request is of use. */
    void failAll(Exception reason) {
        outflow.step(() -> {
            List<Http2ClientStream> all = streams.removeAll();
            retire();
            phase = Phase.LEAVING;
            all.forEach(each -> streams.ends.add(() -> each.fail(reason)));
            streams.tunnels.failAll(reason);
        });
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        retire();
        phase = Phase.CLOSED;
        timeouts.cancel();
        ConnectionClosedException reason = ConnectionClosedException.of(cause);
        streams.tunnels.failAll(reason);
        streams.removeAll().forEach(each -> streams.ends.add(() -> end(each, reason)));
        origin.pool().closed(this);
    }

    /** As with HTTP/1.1: without a byte of the response, the usual cause is that the server has closed the connection while it was idle. */
    private void end(Http2ClientStream stream, ConnectionClosedException reason) {
        if (served() > 0 && stream.canBeRepeated() && stream.exchange.repeat()) {
            repeat(stream);
        } else {
            stream.fail(new ConnectionClosedException(
                    "the connection ended before the response to " + stream.exchange + " was complete", reason));
        }
    }

    @Override
    public OriginPool origin() {
        return origin;
    }

    @Override
    public boolean hasRoom() {
        return phase == Phase.OPEN
                && streams.hasRoom()
                && codec.streamsLeft() > 0
                && transport().isOpen()
                && timeouts.nanosToLive() > 0
                && !timeouts.liveness.isDoubted()
                && streams.mayBegin();
    }

    @Override
    public boolean isIdle() {
        return phase == Phase.OPEN && streams.isEmpty();
    }

    /** Whether it stays open for responses. */
    boolean hasRequests() {
        return !streams.isEmpty() && transport().isOpen();
    }

    @Override
    public void awaitRequest() {
        timeouts.awaitRequest();
    }

    @Override
    public int served() {
        return streams.completed();
    }

    private Transport transport() {
        return Objects.requireNonNull(transport, "not connected");
    }

    @Override
    public String toString() {
        return "Http2ClientConnection[" + origin.route() + ", " + phase + ", " + streams + "]";
    }
}
