// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that expects a 100 (Continue), held back until the server wants it (RFC 9110 §10.1.1). A server that
 * says nothing gets it after {@link Timeouts#expectContinue}: many do not know the expectation.
 */
final class ExpectedContinue {
    private final Consumer<Body> send;
    private final Runnable flush;
    private final Consumer<Throwable> onError;
    private final Deadline deadline;

    /** Null while none is held back. */
    private @Nullable Body held;

    /**
     * One for a connection, or for a stream.
     *
     * @param send sends a body
     * @param flush passes on what was sent so far
     * @param onError gets what sending throws after the time is over
     */
    ExpectedContinue(Scheduler loop, Consumer<Body> send, Runnable flush, Consumer<Throwable> onError) {
        this.send = send;
        this.flush = flush;
        this.onError = onError;
        this.deadline = new Deadline(loop, this::expired);
    }

    /** Sends the body of the head that was encoded before: now, or if the request expects a 100, only the head for so long. */
    void send(Body body, boolean expects, Duration patience) {
        if (expects) {
            held = body;
            flush.run();
            deadline.arm(patience);
        } else {
            send.accept(body);
        }
    }

    /** The server wants the body. Does nothing if none is held back: a 100 may come late, and more than once. */
    void release() {
        Body body = held;
        held = null;
        deadline.disarm();
        if (body != null) {
            send.accept(body);
        }
    }

    private void expired() {
        try {
            release();
            flush.run();
        } catch (Throwable thrown) { // by a stream of the application's
            onError.accept(thrown);
        }
    }

    /** The server has answered without the body, or the connection is closed: it is not sent any more. */
    void drop() {
        Body body = held;
        held = null;
        deadline.cancel();
        if (body instanceof BodyStream stream && !Exchange.isRepeatable(stream)) {
            stream.cancel();
        }
    }
}
