// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LargeTask;
import io.snowloop.options.Bounds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body line by line, as it arrives: text, or values in JSON, one a line (<a href="https://jsonlines.org">JSON Lines</a>).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/LinesPageTest.java#json -->
 * <pre>{@code
 * Future<Void> done = fetcher.handle(Request.get("http://10.0.0.1/flakes"))
 *         .flatMap(response -> {
 *             LineReader<Flake> flakes = LineReader.ofJson(response.body(), Flake.class, JSON);
 *             return flakes.forEach(flake -> save(flake, log));
 *         });
 * }</pre>
 *
 * <p>A line ends with LF or CRLF; the last one may have no end. The text is UTF-8, whatever {@code Content-Type} says, and a
 * byte order mark before it is left out; malformed bytes become U+FFFD. A line may have 1 MiB ({@link #withMaxLine}).
 *
 * <p>Nothing is read from the body before a line is asked for, so back-pressure passes through: at most one line and one piece of
 * the body are in memory. All methods belong to the loop's thread.
 *
 * @param <T> what a line is read as
 */
public final class LineReader<T> {
    /** The default of {@link #withMaxLine}: 1 MiB. */
    public static final int MAX_LINE = 1024 * 1024;

    /** So many take about as long as 256 KiB of a body. */
    private static final int LINES_PER_TURN = 1_024;

    /** What a line stands for; null to leave it out. */
    private interface Decoder<T> {
        @Nullable
        T decode(byte[] line);
    }

    private final BodyStream body;
    private final Decoder<T> decoder;
    private final LineSplitter splitter;

    /** The last read of the body, or the action for a line. */
    private Future<?> running = Future.<@Nullable Object>completed(null);

    /** The outcome of each further read: an error, after which there are no more lines. */
    private @Nullable Completed<@Nullable T> over;

    private LineReader(BodyStream body, Decoder<T> decoder, int maxLine) {
        this.body = body;
        this.decoder = decoder;
        this.splitter = new LineSplitter(maxLine);
    }

    /**
     * {@return a reader of lines as text}
     * @param body belongs to the reader from now on
     */
    public static LineReader<String> of(Body body) {
        return new LineReader<>(
                requireNonNull(body, "body").stream(), line -> new String(line, StandardCharsets.UTF_8), MAX_LINE);
    }

    /**
     * {@return a reader of lines as values in JSON} Blank lines are left out. A line that is no JSON, or does not fit the type, fails
     * its read with a {@link JsonException}, which has its number; the next read goes on after it.
     *
     * @param <T> the type of the values
     * @param body belongs to the reader from now on
     * @param type of the values
     * @param mapper a library's adapter
     */
    public static <T> LineReader<T> ofJson(Body body, Class<T> type, JsonMapper mapper) {
        requireNonNull(type, "type");
        requireNonNull(mapper, "mapper");
        return new LineReader<>(
                requireNonNull(body, "body").stream(),
                line -> isBlank(line) ? null : mapper.read(line, type),
                MAX_LINE);
    }

    /** The blanks of JSON (RFC 8259 §2), and other control characters. */
    private static boolean isBlank(byte[] line) {
        for (byte octet : line) {
            if (octet < 0 || octet > ' ') {
                return false;
            }
        }
        return true;
    }

    /**
     * {@return this reader with another bound} Call it before the first read. A longer line fails its read, and all later ones, with a
     * {@link LineTooLongException}, and the body is cancelled.
     *
     * @param bytes the longest line, without its end; at least 0; default: 1 MiB
     * @throws IllegalArgumentException if it is negative
     */
    public LineReader<T> withMaxLine(int bytes) {
        return new LineReader<>(body, decoder, Bounds.atLeast("maxLine", 0, bytes));
    }

    /**
     * Reads the next line. One read at a time.
     *
     * @return null at the end, and for every read after that; fails with an {@link java.io.IOException} if the body breaks off or a
     *     line is too long. Cancelling it loses no line.
     */
    public Future<@Nullable T> next() {
        Completed<@Nullable T> ready = poll();
        if (ready != null) {
            return ready;
        }
        Promise<@Nullable T> reader = Scheduler.current().newPromise();
        readPiece(reader);
        return reader.onCancel(() -> running.cancel());
    }

    /**
     * Calls {@code action} for each line, in order, and each time waits for its future before it reads on. When the action or
     * reading fails, the body is cancelled.
     *
     * @param action such as one that writes to a database; {@code Future.completed(null)} if there is nothing to wait for
     * @return completes at the end of the body. Cancelling it cancels what is waited for, and the body.
     */
    public Future<@Nullable Void> forEach(Function<? super T, ? extends Future<?>> action) {
        requireNonNull(action, "action");
        Promise<@Nullable Void> all = Scheduler.current().newPromise();
        Promise<@Nullable Void> cancellable = all.onCancel(this::cancel);
        run(action, all);
        return cancellable;
    }

    private void run(Function<? super T, ? extends Future<?>> action, Promise<@Nullable Void> all) {
        for (int lines = 0; lines < LINES_PER_TURN; lines++) {
            Future<Boolean> line = next().flatMap(value -> value == null
                    ? Future.completed(false)
                    : action.apply(value).map(done -> true));
            Completed<Boolean> ready = line.outcome();
            if (ready == null) {
                running = line;
                line.on(Scheduler.current()).onComplete((more, error) -> {
                    if (goesOn(more, error, all)) {
                        run(action, all);
                    }
                });
                return;
            }
            if (!goesOn(ready.value(), ready.error(), all)) {
                return;
            }
        }
        Scheduler.current().execute((LargeTask) () -> run(action, all));
    }

    private boolean goesOn(@Nullable Boolean more, @Nullable Throwable error, Promise<@Nullable Void> all) {
        if (error != null) {
            cancel();
            all.fail(error);
        } else if (Boolean.FALSE.equals(more)) {
            all.complete(null);
        }
        return !all.isDone();
    }

    /** No more is read: the body is cancelled, and a read that waits fails. */
    public void cancel() {
        end(Future.failed(new CancellationException("this reader was cancelled: no more lines can be read")));
        running.cancel();
    }

    private void end(Completed<@Nullable T> how) {
        if (over == null) {
            over = how;
            body.cancel();
        }
    }

    /** The next line of what has arrived, or the end; null if that takes another piece. */
    private @Nullable Completed<@Nullable T> poll() {
        if (over != null) {
            return over;
        }
        try {
            for (byte[] line = splitter.next(); line != null; line = splitter.next()) {
                T value = decoder.decode(line);
                if (value != null) {
                    return Future.completed(value);
                }
            }
            return splitter.isEnded() ? Future.completed(null) : null;
        } catch (LineTooLongException e) {
            end(Future.failed(e));
            return over;
        } catch (JsonException e) {
            return Future.failed(new JsonException("line " + splitter.number() + ": " + e.getMessage(), e));
        }
    }

    /** By the loop's queue, each time: a body whose pieces are all there must not keep the loop busy. */
    private void readPiece(Promise<@Nullable T> reader) {
        Future<@Nullable ByteBuffer> piece = body.read();
        running = piece;
        piece.on(Scheduler.current()).onComplete((bytes, error) -> {
            try {
                resume(reader, bytes, error);
            } catch (Throwable thrown) { // by a stream or a mapper of the application's
                reader.fail(thrown);
            }
        });
    }

    private void resume(Promise<@Nullable T> reader, @Nullable ByteBuffer bytes, @Nullable Throwable error) {
        if (bytes != null) {
            splitter.feed(bytes);
        } else if (error == null) {
            splitter.end();
        }
        if (reader.isDone()) { // it was cancelled: the bytes are for the next read
            return;
        }
        Completed<@Nullable T> ready = error != null ? Future.failed(error) : poll();
        if (ready == null) {
            readPiece(reader);
        } else {
            reader.settle(ready);
        }
    }
}
