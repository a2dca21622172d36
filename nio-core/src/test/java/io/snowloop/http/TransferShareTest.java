// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.testing.TestLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a body whose pieces are always ready may move in one turn of the loop. */
class TransferShareTest {
    private final TestLoop test = new TestLoop();
    private final List<String> calls = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private int reads;
    private int cancels;
    private boolean room = true;

    @AfterEach
    void close() {
        test.close();
    }

    private final BodySink sink = new BodySink() {
        @Override
        public boolean write(ByteBuffer piece) {
            assertThat(piece.hasRemaining()).as("at least one byte").isTrue();
            return room;
        }

        @Override
        public void flush() {
            calls.add("flush");
        }

        @Override
        public void end(Headers trailers) {
            calls.add("end");
        }

        @Override
        public void fail(Throwable error) {
            calls.add(error.getMessage());
            failures.add(error);
        }
    };

    private Transfer of(Supplier<Future<@Nullable ByteBuffer>> next) {
        return Transfer.of(
                new BodyStream() {
                    @Override
                    public Future<@Nullable ByteBuffer> read() {
                        reads++;
                        return next.get();
                    }

                    @Override
                    public void cancel() {
                        cancels++;
                    }
                },
                sink);
    }

    private static Completed<@Nullable ByteBuffer> piece(int size) {
        return Future.completed(ByteBuffer.allocate(size));
    }

    @Test
    void is256KiB() {
        Transfer transfer = of(() -> piece(64 * 1024));
        test.inTask(transfer::resume);
        assertThat(reads).isEqualTo(4);
        assertThat(calls).as("what was encoded is not held back").containsExactly("flush");
        test.turn();
        assertThat(reads).isEqualTo(8);
        test.inTask(transfer::cancel);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255})
    void is1024PiecesEvenIfTheyAreEmpty(int size) {
        Transfer transfer = of(() -> piece(size));
        test.inTask(transfer::resume);
        assertThat(reads).isEqualTo(1_024);
        test.turn();
        assertThat(reads).isEqualTo(2_048);
        test.inTask(transfer::cancel);
    }

    @Test
    void isNotUsedWithoutEndByAStreamOfEmptyPieces() {
        Transfer transfer = of(() -> reads == 200_000 ? Future.completed(null) : piece(reads == 60_000 ? 1 : 0));
        test.inTask(transfer::resume);
        test.turnUntilIdle();
        assertThat(reads).as("counted since the piece with a byte").isEqualTo(60_000 + 64 * 1_024 + 1);
        assertThat(cancels).isEqualTo(1);
        assertThat(calls)
                .last()
                .asString()
                .endsWith(" gave 65537 empty pieces in a row: a piece must have at least one byte");
    }

    @Test
    void isNotExceededByAResume() {
        Transfer transfer = of(() -> piece(0));
        test.inTask(() -> {
            transfer.resume();
            transfer.resume();
        });
        assertThat(reads).isEqualTo(1_024);
        test.inTask(transfer::cancel);
    }

    @Test
    void aTransferThatWasCancelledBetweenTwoTurnsReadsNoMore() {
        Transfer transfer = of(() -> piece(0));
        test.inTask(transfer::resume);
        boolean[] cancelled = {false};
        test.loop.reactor().runSafely(() -> cancelled[0] = transfer.cancel(), transfer);
        test.turnUntilIdle();
        assertThat(cancelled[0]).isTrue();
        assertThat(reads).isEqualTo(1_024);
        assertThat(cancels).isEqualTo(1);
        assertThat(transfer.cancel()).isFalse();
        assertThat(cancels).isEqualTo(1);
    }

    @Test
    void aSinkThatHasNoRoomPausesItUntilItIsResumed() {
        room = false;
        Transfer transfer = of(() -> piece(10));
        test.inTask(transfer::resume);
        test.turnUntilIdle();
        assertThat(reads).isEqualTo(1);
        assertThat(calls).containsExactly("flush");
        test.inTask(transfer::resume);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void isNotUsedWhileTheNextPieceIsAwaited() {
        Promise<@Nullable ByteBuffer> next = test.loop.newPromise();
        Transfer transfer = of(() -> next);
        assertThat(transfer.awaitsSource()).isFalse();
        test.inTask(transfer::resume);
        test.inTask(transfer::resume);
        assertThat(reads).isEqualTo(1);
        assertThat(transfer.awaitsSource()).isTrue();
        assertThat(transfer).asString().startsWith("Transfer[").endsWith(", WAITING]");
        next.complete(null);
        test.turnUntilIdle();
        assertThat(transfer.awaitsSource()).isFalse();
        assertThat(calls).containsExactly("flush", "end");
    }

    @Test
    void aStreamThatThrowsIsCancelledAndTheSinkIsToldOnce() {
        Transfer transfer = of(() -> {
            throw new IllegalStateException("thrown");
        });
        test.inTask(transfer::resume);
        test.turnUntilIdle();
        assertThat(calls).containsExactly("thrown");
        assertThat(cancels).isEqualTo(1);
        assertThat(transfer.cancel()).isFalse();
    }

    /** The first exception is the cause; the second one may be the same. */
    @Test
    void whatTheCancelOfAStreamThrowsIsSuppressed() {
        RuntimeException first = new IllegalStateException("first");
        for (RuntimeException second : List.of(new IllegalStateException("second"), first)) {
            failures.clear();
            Transfer transfer = Transfer.of(new ThrowingStream(first, second), sink);
            test.inTask(transfer::resume);
            assertThat(failures).containsExactly(first);
        }
        assertThat(first.getSuppressed()).extracting(Throwable::getMessage).containsExactly("second");
    }

    private record ThrowingStream(RuntimeException ofRead, RuntimeException ofCancel) implements BodyStream {
        @Override
        public Future<@Nullable ByteBuffer> read() {
            throw ofRead;
        }

        @Override
        public void cancel() {
            throw ofCancel;
        }
    }

    @Test
    @SuppressWarnings("NullAway") // as a program does that NullAway does not check
    void aReadThatReturnsNullIsNamed() {
        test.inTask(() -> of(() -> null).resume());
        assertThat(failures).singleElement().asString().contains("read() returned null instead of a future");
    }
}
