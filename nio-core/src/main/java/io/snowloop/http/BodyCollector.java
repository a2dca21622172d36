package io.snowloop.http;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a {@link BodyStream} to its end, into memory: a loop that is left when it has to wait, and entered again. */
final class BodyCollector {
    private final BodyStream source;
    private final long limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Promise<Body.Bytes> result;

    private BodyCollector(BodyStream source, long limit) {
        this.source = source;
        this.limit = limit;
        this.result = Scheduler.current().newPromise();
    }

    static Future<Body.Bytes> collect(BodyStream source, long limit) {
        BodyCollector collector = new BodyCollector(source, limit);
        if (source.length() > limit) {
            collector.refuse();
        } else {
            collector.read();
        }
        Completed<Body.Bytes> atOnce = collector.result.outcome();
        return atOnce != null ? atOnce : collector.result.onCancel(source::cancel);
    }

    private void read() {
        while (!result.isDone()) {
            Future<@Nullable ByteBuffer> piece = nextPiece();
            Completed<@Nullable ByteBuffer> ready = piece.outcome();
            if (ready == null) {
                piece.on(Scheduler.current()).onComplete((bytes, error) -> {
                    take(bytes, error);
                    read();
                });
                return;
            }
            take(ready.value(), ready.error());
        }
    }

    private Future<@Nullable ByteBuffer> nextPiece() {
        try {
            return source.read();
        } catch (Throwable thrown) { // by a stream of the user's own
            return Future.failed(thrown);
        }
    }

    private void take(@Nullable ByteBuffer piece, @Nullable Throwable error) {
        if (error != null) {
            result.fail(error);
        } else if (piece == null) {
            result.complete(Body.of(bytes.toByteArray()));
        } else if (bytes.size() + (long) piece.remaining() > limit) {
            refuse();
        } else {
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            bytes.writeBytes(copy);
        }
    }

    private void refuse() {
        source.cancel();
        result.fail(new BodyTooLargeException(limit));
    }
}
