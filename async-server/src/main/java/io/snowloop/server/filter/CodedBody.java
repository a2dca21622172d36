// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LargeTask;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A body, coded while it is read. It reads no more than it needs for the next piece, so back-pressure passes through it.
 *
 * <p>The encoder is flushed when the next piece of the plain body is not there yet: so an event is not held back until others
 * fill a block, and pieces that follow at once are compressed together.
 *
 * <p>The encoder is made for the first byte, and closed at the end, after an error, and when the body is cancelled. So a body
 * that nothing reads, as that of a response to HEAD, costs nothing.
 */
final class CodedBody implements BodyStream {
    /** With this many coded bytes a piece is complete. Of the plain ones as many are coded at once, and kept by an encoder of the JDK. */
    private static final int PIECE = 16 * 1024;

    /** What it keeps until its end: an encoder of the JDK has 260 KiB outside of the heap; a plain piece, and what is made of it. */
    static final long KEPT = 384 * 1024;

    /** How many plain bytes are coded in one turn: gzip needs about a millisecond for them, in which all others wait. */
    private static final int SHARE = 64 * 1024;

    /** What a read takes of the share besides: 1,024 small pieces cost as much as 64 KiB. */
    private static final int READ = 64;

    private final BodyStream source;
    private final ContentCoding coding;
    private final LongConsumer keeps;
    private final ByteArrayOutputStream coded = new ByteArrayOutputStream(0);

    private @Nullable OutputStream encoder;

    /** The read of the source that is not done; null if there is none. */
    private @Nullable Future<@Nullable ByteBuffer> reading;

    /** What is left of the last piece of the source. */
    private ByteBuffer plain = ByteBuffer.allocate(0);

    private int share = SHARE;
    private boolean unflushed;

    /** The outcome of all further reads, after what has been coded; null before the end. */
    private @Nullable Completed<@Nullable ByteBuffer> end;

    /** @param keeps is told how many bytes are kept in memory: some until the end, then none */
    CodedBody(BodyStream source, ContentCoding coding, LongConsumer keeps) {
        this.source = source;
        this.coding = coding;
        this.keeps = keeps;
        keeps.accept(KEPT);
    }

    /** A small body, coded at once. */
    static Body.Bytes of(Body.Bytes plain, ContentCoding coding) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream encoder = coding.encoder(coded)) {
            encoder.write(plain.array());
        }
        return Body.of(coded.toByteArray());
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        Completed<@Nullable ByteBuffer> ready = next();
        if (ready != null) {
            return ready;
        }
        Promise<@Nullable ByteBuffer> reader = Scheduler.current().newPromise();
        goOnLater(reader);
        return reader;
    }

    /** When the source has its next piece, or, if that is there, in the next turn. */
    private void goOnLater(Promise<@Nullable ByteBuffer> reader) {
        LargeTask goOn = () -> {
            share = SHARE;
            Completed<@Nullable ByteBuffer> ready = reader.isDone() ? null : next(); // done: it was cancelled
            if (ready != null) {
                reader.settle(ready);
            } else if (!reader.isDone()) {
                goOnLater(reader);
            }
        };
        Scheduler loop = Scheduler.current();
        if (reading == null) {
            loop.execute(goOn);
        } else {
            reading.on(loop).onDone(goOn);
        }
    }

    /** The next piece, or the end; null if that needs the source's next piece or this body's next share. */
    private @Nullable Completed<@Nullable ByteBuffer> next() {
        try {
            boolean more = true;
            while (end == null && coded.size() < PIECE && share > 0 && more) {
                more = advance();
            }
            if (!more && unflushed) {
                encoder().flush();
                unflushed = false;
            }
        } catch (Throwable thrown) { // by a source or a coding of the application's
            fail(thrown);
        }
        if (coded.size() > 0) {
            ByteBuffer piece = ByteBuffer.wrap(coded.toByteArray());
            coded.reset();
            return Future.completed(piece);
        }
        return end;
    }

    /** Encodes what there is, or reads once. Returns false if the source has nothing now. */
    private boolean advance() throws IOException {
        if (plain.hasRemaining()) {
            encode();
            return true;
        }
        if (reading == null) {
            reading = source.read();
        }
        Completed<@Nullable ByteBuffer> ready = reading.outcome();
        if (ready == null) {
            return false;
        }
        reading = null;
        take(ready.value(), ready.error());
        return true;
    }

    private void take(@Nullable ByteBuffer piece, @Nullable Throwable error) throws IOException {
        if (error != null) {
            fail(error);
        } else if (piece != null) {
            plain = piece;
            share -= READ;
        } else {
            encoder(); // an empty body has a header and a trailer, too
            close();
            end = Future.completed(null);
            keeps.accept(0);
        }
    }

    private void encode() throws IOException {
        byte[] some = new byte[Math.min(plain.remaining(), PIECE)];
        plain.get(some);
        encoder().write(some);
        share -= some.length;
        unflushed = true;
    }

    private OutputStream encoder() throws IOException {
        if (encoder == null) {
            encoder = coding.encoder(coded);
        }
        return encoder;
    }

    @Override
    public void cancel() {
        fail(new CancellationException("this body was cancelled: no more can be read"));
    }

    private void fail(Throwable error) {
        if (end != null) {
            return;
        }
        end = Future.failed(error);
        try {
            close();
        } catch (IOException | RuntimeException broken) {
            // what it wrote at its end is not needed
        }
        coded.reset();
        plain = ByteBuffer.allocate(0);
        source.cancel();
        if (reading != null) {
            reading.cancel();
        }
        keeps.accept(0);
    }

    private void close() throws IOException {
        OutputStream open = encoder;
        encoder = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public Headers trailers() {
        return source.trailers();
    }

    @Override
    public String toString() {
        return coding.name() + " of " + source;
    }
}
