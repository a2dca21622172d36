// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.logging.CallbackErrors;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.NullArguments;
import io.snowloop.testing.TestLoop;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A body of an InputStream")
class InputStreamBodyTest {
    private final TestLoop test = new TestLoop();

    /** The thread that reads, step by step. */
    private final Queue<Runnable> threads = new ArrayDeque<>();

    private final Source source = new Source(3);
    private final InputStreamBody body = InputStreamBody.of(test.loop, threads::add, () -> source);

    /** Some pieces, the numbers 1, 2, 3. */
    private static final class Source extends InputStream {
        private final int pieces;
        private int read;
        private boolean closed;
        private @Nullable IOException failure;

        Source(int pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() {
            throw new AssertionError("read byte by byte");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            if (read == pieces) {
                return -1;
            }
            bytes[offset] = (byte) ++read;
            return 1;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    private void threadRuns() {
        threads.remove().run();
        test.turnUntilIdle();
    }

    private static int number(Future<@Nullable ByteBuffer> piece) {
        return piece.resultNow().get();
    }

    private Future<@Nullable ByteBuffer> readOne() {
        Future<@Nullable ByteBuffer> piece = body.read();
        if (!piece.isDone()) {
            threadRuns();
        }
        return piece;
    }

    @Test
    void readsNothingBeforeItIsAsked() {
        assertThat(threads).isEmpty();
        Future<@Nullable ByteBuffer> first = body.read();
        assertThat(source.read).isZero();
        threadRuns();
        assertThat(number(first)).isEqualTo(1);
        assertThat(threads).as("nor after that").isEmpty();
        assertThat(source.read).isEqualTo(1);
    }

    @Test
    void readsOnePieceAheadAndNoMoreIfThatIsWanted() {
        InputStreamBody ahead = body.withReadAhead();
        Future<@Nullable ByteBuffer> first = ahead.read();
        threadRuns();
        threadRuns();
        assertThat(number(first)).isEqualTo(1);
        assertThat(source.read).isEqualTo(2);
        assertThat(threads).isEmpty();
        assertThat(number(ahead.read())).as("at once").isEqualTo(2);
        threadRuns();
        assertThat(number(ahead.read())).isEqualTo(3);
        threadRuns();
        assertThat(ahead.read().resultNow()).isNull();
        assertThat(threads).isEmpty();
    }

    @Test
    void endsOnceAndThenStaysAtItsEnd() {
        assertThat(number(readOne())).isEqualTo(1);
        assertThat(number(readOne())).isEqualTo(2);
        assertThat(number(readOne())).isEqualTo(3);
        assertThat(source.closed).isFalse();
        assertThat(readOne().resultNow()).isNull();
        assertThat(source.closed).isTrue();
        assertThat(body.read().resultNow()).isNull();
        assertThat(threads).isEmpty();
    }

    @Test
    void failsAsItsStreamDoesAndCloses() {
        source.failure = new IOException("a bad sector");
        assertThat(readOne().outcome().error()).isSameAs(source.failure);
        assertThat(source.closed).isTrue();
        assertThat(body.read().outcome().error()).isSameAs(source.failure);
    }

    @Test
    void failsIfItCannotBeOpened() {
        IOException missing = new IOException("no such file");
        InputStreamBody none = InputStreamBody.of(test.loop, threads::add, () -> {
            throw missing;
        });
        Future<@Nullable ByteBuffer> first = none.read();
        threadRuns();
        assertThat(first.outcome().error()).isSameAs(missing);
    }

    @Test
    void comesOnce() {
        assertThat(body.stream()).isSameAs(body);
        readOne();
        assertThatIllegalStateException()
                .isThrownBy(body::stream)
                .withMessageContaining("has been sent or read before");
    }

    @Test
    void takesOneReadAtATime() {
        body.read();
        assertThatIllegalStateException().isThrownBy(body::read).withMessage("the read before has not completed");
        threadRuns();
    }

    @Test
    void losesNothingIfAReadIsCancelled() {
        body.read().cancel();
        Future<@Nullable ByteBuffer> second = body.read();
        assertThat(threads).as("the thread still reads the first piece").hasSize(1);
        threadRuns();
        assertThat(number(second)).isEqualTo(1);

        body.read().cancel();
        threadRuns();
        assertThat(threads).isEmpty();
        assertThat(number(body.read())).isEqualTo(2);
    }

    @Test
    void isClosedWhenItIsCancelled() {
        readOne();
        body.cancel();
        assertThat(source.closed).as("to close may block").isFalse();
        threadRuns();
        assertThat(source.closed).isTrue();
        assertThat(body.read().isCancelled()).isTrue();
        body.cancel();
    }

    @Test
    void isClosedAfterTheReadThatAThreadIsInTheMiddleOf() {
        Future<@Nullable ByteBuffer> first = body.read();
        body.cancel();
        assertThat(first.isCancelled()).isTrue();
        threadRuns();
        assertThat(source.closed).isFalse();
        threadRuns();
        assertThat(source.closed).isTrue();
        assertThat(body.read().isCancelled()).isTrue();
    }

    @Test
    void ofAnOpenStreamIsClosedAlthoughNothingWasRead() {
        InputStreamBody.of(test.loop, threads::add, source).cancel();
        threadRuns();
        assertThat(source.closed).isTrue();
    }

    @Test
    void isClosedByItsThreadIfTheLoopIs() {
        body.read();
        test.loop.close();
        threads.remove().run();
        assertThat(source.closed).isTrue();
    }

    @Test
    void failsIfThereIsNoThread() {
        InputStreamBody none = InputStreamBody.of(
                test.loop,
                task -> {
                    throw new RejectedExecutionException("all are busy");
                },
                () -> source);
        assertThat(none.read().outcome().error())
                .isInstanceOf(IOException.class)
                .hasMessage("no thread can read the next piece: all are busy");
    }

    @Test
    void failsAndClosesIfTheSystemHasNoMoreThreads() {
        InternalError failure = new InternalError("unable to create native thread");
        InputStreamBody none = InputStreamBody.of(
                test.loop,
                task -> {
                    throw failure;
                },
                source);
        assertThat(none.read().outcome().error())
                .isInstanceOf(IOException.class)
                .hasCause(failure);
        assertThat(source.closed).isTrue();
    }

    @Test
    void isClosedByTheThreadThatReadsItsEnd() {
        source.read = 3;
        Future<@Nullable ByteBuffer> end = body.read();
        threads.remove().run();
        assertThat(source.closed)
                .as("not by the loop, because to close may block")
                .isTrue();
        test.turnUntilIdle();
        assertThat(end.resultNow()).isNull();
    }

    @Test
    void isClosedAtOnceIfThereIsNoThreadForThat() {
        Executor one = task -> {
            if (!threads.isEmpty()) {
                throw new RejectedExecutionException("all are busy");
            }
            threads.add(task);
        };
        InputStreamBody second = InputStreamBody.of(test.loop, one, source);
        one.execute(() -> {});
        second.cancel();
        assertThat(source.closed).isTrue();
    }

    @Test
    void endsAlthoughItsStreamThrowsWhenItIsClosed() {
        IllegalStateException failure = new IllegalStateException("close");
        try (CapturedLog log = new CapturedLog(CallbackErrors.class)) {
            InputStreamBody none = InputStreamBody.of(test.loop, threads::add, new ByteArrayInputStream(new byte[0]) {
                @Override
                public void close() {
                    throw failure;
                }
            });
            Future<@Nullable ByteBuffer> end = none.read();
            threadRuns();
            assertThat(end.resultNow()).isNull();
            assertThat(log.records()).extracting(LogRecord::getThrown).containsExactly(failure);
        }
    }

    /** As large as what is there, up to 64 KiB. */
    @Test
    void hasLargePieces() {
        byte[] bytes = new byte[200_000];
        Arrays.fill(bytes, (byte) 7);
        InputStreamBody large = InputStreamBody.of(test.loop, threads::add, new ByteArrayInputStream(bytes));
        Future<@Nullable ByteBuffer> first = large.read();
        threadRuns();
        assertThat(first.resultNow().remaining()).isEqualTo(65_536);
    }

    @Test
    void needsItsArguments() throws Exception {
        NullArguments arguments = new NullArguments()
                .sample(Scheduler.class, () -> test.loop)
                .sample(Executor.class, () -> threads::add)
                .sample(Callable.class, () -> () -> source)
                .sample(InputStream.class, () -> source)
                .sample(InputStreamBody.class, () -> body);
        assertThat(arguments.unchecked(InputStreamBody.class)).isEmpty();
    }
}
