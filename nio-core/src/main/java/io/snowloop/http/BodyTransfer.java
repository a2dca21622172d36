// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.LargeTask;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The loop that reads a {@link BodyStream} to its end and gives the pieces to a {@link BodySink}. All code that reads a
 * whole body uses it: collecting, downloads, and the sending side of a connection.
 *
 * <pre>
 *   PAUSED  --resume()------------------------------------------&gt; RUNNING
 *   RUNNING --write() returned false----------------------------&gt; PAUSED
 *   RUNNING --read() is pending, or this turn's share is used---&gt; WAITING
 *   WAITING --the read completed, or the next turn came---------&gt; RUNNING
 *   any     --the end, an error, cancel()-----------------------&gt; DONE
 * </pre>
 */
final class BodyTransfer implements Transfer {
    private static final int BYTES_PER_TURN = 256 * 1024;

    /** A bound for small pieces: 1,024 of them cost about as much as 256 KiB. */
    private static final int PIECES_PER_TURN = 1_024;

    /** A stream that gives more empty pieces in a row has no next piece, and would keep the loop busy without an end. */
    private static final int MOST_EMPTY = 64 * 1_024;

    private enum State {
        PAUSED,
        RUNNING,
        WAITING,
        DONE
    }

    private final BodyStream source;
    private final BodySink sink;
    private State state = State.PAUSED;
    private int empty;

    /** The read that a WAITING transfer waits for; null if it waits for the next turn. */
    private @Nullable Future<@Nullable ByteBuffer> reading;

    BodyTransfer(BodyStream source, BodySink sink) {
        this.source = source;
        this.sink = sink;
    }

    @Override
    public void resume() {
        if (state == State.PAUSED) {
            run();
        }
    }

    // region transfer
    /** A loop and not a chain of callbacks: pieces that are ready cost no task and no stack. */
    private void run() {
        state = State.RUNNING;
        int bytes = 0;
        for (int pieces = 0; state == State.RUNNING; pieces++) {
            if (bytes >= BYTES_PER_TURN || pieces == PIECES_PER_TURN) {
                waitForNextTurn();
                return;
            }
            Future<@Nullable ByteBuffer> next = read();
            Completed<@Nullable ByteBuffer> ready = next.outcome();
            if (ready == null) {
                waitFor(next);
                return;
            }
            bytes += move(ready.value(), ready.error());
        }
    }
    // endregion

    private Future<@Nullable ByteBuffer> read() {
        try {
            return requireNonNull(source.read(), () -> source + ": read() returned null instead of a future");
        } catch (Throwable thrown) { // by a stream of the application's
            return Future.failed(thrown);
        }
    }

    private void waitForNextTurn() {
        state = State.WAITING;
        sink.flush();
        Scheduler.current().execute((LargeTask) () -> {
            if (state == State.WAITING) {
                run();
            }
        });
    }

    private void waitFor(Future<@Nullable ByteBuffer> next) {
        state = State.WAITING;
        reading = next;
        sink.flush();
        next.on(Scheduler.current()).onComplete((piece, error) -> {
            if (state == State.WAITING) {
                reading = null;
                state = State.RUNNING;
                move(piece, error);
                if (state == State.RUNNING) {
                    run();
                }
            }
        });
    }

    /** Gives the sink what a read brought: a piece, null for the end, or an error. Returns the number of bytes. */
    private int move(@Nullable ByteBuffer piece, @Nullable Throwable error) {
        if (error != null) {
            fail(error);
            return 0;
        }
        try {
            if (piece == null) {
                state = State.DONE;
                sink.end(source.trailers());
                return 0;
            }
            int size = piece.remaining();
            countEmpty(size);
            if (size > 0 && !sink.write(piece) && state == State.RUNNING) {
                state = State.PAUSED;
                sink.flush();
            }
            return size;
        } catch (Throwable thrown) {
            fail(thrown);
            return 0;
        }
    }

    private void countEmpty(int size) {
        empty = size == 0 ? empty + 1 : 0;
        if (empty > MOST_EMPTY) {
            throw new IllegalStateException(
                    source + " gave " + empty + " empty pieces in a row: a piece must have at least one byte");
        }
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot be its own suppressed one, whatever it equals
    private void fail(Throwable error) {
        state = State.DONE;
        try {
            source.cancel();
        } catch (Throwable thrown) { // by a stream of the application's; what went wrong first is reported
            if (thrown != error) {
                error.addSuppressed(thrown);
            }
        }
        sink.fail(error);
    }

    @Override
    public boolean awaitsSource() {
        return reading != null;
    }

    @Override
    public boolean cancel() {
        if (state == State.DONE) {
            return false;
        }
        state = State.DONE;
        source.cancel();
        if (reading != null) {
            reading.cancel();
        }
        return true;
    }

    @Override
    public String toString() {
        return "Transfer[" + source + " to " + sink + ", " + state + "]";
    }
}
