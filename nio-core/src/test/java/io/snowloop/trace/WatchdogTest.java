// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.VirtualTicker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final StackTraceElement FRAME = new StackTraceElement("org.example.Report", "render", "R.java", 31);

    private final VirtualTicker ticker = new VirtualTicker();
    private final AtomicInteger samples = new AtomicInteger();
    private final AtomicInteger checks = new AtomicInteger();
    private Runnable duringSample = () -> {};
    private final Watchdog watchdog =
            new Watchdog(ticker, Duration.ofMillis(100).toNanos(), this::stack, () -> checks.incrementAndGet());

    private StackTraceElement[] stack(Thread thread) {
        samples.incrementAndGet();
        duringSample.run();
        return new StackTraceElement[] {FRAME};
    }

    private void checkAfter(long millis) {
        ticker.advance(Duration.ofMillis(millis));
        watchdog.check();
    }

    @Test
    void samplesACallbackThatItFindsAgainAfterHalfTheTime() {
        watchdog.runner(Thread.currentThread());
        watchdog.running(7);
        checkAfter(25);
        checkAfter(25);
        assertThat(watchdog.sampleOf(7)).isNull();
        checkAfter(25);

        assertThat(watchdog.sampleOf(7)).isEqualTo(new StackSample(7, List.of(FRAME)));
        assertThat(watchdog.sampleOf(8)).as("the sample of another callback").isNull();
        checkAfter(25);
        checkAfter(25);
        assertThat(samples).as("one for each callback").hasValue(1);
        assertThat(checks).hasValue(5);
    }

    @Test
    void takesNoSampleOfShortCallbacksInARow() {
        watchdog.runner(Thread.currentThread());
        for (int number = 0; number < 20; number++) {
            watchdog.running(number);
            checkAfter(25);
        }

        assertThat(samples).hasValue(0);
    }

    @Test
    void takesNoSampleOfAnIdleLoop() {
        watchdog.runner(Thread.currentThread());
        checkAfter(1000);
        checkAfter(1000);

        assertThat(samples).hasValue(0);
    }

    @Test
    void takesNoSampleBeforeItKnowsTheThread() {
        watchdog.running(7);
        checkAfter(1000);
        checkAfter(1000);

        assertThat(samples).hasValue(0);
    }

    @Test
    void aSampleThatMayBeOfTheNextCallbackIsDropped() {
        watchdog.runner(Thread.currentThread());
        watchdog.running(7);
        duringSample = () -> watchdog.running(8);
        checkAfter(25);
        checkAfter(100);

        assertThat(samples).hasValue(1);
        assertThat(watchdog.sampleOf(7)).isNull();
        assertThat(watchdog.sampleOf(8)).isNull();
    }

    @Test
    void itsThreadChecksPeriodicallyUntilItIsStopped() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(3);
        Watchdog real = new Watchdog(ticker, Duration.ofMillis(4).toNanos(), this::stack, looked::countDown);
        real.start("watchdog of this test");
        Thread thread = threadNamed("watchdog of this test");

        assertThat(thread.isDaemon()).isTrue();
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
        real.stop();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void itsThreadEndsWhenItIsInterrupted() throws InterruptedException {
        Watchdog real = new Watchdog(ticker, Duration.ofHours(4).toNanos(), this::stack, () -> {});
        real.start("another watchdog of this test");
        Thread thread = threadNamed("another watchdog of this test");

        thread.interrupt();
        thread.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(thread.isAlive()).isFalse();
    }

    static Thread threadNamed(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
