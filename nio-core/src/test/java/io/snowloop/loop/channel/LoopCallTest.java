// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions on a loop for which the caller waits. */
class LoopCallTest {
    private static final Duration AT_ONCE = Duration.ofNanos(1);
    private static final EventLoopOptions HASTY =
            EventLoopOptions.builder().startWithin(AT_ONCE).build();

    private EventLoopGroup group;
    private EventLoop loop;

    @BeforeEach
    void start() throws IOException {
        group = EventLoopGroup.start(1, HASTY);
        loop = group.next();
    }

    @AfterEach
    void close() {
        group.close();
    }

    @Test
    void byTheThreadThatMayTouchTheLoopRunAtOnce() throws IOException {
        try (TestLoop test = new TestLoop()) {
            assertThat(LoopCall.on(test.loop.reactor(), Thread::currentThread)).isSameAs(Thread.currentThread());
        }
    }

    @Test
    void byAnotherThreadRunOnTheLoop() throws IOException {
        assertThat(LoopCall.on(loop.reactor(), Thread::currentThread).getName()).isEqualTo("snowloop-" + loop);
    }

    @Test
    void failIfNoThreadRunsTheLoop() throws Exception {
        try (Simulation simulation = new Simulation(1);
                EventLoop idle = EventLoop.open(HASTY);
                EventLoop simulated = EventLoop.open(simulation.options("10.0.0.1").toBuilder()
                        .startWithin(AT_ONCE)
                        .build())) {
            for (EventLoop each : List.of(idle, simulation.add(simulated))) {
                AtomicBoolean ran = new AtomicBoolean();
                FutureTask<@Nullable Void> other = new FutureTask<>(() -> {
                    LoopCall.on(each.reactor(), () -> ran.getAndSet(true));
                    return null;
                });
                Threads.start("other", other);
                assertThatThrownBy(other::get)
                        .cause()
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageStartingWith(
                                "no thread runs " + each + ", and this call waits for it: call it on thread "
                                        + Thread.currentThread().getName())
                        .hasMessageEndingWith("EventLoopOptions.startWithin");
                each.runNow();
                assertThat(ran).as("it is not run later, without its caller").isFalse();
            }
        }
    }

    /** It is busy, and has not begun yet. */
    @Test
    void waitForALoopThatRuns() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        loop.execute(() -> Threads.await(over::get));
        FutureTask<Thread> other = new FutureTask<>(() -> LoopCall.on(loop.reactor(), Thread::currentThread));
        Thread thread = Threads.start("other", other);
        Threads.await(() -> thread.getState() == Thread.State.WAITING);
        over.set(true);
        assertThat(other.get().getName()).isEqualTo("snowloop-" + loop);
    }

    @Test
    void failAsTheActionDoes() {
        IOException broken = new IOException("broken");
        assertThatThrownBy(() -> LoopCall.on(loop.reactor(), () -> {
                    throw broken;
                }))
                .isSameAs(broken);
    }

    @Test
    void failWithTheCauseIfTheActionHasABug() {
        IllegalStateException bug = new IllegalStateException("bug");
        assertThatThrownBy(() -> LoopCall.on(loop.reactor(), () -> {
                    throw bug;
                }))
                .isInstanceOf(IOException.class)
                .hasCause(bug);
    }

    @Test
    void thatAreInterruptedSaySoAndLeaveTheInterrupt() {
        AtomicBoolean over = new AtomicBoolean();
        loop.execute(() -> Threads.await(over::get));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> LoopCall.on(loop.reactor(), Thread::currentThread))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining(loop.toString());
        } finally {
            over.set(true);
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
