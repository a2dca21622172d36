// SPDX-License-Identifier: Apache-2.0
package io.snowloop.file;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A body on its way to a file: a piece is read when the one before is written. It belongs to the loop's thread. */
final class BodyWrite {
    private final BodyStream pieces;
    private final AtomicWrite file;
    private final Scheduler loop;
    private final Executor threads;
    private final Promise<@Nullable Void> done;

    /** The piece that is read or written. */
    private Future<?> running = Future.<@Nullable Void>completed(null);

    BodyWrite(BodyStream pieces, AtomicWrite file, Scheduler loop, Executor threads) {
        this.pieces = pieces;
        this.file = file;
        this.loop = loop;
        this.threads = threads;
        this.done = loop.newPromise();
    }

    Future<@Nullable Void> run() {
        writeNext();
        return done.onCancel(() -> running.cancel());
    }

    /** Not by a chain of one future for each piece: a chain stays in memory until its end. */
    private void writeNext() {
        Future<Boolean> written = read().flatMap(piece -> loop.<Boolean>blocking(threads, () -> write(piece)));
        running = written;
        written.onComplete((more, error) -> {
            if (error != null) {
                done.fail(error);
            } else if (Boolean.TRUE.equals(more)) {
                writeNext();
            } else {
                done.complete(null);
            }
        });
    }

    private Future<@Nullable ByteBuffer> read() {
        try {
            return pieces.read();
        } catch (RuntimeException e) { // by a stream of the application's
            return Future.failed(e);
        }
    }

    /** Blocks. Returns whether there is more. */
    private boolean write(@Nullable ByteBuffer piece) throws IOException {
        if (piece == null) {
            file.finish();
        } else {
            file.append(piece);
        }
        return piece != null;
    }
}
