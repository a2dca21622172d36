// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.loop.Scheduler;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A compressed body, decoded. It reads no more than it needs for the next piece, so back-pressure passes through it. */
final class GunzipStream implements BodyStream {
    private final BodyStream compressed;
    private final Gunzip gunzip;

    /** The last read of the compressed body. */
    private Future<@Nullable ByteBuffer> reading = Future.completed(null);

    private boolean cancelled;

    GunzipStream(BodyStream compressed, Gunzip gunzip) {
        this.compressed = compressed;
        this.gunzip = gunzip;
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        if (cancelled) {
            return Future.failed(new CancellationException("this body was cancelled: no more can be read"));
        }
        Completed<@Nullable ByteBuffer> ready = decode();
        if (ready != null) {
            return ready;
        }
        // One promise for all pieces that give no data. With one for each piece, those of a header without end would
        // fill
        // the heap.
        Promise<@Nullable ByteBuffer> reader = Scheduler.current().newPromise();
        awaitMore(reader);
        return reader.onCancel(() -> reading.cancel());
    }

    private void awaitMore(Promise<@Nullable ByteBuffer> reader) {
        reading.on(Scheduler.current()).onComplete((bytes, error) -> {
            try {
                resume(reader, error == null ? Future.completed(bytes) : Future.failed(error));
            } catch (Throwable thrown) { // by a stream of the application's
                reader.fail(thrown);
            }
        });
    }

    private void resume(Promise<@Nullable ByteBuffer> reader, Completed<@Nullable ByteBuffer> outcome) {
        boolean fed = feed(outcome);
        if (reader.isDone()) { // it was cancelled: the bytes are for the next read
            return;
        }
        Completed<@Nullable ByteBuffer> ready = fed ? decode() : end(outcome);
        if (ready == null) {
            awaitMore(reader);
        } else {
            reader.settle(ready);
        }
    }

    /** The next piece, or the end; null if that takes a piece of the compressed body that has not come. */
    private @Nullable Completed<@Nullable ByteBuffer> decode() {
        try {
            ByteBuffer piece = gunzip.next();
            while (piece == null) {
                reading = compressed.read();
                Completed<@Nullable ByteBuffer> ready = reading.outcome();
                if (ready == null) {
                    return null;
                }
                if (!feed(ready)) {
                    return end(ready);
                }
                piece = gunzip.next();
            }
            return Future.completed(piece);
        } catch (ZipException e) {
            cancel();
            return Future.failed(e);
        }
    }

    /** Returns whether there were bytes; if not, the body has ended or failed. */
    private boolean feed(Completed<@Nullable ByteBuffer> outcome) {
        ByteBuffer bytes = outcome.value();
        if (bytes != null) {
            gunzip.feed(bytes);
        }
        return bytes != null;
    }

    private Completed<@Nullable ByteBuffer> end(Completed<@Nullable ByteBuffer> outcome) {
        boolean truncated = outcome.error() == null && !gunzip.mayEnd();
        gunzip.close();
        return truncated ? Future.failed(Gunzip.damaged("it ends too early")) : outcome;
    }

    @Override
    public void cancel() {
        cancelled = true;
        gunzip.close();
        compressed.cancel();
    }

    @Override
    public Headers trailers() {
        return compressed.trailers();
    }
}
