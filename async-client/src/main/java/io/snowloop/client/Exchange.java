package io.snowloop.client;

import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Timer;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** One request on its way to its response: waiting for a connection, then on one, then over. */
final class Exchange {
    final Request request;

    /** What is sent as the request's target: path and query. */
    final String target;

    final OriginPool origin;
    final Promise<Response> promise;

    /** Its place in the line of all that ever waited. */
    final long sequence;

    private final Runnable ended;
    private @Nullable Timer limit;
    private @Nullable ClientConnection connection;
    private boolean retried;
    private boolean over;

    Exchange(
            Request request,
            String target,
            OriginPool origin,
            Promise<Response> promise,
            long sequence,
            Runnable ended) {
        this.request = request;
        this.target = target;
        this.origin = origin;
        this.promise = promise;
        this.sequence = sequence;
        this.ended = ended;
    }

    void limit(Timer timer) {
        limit = timer;
    }

    /** It is this connection's now. */
    void on(ClientConnection connection) {
        this.connection = connection;
    }

    boolean isOver() {
        return over;
    }

    /** The response is there, or its head is and its body is on the way. */
    void respond(Response response) {
        promise.complete(response);
    }

    /** The last byte has come, or nothing more will: the fetch holds nothing any more. */
    void end() {
        if (!over) {
            over = true;
            connection = null;
            if (limit != null) {
                limit.cancel();
            }
            ended.run();
        }
    }

    /** It has failed, wherever it is. */
    void fail(Throwable error) {
        ClientConnection current = connection;
        boolean waiting = current == null && !over;
        end();
        promise.fail(error);
        if (current != null) {
            current.abandon(error);
        } else if (waiting) {
            origin.forget(this);
        }
    }

    void timeOut(SocketTimeoutException error) {
        fail(error);
    }

    /**
     * Whether it may be sent once more: the connection ended before a byte of the response came, and sending it twice
     * does no harm (RFC 9110 §9.2.2, RFC 9112 §9.3.1).
     */
    boolean mayRetry() {
        boolean may = !retried && !over && request.method().isIdempotent() && request.body() instanceof Body.Bytes;
        retried = true;
        return may;
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
