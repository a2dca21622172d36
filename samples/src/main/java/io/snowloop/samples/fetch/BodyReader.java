package io.snowloop.samples.fetch;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A body on its way to whoever takes its pieces: a loop that is left when it has to wait, and entered again. */
final class BodyReader {
    private final BodyStream body;
    private final Taker taker;
    private final Promise<@Nullable Void> result = Scheduler.current().newPromise();

    private BodyReader(BodyStream body, Taker taker) {
        this.body = body;
        this.taker = taker;
    }

    /** Reads a body to its end. Fails if it breaks off, or if {@code taker} does. */
    static Future<@Nullable Void> read(BodyStream body, Taker taker) {
        BodyReader reader = new BodyReader(body, taker);
        reader.read();
        return reader.result;
    }

    private void read() {
        while (!result.isDone()) {
            Future<@Nullable ByteBuffer> piece = body.read();
            Completed<@Nullable ByteBuffer> ready = piece.outcome();
            if (ready == null) {
                piece.onComplete((bytes, error) -> {
                    take(bytes, error);
                    read();
                });
                return;
            }
            take(ready.value(), ready.error());
        }
    }

    private void take(@Nullable ByteBuffer piece, @Nullable Throwable error) {
        if (error != null) {
            result.fail(error);
        } else if (piece == null) {
            result.complete(null);
        } else {
            give(piece);
        }
    }

    private void give(ByteBuffer piece) {
        try {
            taker.take(piece);
        } catch (IOException e) {
            body.cancel();
            result.fail(e);
        }
    }

    /** Where the pieces go. */
    @FunctionalInterface
    interface Taker {
        void take(ByteBuffer piece) throws IOException;
    }
}
