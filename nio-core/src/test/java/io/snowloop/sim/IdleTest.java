// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens where a program waits and no event is left. */
class IdleTest {
    private final Simulation simulation = new Simulation(1);
    private final List<Thread> others = new ArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        for (Thread other : others) {
            other.join();
        }
        simulation.close();
    }

    private void onAnotherThread(Runnable action) {
        Thread thread = new Thread(action, "another thread");
        others.add(thread);
        thread.start();
    }

    /** As {@link #onAnotherThread}, but not before this thread waits: an earlier wake-up would hide that it never comes. */
    private void onAnotherThreadOnceThisOneWaits(Runnable action) {
        Thread tester = Thread.currentThread();
        onAnotherThread(() -> {
            while (tester.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            action.run();
        });
    }

    @Test
    void aSelectWaitsForAnotherThread() throws IOException {
        simulation.idle(Idle.WAIT);
        try (Selector selector = simulation.network().openSelector()) {
            onAnotherThreadOnceThisOneWaits(selector::wakeup);
            assertThat(selector.select()).isZero();
        }
    }

    @Test
    void aLoopWaitsForATaskOfAnotherThread() throws Exception {
        simulation.idle(Idle.WAIT);
        EventLoop loop = simulation.loop("10.0.0.1");
        for (int i = 0; i < 100; i++) { // the task may come before the wait, and after it
            Promise<String> promise = loop.newPromise();
            onAnotherThread(() -> loop.execute(() -> promise.complete("computed")));
            assertThat(simulation.runUntil(promise)).isEqualTo("computed");
        }
    }

    @Test
    void whileAnEventIsLeftTheClockAdvances() throws IOException {
        simulation.idle(Idle.WAIT);
        try (Selector selector = simulation.network().openSelector()) {
            assertThat(selector.select(1_000)).isZero();
        }
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(1));
        simulation.run(); // until no event is left: it does not wait
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        simulation.idle(Idle.WAIT);
        Thread tester = Thread.currentThread();
        onAnotherThreadOnceThisOneWaits(tester::interrupt);
        try (Selector selector = simulation.network().openSelector()) {
            assertThat(selector.select()).isZero();
        }
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void byDefaultItIsADeadlock() {
        EventLoop loop = simulation.loop("10.0.0.1");
        assertThatThrownBy(() -> simulation.runUntil(loop.newPromise())).isInstanceOf(DeadlockError.class);
    }
}
