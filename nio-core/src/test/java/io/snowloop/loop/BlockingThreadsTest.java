// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Threads;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A pool of threads that may block")
class BlockingThreadsTest {
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void release() {
        end.countDown();
    }

    private void block() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void hasDaemonsWithNamesThatEndWhenTheyAreIdle() throws Exception {
        ThreadPoolExecutor pool = BlockingThreads.pool("test", 2, 1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        pool.submit(() -> worker.set(Thread.currentThread())).get();
        assertThat(worker.get().getName()).isEqualTo("test-1");
        assertThat(worker.get().isDaemon()).isTrue();
        assertThat(pool.allowsCoreThreadTimeOut()).isTrue();
        assertThat(pool.getKeepAliveTime(TimeUnit.SECONDS)).isEqualTo(5);
        pool.shutdown();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void refusesWhatIsBeyondItsBoundsAndNamesBoth(int waiting) {
        ThreadPoolExecutor pool = BlockingThreads.pool("test", 2, waiting);
        for (int i = 0; i < 2 + waiting; i++) {
            pool.execute(this::block);
        }
        assertThat(pool.getPoolSize()).isEqualTo(2);
        assertThat(pool.getQueue()).hasSize(waiting);
        try (CapturedLog log = new CapturedLog(BlockingThreads.class)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> pool.execute(() -> {}))
                        .isInstanceOf(RejectedExecutionException.class)
                        .hasMessage("all 2 threads of test are busy, and " + waiting + " more calls wait");
            }
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage())
                            .isEqualTo("maxThreads of test = 2: all are busy, maxWaiting = " + waiting
                                    + " calls wait, and further ones are refused (said once)"));
        }
        pool.shutdown();
    }

    @Test
    void saysThatItWasShutDown() {
        ThreadPoolExecutor pool = BlockingThreads.pool("test", 2, 1);
        pool.shutdown();
        assertThatThrownBy(() -> pool.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the threads of test take no more calls: the pool was shut down");
    }

    /** Without a queue, a thread that has nothing to do takes the next call. */
    @Test
    void withoutAQueueUsesItsThreadsAgain() {
        ThreadPoolExecutor pool = BlockingThreads.pool("test", 1, 0);
        CountDownLatch done = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            Threads.await(() -> accepts(pool, done));
        }
        Threads.await(() -> done.getCount() == 0);
        assertThat(pool.getLargestPoolSize()).isEqualTo(1);
        pool.shutdown();
    }

    private static boolean accepts(ThreadPoolExecutor pool, CountDownLatch done) {
        try {
            pool.execute(done::countDown);
            return true;
        } catch (RejectedExecutionException e) { // its thread is on the way back
            return false;
        }
    }

    @Test
    void hasOneThreadAtLeast() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockingThreads.pool("test", 0, 1))
                .withMessage("maxThreads must be at least 1, not 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlockingThreads.pool("test", 1, -1))
                .withMessage("maxWaiting must be at least 0, not -1");
    }
}
