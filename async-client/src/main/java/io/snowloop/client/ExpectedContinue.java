// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.h1.Http1Codec;
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
    private final Http1Codec codec;
    private final Outflow outflow;
    private final Consumer<Throwable> onError;
    private final Deadline deadline;

    /** Null while none is held back. */
    private @Nullable Body held;

    /**
     * One for a connection.
     *
     * @param onError gets what sending throws after the time is over
     */
    ExpectedContinue(Scheduler loop, Http1Codec codec, Outflow outflow, Consumer<Throwable> onError) {
        this.codec = codec;
        this.outflow = outflow;
        this.onError = onError;
        this.deadline = new Deadline(loop, this::expired);
    }

    /** Sends the body of the head that was encoded before; now, or only the head for so long if the request expects a 100. */
    void send(Body body, Duration patience) {
        if (codec.expectsContinue()) {
            held = body;
            outflow.flush();
            deadline.arm(patience);
        } else {
            outflow.send(body);
        }
    }

    /** The server wants the body. Does nothing if none is held back: a 100 may come late, and more than once. */
    void release() {
        Body body = held;
        held = null;
        deadline.disarm();
        if (body != null) {
            outflow.send(body);
        }
    }

    private void expired() {
        try {
            release();
            outflow.flush();
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
