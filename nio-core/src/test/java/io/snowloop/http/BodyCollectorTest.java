// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BodyCollectorTest {
    private final TestLoop test = new TestLoop();
    private final Pieces pieces = new Pieces();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void collectsPiecesThatAreThere() {
        pieces.add("hel").add("lo").end();

        assertThat(collect(100).resultNow().text()).isEqualTo("hello");
    }

    @Test
    void collectsPiecesThatComeLater() {
        Promise<ByteBuffer> first = pieces.later();
        Promise<ByteBuffer> second = pieces.add("b").later();
        pieces.add("d").end();
        Future<Body.Bytes> collected = collect(100);

        first.complete(bytes("a"));
        test.turnUntilIdle();
        assertThat(collected.isDone()).isFalse();
        second.complete(bytes("c"));
        test.turnUntilDone(collected);

        assertThat(collected.resultNow().text()).isEqualTo("abcd");
    }

    @Test
    void collectsManyPiecesWithoutADeepStack() {
        for (int i = 0; i < 100_000; i++) {
            pieces.add("x");
        }
        pieces.end();

        Future<Body.Bytes> collected = collect(100_000);
        test.turnUntilDone(collected);

        assertThat(collected.resultNow().length()).isEqualTo(100_000);
    }

    @Test
    void refusesABodyThatSaysItIsTooLongWithoutReadingIt() {
        pieces.length = 101;

        Future<Body.Bytes> collected = collect(100);

        assertThat(collected.outcome().error()).isInstanceOf(BodyTooLargeException.class);
        assertThat(pieces.cancelled).isTrue();
    }

    @Test
    void refusesABodyThatTurnsOutTooLongAndCancelsTheRest() {
        pieces.add("12345").add("678").add("never read");

        Future<Body.Bytes> collected = collect(7);

        assertThat(collected.outcome().error()).isInstanceOf(BodyTooLargeException.class);
        assertThat(pieces.cancelled).isTrue();
        assertThat(pieces.waiting).hasSize(1);
    }

    @Test
    void acceptsABodyOfExactlyTheLimit() {
        pieces.length = 7;
        pieces.add("12345").add("67").end();

        assertThat(collect(7).resultNow().length()).isEqualTo(7);
    }

    @Test
    void failsIfTheBodyBreaksOff() {
        IOException error = new IOException("broken");
        pieces.add("hel");
        pieces.waiting.add(Future.failed(error));

        assertThat(collect(100).outcome().error()).isSameAs(error);
    }

    @Test
    void cancelledCancelsTheBody() {
        pieces.later();
        Future<Body.Bytes> collected = collect(100);

        collected.cancel();
        test.turnUntilIdle();

        assertThat(pieces.cancelled).isTrue();
    }

    @Test
    void failsIfReadingThrows() {
        RuntimeException thrown = new RuntimeException("mine");
        Promise<ByteBuffer> first = pieces.later();
        pieces.thrown = thrown;
        Future<Body.Bytes> collected = collect(100);

        first.complete(bytes("a"));
        test.turnUntilIdle();

        assertThat(collected.isDone()).isTrue();
        assertThat(collected.outcome().error()).isSameAs(thrown);
    }

    private Future<Body.Bytes> collect(long limit) {
        Queue<Future<Body.Bytes>> result = new ArrayDeque<>();
        test.inTask(() -> result.add(pieces.collect(limit)));
        return result.remove();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A stream whose pieces the test has laid out. */
    private final class Pieces implements BodyStream {
        private final Queue<Future<ByteBuffer>> waiting = new ArrayDeque<>();
        private RuntimeException thrown;
        private long length = -1;
        private boolean cancelled;

        Pieces add(String text) {
            waiting.add(Future.completed(bytes(text)));
            return this;
        }

        Promise<ByteBuffer> later() {
            Promise<ByteBuffer> promise = test.loop.newPromise();
            waiting.add(promise);
            return promise;
        }

        void end() {
            waiting.add(Future.completed(null));
        }

        @Override
        public Future<ByteBuffer> read() {
            if (waiting.isEmpty() && thrown != null) {
                throw thrown;
            }
            return waiting.remove();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public long length() {
            return length;
        }
    }
}
