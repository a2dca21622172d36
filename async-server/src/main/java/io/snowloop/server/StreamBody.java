// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.connection.IncomingBody;
import io.snowloop.http.connection.UnreadBytes;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.transport.ConnectionClosedException;
import org.jspecify.annotations.Nullable;

/**
 * The body of the request of an {@link Http2Stream}, as it is received. The client's window is opened as the handler reads
 * (RFC 9113 §5.2): so at most a window of it is in memory.
 */
final class StreamBody implements IncomingBody.Source {
    /** How many streams of a connection are not counted: those of a client that has one request after the other. */
    private static final int FEW_STREAMS = 2;

    /** What the objects of a stream take, in bytes: 1.4 KiB without a body, 2.1 KiB with one that has begun. Measured with JDK 25. */
    private static final int OF_STREAM = 2048;

    private final Http2Connection connection;
    private final Http2Stream stream;
    private final BudgetShare kept;

    /** How many bytes the fields of the request take; 0 if they are few. */
    private final int fields;

    /** How many bytes are kept until the stream is over: of its objects and its fields. */
    private final int own;

    /** Null if the request has none. */
    private final @Nullable IncomingBody incoming;

    /** How many bytes have come. */
    private long arrived;

    private final UnreadBytes unread = new UnreadBytes();

    /** See {@link #refuse}. */
    private boolean refused;

    /** All of it has come, and was not refused. */
    private boolean complete;

    StreamBody(Http2Connection connection, Http2Stream stream, Http2Event.RequestHead head) {
        this.connection = connection;
        this.stream = stream;
        this.kept = new BudgetShare(connection.server());
        this.fields = MemoryBudget.ofHead(head.path(), head.headers());
        this.own = fields + (connection.streams().size() < FEW_STREAMS ? 0 : OF_STREAM);
        this.complete = head.endOfStream();
        this.incoming =
                complete ? null : new IncomingBody(connection.server().context().reactor(), head.length(), this);
    }

    /**
     * Counts the stream and its fields: of a request that has come in a byte for each, as references to what the client has sent once (RFC 7541
     * §7.3), they are the most that is kept. Returns whether they are too much.
     */
    boolean isTooMuch() {
        return own > 0 && kept.received(own);
    }

    /** How many bytes the fields take; 0 if they are few. */
    int fields() {
        return fields;
    }

    /** As the handler sees it. */
    Body body() {
        return incoming == null ? Body.EMPTY : incoming;
    }

    /** A piece has come. It is copied only if it is the whole body, and not before {@link #endLoan}. */
    void offer(Http2Event.Data data) {
        if (incoming != null) {
            stream.awaitedBodies().came(data.bytes().remaining());
            arrived += data.bytes().remaining();
            unread.came(data.bytes().remaining());
            if (refused) {
                open(0, unread.take(data.bytes().remaining()));
                return;
            }
            incoming.offer(data.bytes());
            if (data.endOfStream()) {
                end(Headers.empty());
            } else {
                incoming.endLoan();
            }
        }
    }

    /** The next event is about to be taken: copies what is still in the received bytes. */
    void endLoan() {
        if (incoming != null) {
            incoming.endLoan();
            if (!stream.isClosed() && kept.received(own + here(incoming))) {
                stream.refuse(Status.SERVICE_UNAVAILABLE, "the server has no memory for this request now");
            }
        }
    }

    /** How many bytes are kept. While a WebSocket reads nothing, its transport may have a piece of them. */
    private long here(IncomingBody body) {
        ExtendedConnect connect = stream.connect();
        return connect != null && connect.isPaused() ? unread.count() : body.kept();
    }

    /** It is complete. */
    void end(Headers trailers) {
        if (incoming != null && !refused) {
            complete = true;
            incoming.end(trailers);
        }
    }

    /** It is incomplete and stays so. Does nothing if it is complete. */
    void fail(Exception why) {
        if (incoming != null) {
            incoming.endLoan();
            incoming.fail(why);
        }
    }

    /** The stream ends with its answer, so the rest of the request never comes. Most streams need no exception for that. */
    void cutOff() {
        if (!complete) {
            fail(new ConnectionClosedException("the response was sent before the request was received"));
        }
    }

    /** The response was sent: the handler reads no more of it, unless it collects it. */
    void responseWasSent() {
        if (incoming != null && !isBeingCollected()) {
            incoming.discard();
        }
    }

    boolean isBeingCollected() {
        return incoming != null && incoming.isBeingCollected();
    }

    boolean isComplete() {
        return complete;
    }

    boolean isWanted() {
        return incoming != null && incoming.isWanted();
    }

    /** Whether more than {@code Limits.body} has been announced, or has come. */
    boolean isTooLong() {
        ServerContext context = connection.server().context();
        long most = context.options().limits().body();
        if (incoming == null || refused || stream.connect() != null || Math.max(incoming.length(), arrived) <= most) {
            return false;
        }
        context.limits().hit("ServerOptions.limits.body", most, "refused a request that has more");
        return true;
    }

    /** The request is refused: what still comes of the body is dropped. Returns false if it was before. */
    boolean refuse() {
        boolean first = !refused;
        refused = true;
        return first;
    }

    // ------------------------------------------------------------------------------------------- called by the body

    /** The client has to send now, so its time counts and the handler's does not. Not so if any time may pass: in a WebSocket. */
    @Override
    public void wanted() {
        if (stream.connect() != null) {
            return;
        }
        stream.answer().sendContinue();
        stream.timeouts().bodyAwaited();
        stream.call.awaitClient();
    }

    @Override
    public void unwanted() {
        stream.bodyIsNotAwaited();
        stream.run(stream::endIfComplete);
    }

    @Override
    public void taken(int bytes) {
        if (stream.connect() != null) { // they are kept until they are delivered
            return;
        }
        if (!isBeingCollected()) { // a collector keeps them
            kept.taken(bytes);
        }
        open(stream.id(), unread.take(bytes));
    }

    /** {@inheritDoc} The window of the stream stays as it is: opened, it would ask the client for more that is dropped. */
    @Override
    public void dropped(int bytes) {
        kept.taken(bytes);
        open(0, unread.take(bytes));
    }

    /** The WebSocket on the stream has got so many. */
    void delivered(int bytes) {
        open(stream.id(), unread.take(bytes));
        recount();
    }

    /** It is closed, and gets no more. */
    void dropAll() {
        open(0, unread.takeAll());
        recount();
    }

    private void recount() {
        if (incoming != null && !stream.isClosed()) {
            kept.keepsAtMost(own + here(incoming));
        }
    }

    /** Opens the window of the connection, and that of the stream {@code number} if it is not 0. */
    private void open(int number, int bytes) {
        if (bytes > 0) {
            stream.run(() -> connection
                    .out()
                    .codec()
                    .consumed(number, bytes, connection.out().queue()));
        }
    }

    // ---------------------------------------------------------------------------------------------------- memory

    /** See {@link io.snowloop.http.RequestContext#keeps}. Returns whether it is too much. */
    boolean answerKeeps(long bytes) {
        return kept.ofAnswer(bytes);
    }

    /** The stream is over: what was not read uses no window of the connection (RFC 9113 §5.2). */
    void giveBack() {
        open(0, unread.takeAll());
    }

    /** Nothing is kept any more. */
    void release() {
        kept.release();
    }
}
