package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on its way to its response: waiting for a connection, then on one, then over. */
final class Exchange {
    final Request request;
    final Target target;

    /** As {@link #maxBody}: the body is left to whoever gets the response. */
    static final long HEAD_ONLY = -1;

    /** Completes with the response. */
    final Promise<Response> promise;

    /** How much body, in bytes, the response may have that is to be given with all of it. */
    private final long maxBody;

    /** Its place in the line of all that ever waited. */
    final long sequence;

    private final Consumer<Exchange> whenOver;
    /** When its time is over, in nanoseconds of the loop's ticker. */
    long due;

    private @Nullable ClientConnection connection;

    /** A byte of the response has arrived on the current connection. */
    private boolean answered;

    private boolean responded;
    private boolean over;

    Exchange(
            Request request,
            Target target,
            Promise<Response> promise,
            long maxBody,
            long sequence,
            Consumer<Exchange> whenOver) {
        this.request = request;
        this.target = target;
        this.promise = promise;
        this.maxBody = maxBody;
        this.sequence = sequence;
        this.whenOver = whenOver;
    }

    /** Where it is under way; null while it waits. */
    @Nullable
    ClientConnection connection() {
        return connection;
    }

    void on(ClientConnection connection) {
        this.connection = connection;
        this.answered = false;
    }

    /** A byte of the response has arrived. */
    void answered() {
        answered = true;
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isOver() {
        return over;
    }

    /** The last byte of the response has come, or nothing more will: the fetch holds nothing any more. */
    void end() {
        if (!over) {
            over = true;
            connection = null;
            whenOver.accept(this);
        }
    }

    /** The head of the response has arrived, and as much of its body as came with it. */
    void respond(Response response) {
        responded = true;
        if (maxBody == HEAD_ONLY) {
            promise.complete(response);
            return;
        }
        Future<Response> whole = response.collect(maxBody);
        Completed<Response> ready = whole.outcome();
        if (ready != null) {
            promise.settle(ready);
        } else {
            whole.onComplete((complete, error) -> promise.settle(Objects.requireNonNull(whole.outcome())));
        }
    }

    /** Ends without a response, or in the middle of one; then its body says why. */
    void fail(Throwable error) {
        end();
        if (!responded) {
            promise.fail(error);
        }
    }

    /**
     * Whether it may be sent once more after a connection ended before a byte of the response came: sending it twice must
     * do no harm (RFC 9110 §9.2.2, RFC 9112 §9.3.1), and must be possible.
     */
    boolean mayBeRepeated() {
        return request.method().isIdempotent() && !(request.body() instanceof BodyStream);
    }

    @Override
    public String toString() {
        return request.toString();
    }
}
