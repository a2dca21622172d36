// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.connection.IncomingBody;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.connection.StreamOutflow;
import io.snowloop.http.connection.UnreadBytes;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.transport.ConnectionClosedException;
import org.jspecify.annotations.Nullable;

/** One request of an {@link Http2ClientConnection}, and its response: a stream (RFC 9113 §5). */
final class Http2ClientStream implements Carrier, IncomingBody.Source, Outflow.Listener {
    final int number;
    final Exchange exchange;
    private final Http2ClientConnection connection;
    private final StreamOutflow outflow;
    private final SendProgress progress;

    /** Of a request that expects a 100 (Continue). */
    private @Nullable ExpectedContinue expected;

    /** Null before the head, and if there is none. */
    private @Nullable IncomingBody body;

    private final UnreadBytes unread = new UnreadBytes();

    /** When the wait for bytes is looked at, in nanoseconds of the ticker. */
    long due;

    /** Whether bytes are awaited. */
    boolean waits;

    /** A stream whose head has been encoded. */
    Http2ClientStream(Http2ClientConnection connection, int number, Exchange exchange) {
        this.connection = connection;
        this.number = number;
        this.exchange = exchange;
        this.outflow = new StreamOutflow(connection.outflow, number, this);
        this.progress = new SendProgress(connection, outflow);
    }

    // ------------------------------------------------------------------------------------------------ the request

    /** Sends the body, or waits until the server wants it. What follows the head of a tunnel is not of the request. */
    void begin() {
        if (exchange.opensTunnel()) {
            sent();
            return;
        }
        Body sent = exchange.request.body();
        if (connection.codec.expectsContinue(number)) {
            expected = new ExpectedContinue(
                    connection.origin().pool().context().loop(), this::send, () -> {}, connection::broken);
            expected.send(sent, true, exchange.timeouts.expectContinue());
        } else {
            send(sent);
        }
    }

    private void send(Body sent) {
        connection.outflow.step(() -> {
            try {
                outflow.send(sent);
            } catch (Throwable thrown) { // by a body of the application's: it ends this stream, and no other
                abandon(thrown);
            }
            if (outflow.isSending()) {
                awaitBytes();
            }
        });
    }

    /** A piece of the body is encoded. */
    @Override
    public void written() {
        progress.encoded();
    }

    /** The request is sent. The time for the response begins, unless its head has come before. */
    @Override
    public void sent() {
        progress.encoded();
        if (exchange.sent()) {
            awaitBytes();
        }
    }

    /** The body of the request broke off: the server cannot get the rest. */
    @Override
    public void failed(Throwable error) {
        abandon(error);
    }

    private void awaitBytes() {
        progress.begin(connection.timeouts.now());
        lookLater();
    }

    private void lookLater() {
        waits = true;
        due = progress.nextLook(connection.timeouts.now(), exchange.timeouts.readNanos);
        connection.timeouts.lookAt(due);
    }

    /**
     * No bytes have come. While the request is being sent, a server that reads it is not silent: it gets more time as long as it takes bytes,
     * and as long as the source of the body has none. Nor is one silent that sends a frame which is not complete: no stream gets bytes before
     * it is.
     */
    void noBytes() {
        long now = connection.timeouts.now();
        if (progress.isMade()) {
            progress.begin(now);
        } else if (connection.codec.isMidFrame()) {
            progress.heard(connection.timeouts.liveness.heardAt());
        }
        if (progress.nextLook(now, exchange.timeouts.readNanos) - now > 0) {
            lookLater();
        } else {
            abandon(new ReadTimeoutException(
                    "no bytes from the server for " + exchange.timeouts.read().toMillis() + " ms: " + exchange));
        }
    }

    // ----------------------------------------------------------------------------------------------- the response

    /** A 1xx response (RFC 9110 §15.2): the final one follows. */
    void informed(Status status) {
        exchange.answered();
        if (expected != null && status.equals(Status.CONTINUE)) {
            expected.release();
        }
    }

    /** The head has come. */
    void head(Http2Event.ResponseHead head) {
        exchange.answered();
        connection.origin().sharing.worked();
        waits = false;
        dropExpected();
        long length = mayHaveBody(head.status()) ? head.length() : 0;
        if (length != 0) {
            body = new IncomingBody(connection.origin().pool().context().reactor(), length, this);
        } else if (!head.endOfStream()) {
            awaitBytes(); // an empty frame that ends the stream (RFC 9113 §8.1): there is no reader to wait for it
        }
    }

    /** The server has opened what the request asked for. As with HTTP/1.1, the answer to that is 101. */
    void accepted(Http2Event.ResponseHead head) {
        exchange.answered();
        connection.origin().sharing.worked();
        respond(Response.received(Status.SWITCHING_PROTOCOLS, Version.HTTP_2, head.headers(), Body.EMPTY));
        completed();
    }

    /** Whether a body may follow. If not, the Content-Length is that of the response to a plain GET (RFC 9110 §8.6). */
    private boolean mayHaveBody(Status status) {
        return !exchange.request.method().equals(Method.HEAD)
                && !status.equals(Status.NO_CONTENT)
                && !status.equals(Status.NOT_MODIFIED);
    }

    /** Hands the head over, with as much of its body as has come. */
    void respond(Http2Event.ResponseHead head) {
        Body received = body == null ? Body.EMPTY : body;
        respond(Response.received(head.status(), Version.HTTP_2, head.headers(), received));
    }

    private void respond(Response response) {
        exchange.respond(response, connection.origin().pool().context().memory());
    }

    /** A piece of the body has come. */
    void received(Http2Event.Data data) {
        unread.came(data.bytes().remaining());
        if (body != null) {
            waits = false;
            body.offer(data.bytes());
            if (data.endOfStream()) {
                body.end(Headers.empty());
            } else {
                body.endLoan(); // the end may come with a later read
            }
        }
    }

    /** The body is complete. */
    void end(Headers trailers) {
        if (body != null) {
            body.end(trailers);
        }
    }

    /** The response is complete, and this stream is over. */
    void completed() {
        if (body != null) {
            body.endLoan();
        }
        outflow.cancel();
        release();
        exchange.end();
    }

    /**
     * What the caller has not read of a stream that is over uses the window of the connection no longer: a caller that never reads it must
     * not hold up the others.
     */
    private void release() {
        waits = false;
        connection.consumed(number, unread.takeAll());
    }

    /** The caller reads the body and waits for a piece. */
    @Override
    public void wanted() {
        awaitBytes();
    }

    @Override
    public void unwanted() {
        abandon(new ConnectionClosedException("the response body was not wanted"));
    }

    @Override
    public void taken(int bytes) {
        connection.consumed(number, unread.take(bytes));
    }

    /** {@inheritDoc} The stream is about to be reset: a window that is opened now would ask the server for more of it. */
    @Override
    public void dropped(int bytes) {
        connection.consumed(0, unread.take(bytes));
    }

    // ---------------------------------------------------------------------------------------------------- the end

    /** {@inheritDoc} Here it is only the stream that ends (RFC 9113 §5.4.2). */
    @Override
    public void abandon(Throwable reason) {
        connection.cancel(this, reason);
    }

    /** The stream is over, and its response is not complete. */
    void fail(Throwable reason) {
        stop();
        if (body != null) {
            body.endLoan();
            body.fail(reason);
        }
        exchange.fail(reason);
    }

    /** The stream was reset, by the server or because it broke a rule. */
    void failBy(Http2Event.Reset reset) {
        fail(
                reset.byPeer()
                        ? new StreamResetException(
                                "the server has reset the stream of " + exchange + ": " + reset.code(), reset.code())
                        : new RemoteProtocolException(
                                Status.BAD_GATEWAY,
                                "the response to " + exchange + " breaks the protocol: " + reset.reason()));
    }

    /** The stream is over, and its exchange is to begin anew. */
    void withdraw() {
        stop();
        exchange.carriedBy(null);
    }

    private void stop() {
        dropExpected();
        outflow.cancel();
        release();
    }

    private void dropExpected() {
        if (expected != null) {
            expected.drop();
            expected = null;
        }
    }

    /** Whether it can be sent once more: all of its body is still there, and the server processes some requests. */
    boolean canBeRepeated() {
        return Exchange.isRepeatable(exchange.request.body())
                && connection.origin().sharing.mayRepeat();
    }

    @Override
    public String toString() {
        return "Http2ClientStream[" + number + ", " + exchange + "]";
    }
}
