// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LimitLog;
import io.snowloop.metrics.Metrics;
import io.snowloop.testing.TestLoop;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The time that a client may take, at 1,000 bytes a second with a grace of 10 s. */
class MinimumRateTest {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final TestLoop test = new TestLoop();
    private final LimitLog limits = new LimitLog(ServerOptions.class);
    private final ServerContext context = ServerContext.of(
            test.loop.reactor(),
            new ServerSetup(
                    request -> Future.completed(Response.of(Status.OK)),
                    ServerOptions.builder().minimumRate(1_000).build(),
                    null,
                    Metrics.NONE,
                    null,
                    AddressRanges.of()),
            new MemoryBudget(1, 1, limits),
            limits,
            new FailureLog(ServerOptions.DEFAULT.failureInterval()));
    private int tooSlow;
    private final MinimumRate rate = new MinimumRate(context, GRACE, () -> tooSlow++);

    @AfterEach
    void close() {
        test.close();
    }

    private void run(Runnable action) {
        test.inTask(action);
    }

    private void pass(Duration time) {
        test.ticker.advance(time);
        test.turnUntilIdle();
    }

    /** What is left of the time is {@code left}, to the nanosecond. */
    private void assertLeft(Duration left) {
        run(rate::waiting);
        pass(left.minusNanos(1));
        assertThat(tooSlow).isZero();
        pass(Duration.ofNanos(1));
        assertThat(tooSlow).isEqualTo(1);
    }

    @Test
    void theClockDoesNotRunBeforeTheClientIsWaitedFor() {
        pass(Duration.ofDays(1));
        assertLeft(GRACE);
    }

    @Test
    void waitingIsChargedOnceHoweverOftenItIsSaid() {
        run(rate::waiting);
        pass(Duration.ofSeconds(4));
        assertLeft(Duration.ofSeconds(6));
    }

    @Test
    void whatWasWaitedBeforeIsCharged() {
        run(rate::waiting);
        assertThat(rate.isWaiting()).isTrue();
        pass(Duration.ofSeconds(4));
        run(rate::satisfied);
        pass(Duration.ofDays(1));
        assertThat(tooSlow).as("it has stopped").isZero();
        assertThat(rate.isWaiting()).isFalse();
        assertLeft(Duration.ofSeconds(6));
    }

    @Test
    void aByteGivesBackAThousandthOfASecond() {
        run(rate::waiting);
        pass(Duration.ofSeconds(4));
        run(() -> rate.moved(2_500));
        assertLeft(Duration.ofMillis(8_500));
    }

    @Test
    void noNumberOfBytesGivesMoreThanTheGrace() {
        run(() -> {
            rate.waiting();
            rate.moved(Long.MAX_VALUE);
            rate.moved(10_001);
            rate.moved(10_000);
        });
        assertLeft(GRACE);
    }

    @Test
    void soManyThatTheirTimeIsTooLongToCountGiveTheGrace() {
        for (long bytes : new long[] {10_000_000_000_000L, Long.MAX_VALUE}) {
            run(rate::reset);
            run(rate::waiting);
            pass(Duration.ofSeconds(4));
            run(() -> rate.moved(bytes));
            tooSlow = 0;
            assertLeft(GRACE);
        }
    }

    /** A busy loop may look late. */
    @Test
    void theTimeThatAClientIsLateIsTakenFromWhatItsBytesGive() {
        run(rate::waiting);
        pass(GRACE.plusSeconds(3));
        assertThat(tooSlow).isEqualTo(1);
        run(() -> rate.moved(10_000));
        tooSlow = 0;
        assertLeft(Duration.ofSeconds(7));
    }

    @Test
    void bytesThatComeWhenItIsEmptyAreSeen() {
        run(rate::waiting);
        pass(GRACE);
        assertThat(tooSlow).isEqualTo(1);
        run(() -> rate.moved(0));
        assertThat(rate.isEmpty()).isTrue();
        run(() -> rate.moved(1));
        assertThat(rate.isEmpty()).isFalse();
    }

    @Test
    void anotherClientBeginsWithTheWholeGrace() {
        run(rate::waiting);
        pass(Duration.ofSeconds(9));
        run(rate::reset);
        pass(GRACE);
        assertThat(tooSlow).isZero();
        assertLeft(GRACE);
    }

    @Test
    void cancelledItLeavesNoTimer() {
        run(rate::waiting);
        assertThat(test.loop.pendingTimers()).isPositive();
        run(rate::cancel);
        assertThat(test.loop.pendingTimers()).isZero();
        assertThat(rate.isWaiting()).isFalse();
    }
}
