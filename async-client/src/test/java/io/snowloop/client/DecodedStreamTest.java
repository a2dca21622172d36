// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.DecodedStream.Layer;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.testing.TestLoop;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the decoders of a body do together: each of them makes more of it, or less. */
class DecodedStreamTest {
    private static final int SHARE = 256 * 1024;
    private static final int WITHOUT_DATA = 128 * 1024;

    private final TestLoop test = new TestLoop();

    /** How many bytes all decoders got. */
    private int taken;

    @AfterEach
    void close() {
        test.close();
    }

    /** Makes pieces of one size of pieces of another one: {@code from} bytes become {@code to}. */
    private final class Scale implements ContentDecoder {
        private final int from;
        private final int to;
        private int left;
        private boolean dry;

        Scale(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void feed(ByteBuffer encoded) {
            left += encoded.remaining();
            taken += encoded.remaining();
            encoded.position(encoded.limit());
        }

        @Override
        public ByteBuffer next() {
            if (dry || left < from) {
                return null;
            }
            left -= from;
            return ByteBuffer.allocate(to);
        }

        @Override
        public boolean mayEnd() {
            return true;
        }

        @Override
        public void close() {}
    }

    private static final BodyStream BYTES = BodyStream.of(() -> Future.completed(ByteBuffer.allocate(1)));

    private static BodyStream decoded(Scale... layers) {
        return new DecodedStream(
                BYTES,
                List.of(layers).stream().map(scale -> new Layer("scale", scale)).toList());
    }

    /** A loop that must not wait for one body: the others have their turn. */
    @Test
    void inATurnTheyTakeAShare() {
        BodyStream body = decoded(new Scale(1, 64 * 1024), new Scale(64 * 1024, 16 * 1024));
        test.inTask(() -> {
            Future<ByteBuffer> piece = body.read();
            for (int i = 0; piece.isDone() && i < 100; i++) {
                piece = body.read();
            }
        });
        assertThat(taken).isBetween(SHARE, SHARE + 64 * 1024);
        test.turn();
        assertThat(taken).isGreaterThan(SHARE + 64 * 1024);
    }

    @Test
    void aReadThatIsCancelledMeanwhileLosesNothing() {
        BodyStream body = decoded(new Scale(1, 64 * 1024), new Scale(64 * 1024, 16 * 1024));
        test.inTask(() -> {
            Future<ByteBuffer> piece = body.read();
            for (int i = 0; piece.isDone() && i < 100; i++) {
                piece = body.read();
            }
            piece.cancel();
        });
        test.turnUntilIdle();
        Future<ByteBuffer> next = test.turnUntilDone(test.loop.submit(body::read));
        assertThat(next.resultNow().remaining()).isEqualTo(16 * 1024);
    }

    /** Each of them has a byte of 32. Without a bound of all together five would have one of 33 million. */
    @Test
    void theyHaveABoundTogether() {
        BodyStream body = decoded(new Scale(1, 64 * 1024), new Scale(64 * 1024, 2 * 1024), new Scale(2 * 1024, 64));
        assertRefused(body, 3 * WITHOUT_DATA);
    }

    /** However much data there was before. */
    @Test
    void dataMakesUpForBytesThatFollowWithin128KiB() {
        Scale scale = new Scale(1, 1);
        BodyStream body = decoded(scale);
        for (int i = 0; i < 10_000; i++) {
            assertThat(test.turnUntilDone(test.loop.submit(body::read))
                            .resultNow()
                            .remaining())
                    .isEqualTo(1);
        }
        scale.dry = true;
        taken = 0;
        assertRefused(body, WITHOUT_DATA);
    }

    private void assertRefused(BodyStream body, int most) {
        Completed<ByteBuffer> outcome;
        int reads = 0;
        do {
            outcome = test.turnUntilDone(test.loop.submit(body::read)).outcome();
        } while (outcome.error() == null && ++reads < 10_000);
        assertThat(outcome.error())
                .isInstanceOf(ZipException.class)
                .hasMessage("the scale stream is damaged: it has too many bytes without data");
        assertThat(taken).isBetween(most / 2, 2 * most);
    }
}
