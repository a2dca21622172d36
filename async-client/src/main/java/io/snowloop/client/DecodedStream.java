// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LargeTask;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A body without its content codings. It reads no more than it needs for the next piece, so back-pressure passes through it.
 *
 * <p>It has the decoders of all codings, because only their work together has a bound: one of them may make a gigabyte of a mebibyte, in
 * which the next one finds no data.
 */
final class DecodedStream implements BodyStream {
    /**
     * For each coding: how many bytes may hold no data, before the first byte of data and between any two. A gzip header that does not end,
     * members or blocks without data. An encoder of gzip needs at most 65,537 bytes for an extra field, and a few for a name.
     */
    private static final int MOST_WITHOUT_DATA = 128 * 1024;

    /** How many bytes a byte of data may take besides. In a gzip member of its own it takes 21. */
    private static final int MOST_PER_BYTE = 64;

    /** How many bytes the decoders take in a turn of the loop, in which all others wait. Of gzip members without data, 10 ms of work. */
    private static final int SHARE = 256 * 1024;

    /** How many bytes the first decoder takes at once. */
    private static final int AT_ONCE = 64 * 1024;

    /** A coding and its decoder, which belongs to the stream from now on. */
    record Layer(String coding, ContentDecoder decoder) {}

    private final BodyStream encoded;
    private final List<Layer> layers;

    /** What is left of the last piece of the encoded body. */
    private ByteBuffer received = ByteBuffer.allocate(0);

    /** How many more bytes may come without data. */
    private long allowance;

    private int share = SHARE;

    /** The last read of the encoded body. */
    private Future<@Nullable ByteBuffer> reading = Future.completed(null);

    /** What the last read gave, if there is nothing after it: null at the end, or an error. */
    private @Nullable Completed<@Nullable ByteBuffer> over;

    /**
     * The body that is under these codings.
     *
     * @param layers in the order in which they are undone
     */
    DecodedStream(BodyStream encoded, List<Layer> layers) {
        this.encoded = encoded;
        this.layers = List.copyOf(layers);
        this.allowance = mostWithoutData();
    }

    private long mostWithoutData() {
        return (long) MOST_WITHOUT_DATA * layers.size();
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
        goOnLater(reader);
        return reader.onCancel(() -> reading.cancel());
    }

    /** When the encoded body has its next piece, or, if the share of this turn is used, in the next one. */
    private void goOnLater(Promise<@Nullable ByteBuffer> reader) {
        Scheduler loop = Scheduler.current();
        if (share <= 0) {
            loop.execute((LargeTask) () -> goOn(reader, null));
        } else {
            reading.on(loop)
                    .onComplete((bytes, error) ->
                            goOn(reader, error == null ? Future.completed(bytes) : Future.failed(error)));
        }
    }

    private void goOn(Promise<@Nullable ByteBuffer> reader, @Nullable Completed<@Nullable ByteBuffer> outcome) {
        if (over != null) { // cancelled meanwhile
            reader.settle(over);
            return;
        }
        share = SHARE;
        boolean ended = outcome != null && !take(outcome);
        if (reader.isDone()) { // it was cancelled: the bytes are for the next read
            return;
        }
        try {
            Completed<@Nullable ByteBuffer> ready = outcome != null && ended ? end(outcome) : decode();
            if (ready == null) {
                goOnLater(reader);
            } else {
                reader.settle(ready);
            }
        } catch (Throwable thrown) { // by a stream of the application's
            reader.fail(thrown);
        }
    }

    /** The next piece, or the end; null if that takes a piece of the encoded body that has not come, or another turn. */
    private @Nullable Completed<@Nullable ByteBuffer> decode() {
        try {
            ByteBuffer piece = next(layers.size() - 1);
            while (piece == null) {
                if (share <= 0) {
                    return null;
                }
                reading = encoded.read();
                Completed<@Nullable ByteBuffer> ready = reading.outcome();
                if (ready == null) {
                    return null;
                }
                if (!take(ready)) {
                    return end(ready);
                }
                piece = next(layers.size() - 1);
            }
            allowance = Math.min(mostWithoutData(), allowance + (long) piece.remaining() * MOST_PER_BYTE);
            return Future.completed(piece);
        } catch (IOException e) {
            cancel();
            return Future.failed(e);
        }
    }

    /** The next piece under a layer and those before it; null if that takes more of the encoded body, or another turn. */
    private @Nullable ByteBuffer next(int index) throws IOException {
        Layer layer = layers.get(index);
        ByteBuffer piece = decoded(layer);
        while (piece == null) {
            if (allowance < 0) {
                throw damaged(layer.coding, "it has too many bytes without data");
            }
            ByteBuffer input = share <= 0 ? null : index == 0 ? some() : next(index - 1);
            if (input == null) {
                return null;
            }
            allowance -= input.remaining();
            share -= input.remaining();
            layer.decoder.feed(input);
            piece = decoded(layer);
        }
        return piece;
    }

    private static @Nullable ByteBuffer decoded(Layer layer) throws IOException {
        ByteBuffer piece;
        try {
            piece = layer.decoder.next();
        } catch (RuntimeException e) {
            throw new IOException("the decoder of " + layer.coding + " failed: " + e.getMessage(), e);
        }
        if (piece != null && piece.remaining() > ContentDecoder.MAX_PIECE) {
            throw new IOException("the decoder of " + layer.coding + " gave a piece of " + piece.remaining()
                    + " bytes: it may have at most " + ContentDecoder.MAX_PIECE);
        }
        return piece;
    }

    /** Some of the bytes that were received; null if there are none. */
    private @Nullable ByteBuffer some() {
        if (!received.hasRemaining()) {
            return null;
        }
        int count = Math.min(received.remaining(), AT_ONCE);
        ByteBuffer some = received.slice(received.position(), count);
        received.position(received.position() + count);
        return some;
    }

    /** Returns whether there were bytes; if not, the body has ended or failed. */
    private boolean take(Completed<@Nullable ByteBuffer> outcome) {
        ByteBuffer bytes = outcome.value();
        if (bytes != null) {
            received = bytes;
        }
        return bytes != null;
    }

    private Completed<@Nullable ByteBuffer> end(Completed<@Nullable ByteBuffer> outcome) {
        if (outcome.error() == null) {
            for (Layer layer : layers) {
                if (!layer.decoder.mayEnd()) {
                    return close(Future.failed(damaged(layer.coding, "it ends too early")));
                }
            }
        }
        return close(outcome);
    }

    private Completed<@Nullable ByteBuffer> close(Completed<@Nullable ByteBuffer> last) {
        if (over == null) {
            layers.forEach(layer -> layer.decoder.close());
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
