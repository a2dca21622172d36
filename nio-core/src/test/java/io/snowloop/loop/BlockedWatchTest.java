// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockedWatchTest {
    private final TestLoop test = new TestLoop();
    private final CapturedLog log = new CapturedLog(EventLoop.class);
    private final BlockedWatch watch = new BlockedWatch(List.of(test.loop), Duration.ofSeconds(5));

    @AfterEach
    void close() {
        log.close();
        test.close();
    }

    @Test
    void aLoopThatDoesNotComeBackIsLoggedWithItsStackWhileItIsAway() {
        test.inTask(() -> {
            watch.check();
            checkAfter(4);
            assertThat(log.records()).isEmpty();
            checkAfter(1);

            assertThat(messages())
                    .singleElement()
                    .satisfies(message -> assertThat(message)
                            .contains(
                                    test.loop + " is blocked",
                                    "5000 ms",
                                    getClass().getName(),
                                    "EventLoop.runTask"));
            checkAfter(4);
            assertThat(messages()).hasSize(1);
            checkAfter(1);
            assertThat(messages()).as("twice as long").hasSize(2);
        });
        test.inTask(() -> {});
        test.inTask(watch::check);

        assertThat(messages()).hasSize(3).last().isEqualTo(test.loop + " is no longer blocked");
    }

    @Test
    void aLoopThatComesBackAndFallsAsleepIsNoLongerBlocked() {
        test.inTask(() -> {
            watch.check();
            checkAfter(5);
        });
        test.inTask(() -> test.loop.schedule(Duration.ofHours(1), () -> {}));
        test.provider.beforeNextWait(() -> {
            watch.check();
            watch.check();
        });
        test.turn();

        assertThat(messages()).hasSize(2).last().isEqualTo(test.loop + " is no longer blocked");
    }

    @Test
    void aLoopWhoseClockThrowsDoesNotEndTheWatchOfTheOthers() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        EventLoop loop = withClock(broken);
        BlockedWatch watching = new BlockedWatch(List.of(loop), Duration.ofMillis(1));
        broken.set(true);
        Thread thread = watching.start();
        try {
            Threads.await(() -> log.records().size() >= 2);
        } finally {
            watching.stop();
            broken.set(false);
            loop.close();
        }
        Threads.awaitEnd(thread);

        assertThat(messages()).containsOnly("the watch of the loops failed");
        assertThat(log.records().get(0).getThrown()).hasMessage("the clock is broken");
    }

    private static EventLoop withClock(AtomicBoolean broken) throws IOException {
        Ticker clock = () -> {
            if (broken.get()) {
                throw new IllegalStateException("the clock is broken");
            }
            return 0;
        };
        return EventLoop.open(EventLoopOptions.builder().ticker(clock).build());
    }

    /** Its loop is left, and perhaps closed. */
    @Test
    void aWatchThatIsStoppedLooksAtNothing() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        EventLoop loop = withClock(broken);
        BlockedWatch patient = new BlockedWatch(List.of(loop), Duration.ofDays(1));
        broken.set(true);
        Thread thread = patient.start();
        Threads.await(() -> thread.getState() == Thread.State.TIMED_WAITING);

        patient.stop();
        Threads.awaitEnd(thread);

        broken.set(false);
        loop.close();
        assertThat(log.records()).isEmpty();
    }

    @Test
    void aLoopThatTurnsIsNotLogged() {
        for (int i = 0; i < 10; i++) {
            test.inTask(() -> {
                watch.check();
                checkAfter(4);
            });
        }

        assertThat(log.records()).isEmpty();
    }

    @Test
    void aLoopThatWaitsIsNotLogged() {
        test.inTask(() -> test.loop.schedule(Duration.ofHours(1), () -> {}));
        test.provider.beforeNextWait(() -> {
            watch.check();
            checkAfter(60);
            checkAfter(60);
        });
        test.turn();

        assertThat(log.records()).isEmpty();
    }

    @Test
    void aLoopThatIsClosedIsNotLogged() {
        test.loop.close();
        watch.check();
        checkAfter(60);
        checkAfter(60);

        assertThat(log.records()).isEmpty();
    }

    @Test
    void itsThreadEndsWhenItIsStopped() throws InterruptedException {
        BlockedWatch patient = new BlockedWatch(List.of(test.loop), Duration.ofDays(1));
        Thread thread = patient.start();
        assertThat(thread.isDaemon()).isTrue();
        Threads.await(() -> thread.getState() == Thread.State.TIMED_WAITING);

        patient.stop();
        thread.join(30_000);

        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aLoopThatItsCallerRunsIsWatched() throws Exception {
        EventLoopOptions hasty =
                EventLoopOptions.builder().blockedAfter(Duration.ofMillis(1)).build();
        try (EventLoop loop = EventLoop.open(hasty)) {
            loop.execute(() -> Threads.await(() -> !messages().isEmpty()));
            loop.execute(loop::stop);

            loop.run();

            assertThat(messages().get(0))
                    .contains(
                            loop + " is blocked",
                            "Its thread, " + Thread.currentThread().getName() + ", is at");
        }
    }

    private void checkAfter(long seconds) {
        test.ticker.advance(Duration.ofSeconds(seconds));
        watch.check();
    }

    private List<String> messages() {
        return log.records().stream().map(LogRecord::getMessage).toList();
    }
}
