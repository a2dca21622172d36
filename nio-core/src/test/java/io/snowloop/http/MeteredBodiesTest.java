// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies with a {@link Progress}, a {@link ByteRate}, or an action for each piece. */
class MeteredBodiesTest {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");
    private final List<String> log = new ArrayList<>();
    private boolean cancelled;

    @AfterEach
    void close() {
        simulation.close();
    }

    /** Collects a body, and returns after how many milliseconds it was complete. */
    private long millis(BodyStream body, int length) {
        long begin = loop.ticker().nanoTime();
        Future<Body.Bytes> collected = loop.submit(() -> body.collect(1 << 20));
        simulation.run();
        assertThat(collected.resultNow().length()).isEqualTo(length);
        return Duration.ofNanos(loop.ticker().nanoTime() - begin).toMillis();
    }

    private BodyStream stream(Future<ByteBuffer> piece) {
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return piece;
            }

            @Override
            public void cancel() {
                cancelled = true;
            }

            @Override
            public Headers trailers() {
                return Headers.of("Checksum", "1");
            }
        };
    }

    @Test
    void aProgressIsToldOfEachPieceAndTheTotal() {
        BodyStream body = Progress.of(Body.of(new byte[100_000]), (bytes, total) -> log.add(bytes + " of " + total));

        assertThat(body.length()).isEqualTo(100_000);
        millis(body, 100_000);
        assertThat(log).containsExactly("65536 of 100000", "100000 of 100000");
    }

    @Test
    void aPieceThatComesLaterIsCountedThen() {
        Promise<ByteBuffer> piece = loop.newPromise();
        BodyStream body = Progress.of(stream(piece), (bytes, total) -> log.add(bytes + " of " + total));
        Future<ByteBuffer> read = loop.submit(body::read);
        simulation.run();
        assertThat(log).isEmpty();
        piece.complete(ByteBuffer.allocate(7));
        simulation.run();

        assertThat(read.resultNow().remaining()).isEqualTo(7);
        assertThat(log).containsExactly("7 of -1");
        assertThat(body.trailers().get("Checksum")).isEqualTo("1");
        body.cancel();
        assertThat(cancelled).isTrue();
    }

    @Test
    void anActionMayUseUpItsViewOfAPieceAndCannotChangeThePiece() {
        List<Boolean> readOnly = new ArrayList<>();
        CRC32 seen = new CRC32();
        BodyStream body = Body.of("snow").stream().onPiece(piece -> {
            readOnly.add(piece.isReadOnly());
            seen.update(piece);
        });

        assertThat(body.read().resultNow().remaining()).isEqualTo(4);
        assertThat(readOnly).containsExactly(true);
        CRC32 whole = new CRC32();
        whole.update("snow".getBytes(StandardCharsets.UTF_8));
        assertThat(seen.getValue()).isEqualTo(whole.getValue());
    }

    @Test
    void whatAProgressThrowsFailsTheRead() {
        IllegalStateException thrown = new IllegalStateException("no more");
        BodyStream body = Progress.of(Body.of("a"), (bytes, total) -> {
            throw thrown;
        });

        assertThat(body.read().outcome().error()).isSameAs(thrown);
    }

    /** The burst goes at once; the rest needs its time. */
    @Test
    void aRateHoldsInTheLongRun() {
        ByteRate rate = ByteRate.perSecond(10_000).withBurst(1_000);
        BodyStream body = rate.limit(Body.of(new byte[100_000]));

        assertThat(body.length()).isEqualTo(100_000);
        assertThat(millis(body, 100_000)).isEqualTo(9_900);
        assertThat(millis(rate.limit(Body.of(new byte[500])), 500))
                .as("at once after it")
                .isEqualTo(50);
    }

    @Test
    void theBucketHoldsNoMoreThanTheBurst() {
        ByteRate rate = ByteRate.perSecond(10_000).withBurst(1_000);
        simulation.runFor(Duration.ofHours(1));

        assertThat(millis(rate.limit(Body.of(new byte[1_000])), 1_000)).isZero();
        assertThat(millis(rate.limit(Body.of(new byte[2_000])), 2_000)).isEqualTo(200);
    }

    @Test
    void theDefaultBurstIsATenthFrom1KiBTo1MiB() {
        assertThat(millis(ByteRate.perSecond(1).limit(Body.of(new byte[1_025])), 1_025))
                .isEqualTo(1_000);
        assertThat(millis(ByteRate.perSecond(100_000).limit(Body.of(new byte[110_000])), 110_000))
                .isEqualTo(1_000);
        assertThat(millis(ByteRate.perSecond(1L << 40).limit(Body.of(new byte[1 << 20])), 1 << 20))
                .isZero();
    }

    @Test
    void twoBodiesShareARate() {
        ByteRate rate = ByteRate.perSecond(10_000).withBurst(1_000);
        Future<Body.Bytes> other =
                loop.submit(() -> rate.limit(Body.of(new byte[20_000])).collect(20_000));
        long both = millis(rate.limit(Body.of(new byte[20_000])), 20_000);

        assertThat(other.isDone()).isTrue();
        assertThat(both).isEqualTo(3_900);
    }

    @Test
    void cancellingEndsThePause() {
        BodyStream body = ByteRate.perSecond(1).withBurst(1).limit(stream(Future.completed(ByteBuffer.allocate(9))));
        Future<ByteBuffer> first = loop.submit(body::read);
        Future<ByteBuffer> second = loop.submit(body::read);
        simulation.runFor(Duration.ZERO);
        assertThat(first.resultNow().remaining()).isEqualTo(1);
        loop.execute(body::cancel);
        simulation.runFor(Duration.ZERO);

        assertThat(second.isCancelled()).isTrue();
        assertThat(cancelled).isTrue();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void aRateOfNothingIsRefused() {
        assertThatThrownBy(() -> ByteRate.perSecond(0)).hasMessage("perSecond must be at least 1, not 0");
        assertThatThrownBy(() -> ByteRate.perSecond(1).withBurst(0)).hasMessage("burst must be at least 1, not 0");
    }
}
