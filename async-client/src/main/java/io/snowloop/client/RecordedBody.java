// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A body that is copied while it is read, up to a bound. It reads what its reader asks for and no more, so back-pressure passes through
 * it.
 */
final class RecordedBody implements BodyStream {
    private final BodyStream source;
    private final RecordedMemory memory;
    private final Runnable onEnd;
    private final ByteArrayOutputStream copy = new ByteArrayOutputStream();

    /** The longest copy, in bytes. Once there was no memory for a piece, what follows would be behind a gap. */
    private int limit;

    /** Of all that was read. */
    private long size;

    private boolean ended;

    /**
     * A body that has not been read.
     *
     * @param settings how long its copy may be
     * @param onEnd called once, when the end was read, the body broke off, or its reader gave it up
     */
    RecordedBody(Body body, HarFile.Settings settings, Runnable onEnd) {
        this.source = body.stream();
        this.memory = settings.memory();
        this.limit = settings.maxBody();
        this.onEnd = onEnd;
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        Future<@Nullable ByteBuffer> piece = source.read();
        Completed<@Nullable ByteBuffer> ready = piece.outcome();
        if (ready != null) { // the usual case: a callback would cost a task
            return taken(ready);
        }
        return piece.transform(this::taken);
    }

    private Future<@Nullable ByteBuffer> taken(Completed<@Nullable ByteBuffer> outcome) {
        ByteBuffer piece = outcome.value();
        if (piece == null) {
            end();
        } else {
            int wanted = Math.min(piece.remaining(), limit - copy.size());
            byte[] copied = new byte[memory.take(wanted)];
            piece.duplicate().get(copied);
            copy.writeBytes(copied);
            if (copied.length < wanted) {
                limit = copy.size();
            }
            size += piece.remaining();
        }
        return outcome;
    }

    @Override
    public void cancel() {
        source.cancel();
        end();
    }

    private void end() {
        if (!ended) {
            ended = true;
            onEnd.run();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** The bytes that were read, or as many of them as fit. */
    byte[] copy() {
        return copy.toByteArray();
    }

    /** The copy is written, or is of no use: the others have its memory. */
    void release() {
        memory.release(copy.size());
        copy.reset();
        limit = 0;
    }

    /** How many bytes were read. */
    long size() {
        return size;
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
