// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.transport.Transport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response. It waits in the queue of its origin, then a {@link Carrier} has it.
 *
 * <pre>
 *   PENDING --the first byte of the response--&gt; ANSWERED --its head is complete--&gt; RESPONDED --its last byte--&gt; OVER
 *
 *   PENDING --its connection, which is one of HTTP/2, has ended--&gt; REPEATED --the first byte of the response--&gt; ANSWERED
 *
 *   any state --an error, cancel--&gt; OVER
 * </pre>
 */
final class Exchange {
    /** As {@link #maxBody}: the body is not collected. The caller reads it. */
    static final long HEAD_ONLY = -1;

    /** As {@link #HEAD_ONLY}, and the body has no end of its own: the total time-out is over when it begins. */
    static final long ENDLESS = -2;

    private enum State {
        PENDING,
        REPEATED,
        ANSWERED,
        RESPONDED,
        OVER
    }

    final Request request;
    final Target target;

    /** Completes with the response. */
    final Promise<Response> promise;

    /** The longest body, in bytes, that is collected before the promise completes. */
    private final long maxBody;

    /** For a response without an end of its own, {@code read} is its idle time. */
    final Timeouts timeouts;

    /** Is told once when it is over, and of the steps before. */
    final ExchangeObserver observer;

    /** Its place in the order of arrival, over all origins. */
    long sequence;

    /** When its total time is over, in nanoseconds of the loop's ticker, unless its time-outs are its own. */
    long due;

    /** Null while it is queued, and when it is over. */
    private @Nullable Carrier carrier;

    private State state = State.PENDING;

    /**
     * An exchange that has not begun.
     *
     * @param observer is told of its way
     */
    Exchange(
            Request request,
            Target target,
            Promise<Response> promise,
            long maxBody,
            Timeouts timeouts,
            ExchangeObserver observer) {
        this.request = request;
        this.target = target;
        this.promise = promise;
        this.maxBody = maxBody;
        this.timeouts = timeouts;
        this.observer = observer;
    }

    /**
     * The head of the request, with this {@code Host} if it has none: first, as RFC 9110 §7.2 recommends.
     *
     * @throws IllegalStateException if the body is used up
     */
    Event.RequestHead head(Headers host) {
        Outflow.requireSendable(request.body());
        Headers headers = headers();
        if (!headers.contains("Host")) {
            headers = headers.isEmpty()
                    ? host
                    : Headers.builder().addAll(host).addAll(headers).build();
        }
        boolean forwarded = target.route().isForwarded();
        return new Event.RequestHead(request.method(), forwarded ? target.absolute() : target.path(), headers);
    }

    /** Whether it asks for another protocol on its connection, or on its stream. */
    boolean opensTunnel() {
        return request.attribute(ClientUpgrade.ATTRIBUTE) != null;
    }

    /** The same for HTTP/2: the authority is in the place of {@code Host} (RFC 9113 §8.3.1). */
    Http2Event.RequestHead http2Head() {
        Outflow.requireSendable(request.body());
        Headers headers = headers();
        Origin origin = target.origin();
        String host = headers.get("Host");
        String authority = host == null ? origin.authority() : host;
        if (opensTunnel()) { // RFC 8441 §5: :protocol is in the place of Upgrade, and there is no key
            Headers fields = headers.without("Sec-WebSocket-Key");
            return new Http2Event.RequestHead(
                    0, Method.CONNECT, origin.scheme(), authority, target.path(), "websocket", fields, false);
        }
        return new Http2Event.RequestHead(request.method(), origin.scheme(), authority, target.path(), headers);
    }

    /** The length of what follows that head: a tunnel is open. */
    long http2Length() {
        return opensTunnel() ? Http2Codec.UNKNOWN_LENGTH : request.body().length();
    }

    /** Credentials for a proxy go to no one else. */
    private Headers headers() {
        Headers headers = request.headers();
        String secret = CredentialsField.PROXY.credentials();
        return target.route().isForwarded() || !headers.contains(secret) ? headers : headers.without(secret);
    }

    @Nullable
    Carrier carrier() {
        return carrier;
    }

    void carriedBy(@Nullable Carrier next) {
        carrier = next;
    }

    /** A connection has it, and sends the request over this transport, on this stream of HTTP/2; else 0. */
    void sendingOver(Carrier connection, Transport transport, int stream) {
        carrier = connection;
        observer.sendingOver(transport, stream);
    }

    /** The request is sent. Returns whether the head of the response is still to come. */
    boolean sent() {
        boolean awaited = state != State.RESPONDED;
        if (awaited) {
            observer.sent();
        }
        return awaited;
    }

    /** Bytes of the response have arrived. */
    void answered() {
        observer.answered();
        if (!isAnswered()) {
            state = State.ANSWERED;
        }
    }

    /** Whether a byte of the response has arrived. */
    boolean isAnswered() {
        return state != State.PENDING && state != State.REPEATED;
    }

    /** Whether its body is being received, and may take any time. */
    boolean isEndless() {
        return maxBody == ENDLESS && state == State.RESPONDED;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    /** The head of the response has arrived, and as much of its body as came with it. */
    void respond(Response response, BodyMemory memory) {
        state = State.RESPONDED;
        observer.responded(response.status());
        if (maxBody < 0) {
            promise.complete(response);
            return;
        }
        Future<Body.Bytes> body = memory.collect(response, maxBody);
        Completed<Body.Bytes> ready = body.outcome();
        if (ready != null) { // the usual case: a callback would cost a task
            respond(response, ready.value(), ready.error());
        } else {
            body.onComplete((bytes, error) -> respond(response, bytes, error));
        }
    }

    private void respond(Response response, Body.@Nullable Bytes body, @Nullable Throwable error) {
        if (body == null) {
            promise.fail(Objects.requireNonNull(error));
        } else {
            boolean there = body == Body.EMPTY && response.body().collected() != null;
            promise.complete(there ? response : response.withBody(body));
        }
    }

    /** The last byte of the response has arrived: the exchange holds no connection any more. */
    void end() {
        end(null);
    }

    private void end(@Nullable Throwable error) {
        if (state != State.OVER) {
            state = State.OVER;
            carrier = null;
            observer.over(this, error);
        }
    }

    /** Ends without a response; or in the middle of one, then reading its body fails. Does nothing if it is over. */
    void fail(Throwable error) {
        boolean pending = !isAnswered() || state == State.ANSWERED;
        end(error);
        if (pending) {
            promise.fail(error);
        }
    }

    /**
     * Whether it may be sent again after a connection ended before a byte of the response arrived: the method must be
     * idempotent (RFC 9110 §9.2.2, RFC 9112 §9.3.1), and the body must still be there.
     */
    boolean isRepeatable() {
        return isRepeatable(request);
    }

    /**
     * It is sent again, on a connection of HTTP/2 that may have worked for others: what ends each connection that it comes to must not do so
     * again and again. So it is sent again once. Returns false if it was before, or has an answer.
     */
    boolean repeat() {
        boolean first = state == State.PENDING && isRepeatable();
        if (first) {
            state = State.REPEATED;
        }
        return first;
    }

    /** Whether a request may be sent twice, and can. */
    static boolean isRepeatable(Request request) {
        return request.method().isIdempotent() && isRepeatable(request.body());
    }

    /** Whether a body can be sent again. A stream is used up by sending it, unless it was collected before. */
    static boolean isRepeatable(Body body) {
        return !(body instanceof BodyStream) || body.collected() != null;
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
