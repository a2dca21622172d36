// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.logging.CallbackErrors;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A body whose bytes come from an {@link InputStream}, which blocks: a file, the output of a process, an archive. Threads read it, one
 * piece at a time, and the loop gets the pieces.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/FilesPageTest.java#stream -->
 * <pre>{@code
 * Executor threads = BlockingThreads.pool("archives", 4, 100);
 * Body unpacked = InputStreamBody.of(loop, threads, () -> new GZIPInputStream(Files.newInputStream(file)))
 *         .withReadAhead();
 * }</pre>
 *
 * <p>A piece has up to 64 KiB. Nothing is read before it is asked for, unless there is a {@linkplain #withReadAhead
 * read-ahead}. The stream is opened for the first piece, and closed after the last one, after an error, and when this is
 * cancelled, by such a thread (on the loop's only if there is none); a read that a thread is in the middle of is waited for,
 * because it cannot be interrupted. To cancel the future of a read loses no bytes: the next read gets them.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class InputStreamBody implements BodyStream {
    /** The largest piece, in bytes. */
    private static final int PIECE = 64 * 1024;

    /** The smallest buffer. One that is smaller, {@link java.io.BufferedInputStream} would fill by a copy. */
    private static final int SMALL = 8 * 1024;

    private final Scheduler loop;
    private final Executor threads;
    private final Callable<? extends InputStream> source;
    private final boolean readAhead;

    /**
     * Null before it is opened, and after it is closed. It belongs to the thread that reads, and between two reads to the loop's: the
     * queues of both order that.
     */
    private @Nullable InputStream in;

    /** Who waits for the next piece, or waited for the last one; null before the first. */
    private @Nullable Promise<@Nullable ByteBuffer> reader;

    /** A piece, the end, or an error that no one has read yet. The last two stay. */
    private @Nullable Completed<@Nullable ByteBuffer> next;

    /** Whether a thread reads. */
    private boolean reading;

    private boolean cancelled;

    private InputStreamBody(
            Scheduler loop, Executor threads, Callable<? extends InputStream> source, boolean readAhead) {
        this.loop = requireNonNull(loop, "loop");
        this.threads = requireNonNull(threads, "threads");
        this.source = requireNonNull(source, "source");
        this.readAhead = readAhead;
    }

    /**
     * {@return a body that reads nothing ahead}
     * @param loop gets the pieces
     * @param threads have threads that may block, such as {@link io.snowloop.loop.BlockingThreads}
     * @param source opens the stream, on such a thread
     */
    public static InputStreamBody of(Scheduler loop, Executor threads, Callable<? extends InputStream> source) {
        return new InputStreamBody(loop, threads, source, false);
    }

    /**
     * {@return a body of a stream that is open, and reads nothing ahead}
     * @param loop gets the pieces
     * @param threads have threads that may block, such as {@link io.snowloop.loop.BlockingThreads}
     * @param in belongs to the body from now on
     */
    public static InputStreamBody of(Scheduler loop, Executor threads, InputStream in) {
        requireNonNull(in, "in");
        InputStreamBody body = new InputStreamBody(loop, threads, () -> in, false);
        body.in = in; // so that to cancel it closes the stream, although nothing was read
        return body;
    }

    /**
     * {@return this body, with one piece read ahead} A thread reads it while the one before is used, which needs a buffer
     * more. Call this before the first read.
     */
    public InputStreamBody withReadAhead() {
        InputStreamBody body = new InputStreamBody(loop, threads, source, true);
        body.in = in;
        return body;
    }

    @Override
    public BodyStream stream() {
        if (reader != null) {
            throw SuppliedBody.usedUp(this);
        }
        return this;
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        if (reader != null && !reader.isDone()) {
            throw new IllegalStateException("the read before has not completed");
        }
        Completed<@Nullable ByteBuffer> ready = next;
        if (ready != null) {
            if (ready.value() != null) {
                next = null;
                goOn(readAhead);
            }
            return ready;
        }
        Promise<@Nullable ByteBuffer> promise = loop.newPromise();
        reader = promise;
        goOn(true);
        return promise;
    }

    private void goOn(boolean wanted) {
        if (wanted && !reading && next == null) {
            reading = true;
            try {
                loop.offload(threads, this::readOnThread);
            } catch (Throwable e) { // refused, or an Error: the system has no more threads
                arrived(Future.failed(new IOException("no thread can read the next piece: " + e.getMessage(), e)));
                closeOnThread();
            }
        }
    }

    /** The only method that is not of the loop. */
    private void readOnThread() {
        Completed<@Nullable ByteBuffer> outcome;
        try {
            outcome = Future.completed(piece());
        } catch (Throwable thrown) {
            outcome = Future.failed(thrown);
        }
        Completed<@Nullable ByteBuffer> arrived = outcome;
        if (arrived.value() == null) { // the end, or an error
            close(taken());
        }
        try {
            loop.execute(() -> arrived(arrived));
        } catch (RejectedExecutionException e) { // the loop is closed: no one waits for this
            close(taken());
        }
    }

    private @Nullable ByteBuffer piece() throws Exception {
        if (in == null) {
            in = requireNonNull(source.call(), "the source returned null");
        }
        byte[] bytes = new byte[Math.min(PIECE, Math.max(SMALL, in.available()))];
        int count = in.read(bytes);
        return count < 0 ? null : ByteBuffer.wrap(bytes, 0, count);
    }

    private void arrived(Completed<@Nullable ByteBuffer> piece) {
        reading = false;
        if (cancelled) {
            closeOnThread();
            return;
        }
        Promise<@Nullable ByteBuffer> waiting = reader;
        boolean taken = waiting != null && waiting.settle(piece);
        if (!taken || piece.value() == null) {
            next = piece;
        }
        goOn(readAhead);
    }

    @Override
    public void cancel() {
        if (cancelled) {
            return;
        }
        cancelled = true;
        next = Future.failed(new CancellationException("this body was cancelled: it has no more pieces"));
        if (reader != null) {
            reader.settle(next);
        }
        if (!reading) { // else it is closed when the read has returned
            closeOnThread();
        }
    }

    /** The stream, which this has no more. */
    private @Nullable InputStream taken() {
        InputStream open = in;
        in = null;
        return open;
    }

    /** To close may block, too. */
    private void closeOnThread() {
        InputStream open = taken();
        if (open != null) {
            try {
                loop.offload(threads, () -> close(open));
            } catch (Throwable e) { // there is no thread: to close it here is better than never
                close(open);
            }
        }
    }

    private static void close(@Nullable InputStream open) {
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            // it was only read: there is nothing that could be lost
        } catch (Throwable thrown) { // a defect of the stream
            CallbackErrors.report(thrown, open);
        }
    }

    @Override
    public String toString() {
        return "InputStreamBody[" + source + "]";
    }
}
