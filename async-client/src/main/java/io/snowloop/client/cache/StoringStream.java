// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A body that is copied while it is read. It reads what its reader asks for and no more, so back-pressure passes through it. The copy is
 * kept when the end was read, and only then: one that breaks off, is cancelled or becomes too long is not.
 */
final class StoringStream implements BodyStream {
    private final BodyStream source;
    private final long limit;
    private final Copies.Copy copy;
    private final Function<Body.Bytes, Future<?>> keep;

    /** Whether a piece was asked for that has not been copied. If its reader has cancelled it, it never will be. */
    private boolean waiting;

    /**
     * A stream around another one.
     *
     * @param limit the longest copy, in bytes
     * @param copy has no byte so far
     * @param keep gets the copy; the reader sees the end when its future is done
     */
    StoringStream(BodyStream source, long limit, Copies.Copy copy, Function<Body.Bytes, Future<?>> keep) {
        this.source = source;
        this.limit = limit;
        this.copy = copy;
        this.keep = keep;
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        if (waiting) {
            copy.drop();
        }
        if (!copy.isKept()) {
            return source.read();
        }
        Future<@Nullable ByteBuffer> piece = source.read();
        Completed<@Nullable ByteBuffer> ready = piece.outcome();
        if (ready != null) { // the usual case: a callback would cost a task
            return taken(ready);
        }
        waiting = true;
        return piece.transform(this::taken);
    }

    private Future<@Nullable ByteBuffer> taken(Completed<@Nullable ByteBuffer> outcome) {
        waiting = false;
        ByteBuffer piece = outcome.value();
        if (piece != null) {
            copy.add(piece, limit);
            return outcome;
        }
        if (outcome.error() != null) {
            copy.drop();
        }
        Body.Bytes all = copy.take();
        return all == null ? outcome : keep.apply(all).transform(kept -> outcome);
    }

    /** Reads it to its end, for the sake of the copy. */
    Future<@Nullable ByteBuffer> readAll() {
        return read().flatMap(piece -> {
            if (piece != null && copy.isKept()) {
                return readAll();
            }
            if (piece != null) {
                source.cancel();
            }
            return Future.completed(null);
        });
    }

    @Override
    public void cancel() {
        copy.drop();
        source.cancel();
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public Headers trailers() {
        return source.trailers();
    }
}
