package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A compressed body, decoded. It reads no more than it needs for the next piece, so back-pressure passes through it. */
final class GunzipStream implements BodyStream {
    private final BodyStream compressed;
    private final Gunzip gunzip = new Gunzip();

    GunzipStream(BodyStream compressed) {
        this.compressed = compressed;
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        try {
            ByteBuffer piece = gunzip.next();
            while (piece == null) {
                Future<@Nullable ByteBuffer> more = compressed.read();
                Completed<@Nullable ByteBuffer> ready = more.outcome();
                if (ready == null) {
                    return more.transform(outcome -> feed(outcome) ? read() : end(outcome));
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

    private Future<@Nullable ByteBuffer> end(Completed<@Nullable ByteBuffer> outcome) {
        boolean truncated = outcome.error() == null && !gunzip.mayEnd();
        gunzip.close();
        return truncated ? Future.failed(Gunzip.damaged("it ends too early")) : outcome;
    }

    @Override
    public void cancel() {
        gunzip.close();
        compressed.cancel();
    }

    @Override
    public Headers trailers() {
        return compressed.trailers();
    }
}
