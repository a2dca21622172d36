// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A body without its last content coding. It reads no more than it needs for the next piece, so back-pressure passes through it. */
final class DecodedStream implements BodyStream {
    /**
     * How many bytes may hold no data, before the first byte of data and in all: a gzip header that does not end, members or
     * blocks without data. An encoder of gzip needs at most 65,537 bytes for an extra field, and a few for a name.
     */
    private static final int MOST_WITHOUT_DATA = 128 * 1024;

    /** How many bytes a byte of data may take besides. In a gzip member of its own it takes 21. */
    private static final int MOST_PER_BYTE = 64;

    private final String coding;
    private final BodyStream encoded;
    private final ContentDecoder decoder;

    /** How many more bytes may come without data. */
    private long allowance = MOST_WITHOUT_DATA;

    /** The last read of the encoded body. */
    private Future<@Nullable ByteBuffer> reading = Future.completed(null);

    /** What the last read gave, if there is nothing after it: null at the end, or an error. */
    private @Nullable Completed<@Nullable ByteBuffer> over;

    /**
     * The body that is under this coding.
     *
     * @param decoder belongs to the stream from now on
     */
    DecodedStream(String coding, BodyStream encoded, ContentDecoder decoder) {
        this.coding = coding;
        this.encoded = encoded;
        this.decoder = decoder;
    }

    /** The error of a body that is not what its coding says. */
    static ZipException damaged(String coding, String how) {
        return new ZipException("the " + coding + " stream is damaged: " + how);
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        if (over != null) {
            return over;
        }
        Completed<@Nullable ByteBuffer> ready = decode();
        if (ready != null) {
            return ready;
        }
        // One promise for all pieces that give no data. With one for each piece, those of a header without end would
        // fill the heap.
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
        if (over != null) { // cancelled meanwhile
            reader.settle(over);
            return;
        }
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

    /** The next piece, or the end; null if that takes a piece of the encoded body that has not come. */
    private @Nullable Completed<@Nullable ByteBuffer> decode() {
        try {
            ByteBuffer piece = next();
            while (piece == null) {
                reading = encoded.read();
                Completed<@Nullable ByteBuffer> ready = reading.outcome();
                if (ready == null) {
                    return null;
                }
                if (!feed(ready)) {
                    return end(ready);
                }
                piece = next();
            }
            return Future.completed(piece);
        } catch (IOException e) {
            cancel();
            return Future.failed(e);
        }
    }

    /** The next piece of what was fed. Refuses a body that takes bytes without end and gives none. */
    private @Nullable ByteBuffer next() throws IOException {
        ByteBuffer piece = decoded();
        if (piece != null) {
            allowance += (long) piece.remaining() * MOST_PER_BYTE;
        } else if (allowance < 0) {
            throw damaged(coding, "it has too many bytes without data");
        }
        return piece;
    }

    private @Nullable ByteBuffer decoded() throws IOException {
        ByteBuffer piece;
        try {
            piece = decoder.next();
        } catch (RuntimeException e) {
            throw new IOException("the decoder of " + coding + " failed: " + e.getMessage(), e);
        }
        if (piece != null && piece.remaining() > ContentDecoder.MAX_PIECE) {
            throw new IOException("the decoder of " + coding + " gave a piece of " + piece.remaining()
                    + " bytes: it may have at most " + ContentDecoder.MAX_PIECE);
        }
        return piece;
    }

    /** Returns whether there were bytes; if not, the body has ended or failed. */
    private boolean feed(Completed<@Nullable ByteBuffer> outcome) {
        ByteBuffer bytes = outcome.value();
        if (bytes != null) {
            allowance -= bytes.remaining();
            decoder.feed(bytes);
        }
        return bytes != null;
    }

    private Completed<@Nullable ByteBuffer> end(Completed<@Nullable ByteBuffer> outcome) {
        boolean truncated = outcome.error() == null && !decoder.mayEnd();
        return close(truncated ? Future.failed(damaged(coding, "it ends too early")) : outcome);
    }

    private Completed<@Nullable ByteBuffer> close(Completed<@Nullable ByteBuffer> last) {
        if (over == null) {
            decoder.close();
        }
        over = last;
        return last;
    }

    @Override
    public void cancel() {
        close(Future.failed(new CancellationException("this body was cancelled: no more can be read")));
        encoded.cancel();
    }

    @Override
    public Headers trailers() {
        return encoded.trailers();
    }
}
