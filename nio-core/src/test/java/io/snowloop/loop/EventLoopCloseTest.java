// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLoopCloseTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();

    @Test
    void closesTheChannelsAndTellsTheirHandlersOnce() throws IOException {
        try (Loopback one = new Loopback(loop.reactor().provider()).fill();
                Loopback two = new Loopback(loop.reactor().provider())) {
            RecordingHandler handler = new RecordingHandler(() -> {});
            RecordingHandler other = new RecordingHandler(() -> {});
            loop.reactor().register(one.source, SelectionKey.OP_READ, handler);
            loop.reactor().register(two.source, 0, other);

            test.close();
            test.close();

            assertThat(one.source.isOpen()).isFalse();
            assertThat(two.source.isOpen()).isFalse();
            assertThat(handler.calls).containsExactly("closed");
            assertThat(handler.cause).isNull();
            assertThat(other.calls).containsExactly("closed");
        }
    }

    /** As a protocol that connects again when its connection ends. */
    @Test
    void endsWhatTheEndOfAChannelHasBegun() throws IOException {
        List<Loopback> channels = new ArrayList<>();
        registerAgainAndAgain(channels, 5);

        test.close();

        assertThat(channels).hasSize(5).allSatisfy(channel -> {
            assertThat(channel.source.isOpen()).isFalse();
            channel.close();
        });
    }

    private void registerAgainAndAgain(List<Loopback> channels, int times) {
        Loopback channel = new Loopback(loop.reactor().provider());
        channels.add(channel);
        register(channel, new RecordingHandler(() -> {}) {
            @Override
            public void closed(Throwable cause) {
                if (times > 1) {
                    registerAgainAndAgain(channels, times - 1);
                }
            }
        });
    }

    @Test
    void leavesChannelsAloneThatWereTakenOutOfIt() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider())) {
            RecordingHandler handler = new RecordingHandler(() -> {});
            loop.reactor()
                    .register(channel.source, SelectionKey.OP_READ, handler)
                    .cancel();

            test.close();

            assertThat(handler.calls).isEmpty();
            assertThat(channel.source.isOpen()).isTrue();
        }
    }

    @Test
    void aHandlerThatThrowsHindersNoOther() throws IOException {
        RuntimeException thrown = new RuntimeException("mine");
        try (Loopback one = new Loopback(loop.reactor().provider());
                Loopback two = new Loopback(loop.reactor().provider())) {
            ReadyHandler thrower = new ReadyHandler() {
                @Override
                public void ready(int readyOps) {}

                @Override
                public void closed(@Nullable Throwable cause) {
                    throw thrown;
                }
            };
            loop.reactor().register(one.source, 0, thrower);
            loop.reactor().register(two.source, 0, thrower);

            loop.close();

            assertThat(test.reports.takeErrors()).containsExactly(thrown, thrown);
            assertThat(one.source.isOpen()).isFalse();
            assertThat(two.source.isOpen()).isFalse();
        }
    }

    @Test
    void runsTheTasksThatAreQueuedAndThoseThatTheyQueue() {
        loop.execute(() -> {
            log.add("task");
            loop.execute(() -> log.add("its task"));
        });
        Threads.runElsewhere(() -> loop.execute(() -> log.add("another thread's task")));

        test.close();

        assertThat(log).containsExactly("task", "another thread's task", "its task");
    }

    @Test
    void aTaskThatQueuesItselfForEverDoesNotKeepItOpen() {
        AtomicInteger runs = new AtomicInteger();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                runs.incrementAndGet();
                loop.execute(this);
            }
        });

        loop.close();

        assertThat(loop.isClosed()).isTrue();
        assertThat(runs).hasPositiveValue();
        test.reports.take(); // its last attempt may have been refused
    }

    @Test
    void closesTheChannelsThatItsLastTasksRegister() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider())) {
            RecordingHandler handler = new RecordingHandler(() -> {});
            loop.execute(() -> loop.execute(() -> register(channel, handler)));

            test.close();

            assertThat(channel.source.isOpen()).isFalse();
            assertThat(handler.calls).containsExactly("closed");
        }
    }

    private void register(Loopback channel, ReadyHandler handler) {
        try {
            loop.reactor().register(channel.source, 0, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoeverSleepsIsTold() {
        Future<?> sleep = loop.sleep(Duration.ofHours(1));
        Future<?> derived = sleep.map(slept -> "slept");
        loop.execute(() ->
                loop.execute(() -> loop.sleep(Duration.ZERO).onComplete((value, error) -> log.add("" + error))));

        test.close();

        assertThat(sleep.isCancelled()).isTrue();
        assertThat(derived.outcome().error()).hasMessage(loop + " was closed");
        assertThat(log).singleElement().asString().endsWith(loop + " was closed");
    }

    @Test
    void firesNoTimer() {
        test.inTask(() -> loop.schedule(Duration.ZERO, () -> log.add("timer")));

        test.close();

        assertThat(log).isEmpty();
    }

    @Test
    void refusesTasksAndTimersFromThenOn() {
        test.close();

        assertThatThrownBy(() -> loop.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining(loop + " is closed");
        assertThatThrownBy(() -> loop.schedule(Duration.ZERO, () -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> loop.submit(() -> {
                    throw new AssertionError("called");
                }))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void refusesToRunFromThenOn() {
        test.close();

        assertThat(loop.isClosed()).isTrue();
        assertThatIllegalStateException().isThrownBy(loop::runOnce).withMessageContaining(loop + " is closed");
        assertThatIllegalStateException().isThrownBy(loop::run);
    }

    @Test
    void aTimerMayBeCancelledAfterIt() {
        Timer timer = loop.schedule(Duration.ofHours(1), () -> log.add("timer"));

        test.close();

        assertThat(timer.cancel()).isTrue();
        assertThat(timer.isEnded()).isTrue();
    }

    @Test
    void callbacksAreTheLoopsWhileItCloses() {
        loop.execute(() -> {
            loop.reactor().checkThread();
            log.add(Scheduler.current() == loop ? "current" : "not current");
        });

        test.close();

        assertThat(log).containsExactly("current");
    }

    /** Either a task is refused, or it runs: somebody may wait for it. */
    @Test
    void everyTaskThatWasNotRefusedRuns() throws Exception {
        for (int round = 0; round < 200; round++) {
            EventLoop closing = EventLoop.open();
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger ran = new AtomicInteger();
            AtomicBoolean started = new AtomicBoolean();
            Thread submitter = Threads.start("submitter", () -> {
                try {
                    while (true) {
                        closing.execute(ran::incrementAndGet);
                        accepted.incrementAndGet();
                        started.set(true);
                        while (accepted.get() - ran.get() > 100 && !closing.isClosed()) {
                            Threads.giveWay();
                        }
                    }
                } catch (RejectedExecutionException e) {
                    started.set(true);
                }
            });
            while (!started.get()) {
                Threads.giveWay();
            }
            closing.close();
            Threads.awaitEnd(submitter);

            assertThat(ran).as("tasks that ran, in round %d", round).hasValue(accepted.get());
        }
    }
}
