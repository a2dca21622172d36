// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Context;
import io.snowloop.future.ContextKey;
import io.snowloop.future.Future;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A call that blocks")
class OffloadTest {
    private final TestLoop test = new TestLoop();
    private final Queue<Runnable> workers = new ArrayDeque<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void hasItsOutcomeOnTheLoop() {
        List<Object> log = new ArrayList<>();
        test.loop.blocking(workers::add, () -> "read").onComplete((value, error) -> log.add(value));
        IOException failure = new IOException("no file");
        test.loop
                .blocking(workers::add, () -> {
                    throw failure;
                })
                .onComplete((value, error) -> log.add(error));
        test.turnUntilIdle();
        assertThat(log).isEmpty();
        workers.forEach(Runnable::run);
        assertThat(log).isEmpty();
        test.turnUntilIdle();
        assertThat(log).containsExactly("read", failure);
    }

    @Test
    void runsInTheContextOfItsCaller() {
        ContextKey<String> user = ContextKey.of("user");
        Context context = Context.EMPTY.with(user, "Holle");
        Future<String> read = context.call(
                () -> test.loop.blocking(workers::add, () -> Context.current().get(user)));
        workers.forEach(Runnable::run);
        assertThat(read.resultNow()).isEqualTo("Holle");
    }

    @Test
    void isInterruptedIfItIsCancelled() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<Void> read = test.loop.blocking(threads, () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return null;
        });
        begun.await();
        read.cancel();
        test.turnUntilIdle();
        interrupted.await(); // the time-out of all tests ends this if it is not
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    /** It comes after the cancel, so no one else could. */
    @Test
    void cancelsAResourceThatNoOneGets() {
        List<Thread> cancelled = new ArrayList<>();
        Cancellable resource = () -> cancelled.add(Thread.currentThread());
        List<Runnable> begun = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Future<?>[] read = {null};
            read[0] = test.loop.blocking(workers::add, () -> {
                try {
                    read[0].cancel();
                } catch (RejectedExecutionException e) {
                    // the loop is closed: it is cancelled all the same, and no callback says so
                }
                return resource;
            });
            begun.add(workers.remove());
        }
        begun.get(0).run();
        assertThat(cancelled).as("on the loop").isEmpty();
        test.turnUntilIdle();
        assertThat(cancelled).hasSize(1);
        test.loop.close();
        begun.get(1).run();
        assertThat(cancelled).as("by the worker, if the loop is closed").hasSize(2);
    }

    @Test
    void leavesTheQueueIfItIsCancelledBefore() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>());
        CountDownLatch end = new CountDownLatch(1);
        test.loop.blocking(pool, () -> end.await(1, TimeUnit.MINUTES)).onComplete((value, error) -> {});
        Future<String> second = test.loop.blocking(pool, () -> "never");
        assertThat(pool.getQueue()).hasSize(1);
        second.cancel();
        test.turnUntilIdle();
        assertThat(pool.getQueue()).isEmpty();
        end.countDown();
        pool.shutdown();
    }

    @Test
    void failsIfNoThreadTakesIt() {
        RejectedExecutionException full = new RejectedExecutionException("full");
        Future<String> read = test.loop.blocking(
                task -> {
                    throw full;
                },
                () -> "never");
        assertThat(read.outcome().error()).isSameAs(full);
    }
}
