// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.loop.Scheduler;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A body of one loop for a reader in another. Each call is a task of the body's loop, and its outcome a task of the reader's, so a piece
 * costs two tasks more. What the two threads share, goes through the queues of the loops.
 */
final class ForeignBody implements BodyStream {
    private final BodyStream body;
    private final Scheduler home;
    private final long length;

    /** Of the body's loop. */
    private boolean begun;

    private Headers trailers = Headers.empty();
    private Body.@Nullable Bytes collected;

    private ForeignBody(BodyStream body, Scheduler home) {
        this.body = body;
        this.home = home;
        this.length = body.length();
    }

    /** A body for readers in another loop. One in memory, or in a file, can be read from any thread. */
    static Body of(Body body, Scheduler home) {
        if (!(body instanceof BodyStream stream)) {
            return body;
        }
        Body.Bytes bytes = body.collected();
        return bytes != null ? bytes : new ForeignBody(stream, home);
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        return call(() -> {
            if (!begun) {
                begun = true;
                body.stream(); // throws if it is used up
            }
            return body.read().map(piece -> {
                if (piece == null) {
                    trailers = body.trailers();
                }
                return piece;
            });
        });
    }

    @Override
    public Future<Body.Bytes> collect(long limit) {
        return call(() -> body.collect(limit)).map(bytes -> collected = bytes);
    }

    private <T extends @Nullable Object> Future<T> call(Callable<Future<T>> inItsLoop) {
        try {
            return home.submit(inItsLoop).on(Scheduler.current());
        } catch (RejectedExecutionException e) {
            return Future.failed(e);
        }
    }

    @Override
    public void cancel() {
        try {
            home.execute(body::cancel);
        } catch (RejectedExecutionException e) {
            // its loop is closed, and so is what it came from
        }
    }

    @Override
    public Headers trailers() {
        return trailers;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Body.@Nullable Bytes collected() {
        return collected;
    }

    @Override
    public String toString() {
        return body + " of " + home;
    }
}
