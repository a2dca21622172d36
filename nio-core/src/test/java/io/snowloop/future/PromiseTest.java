// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PromiseTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<String> promise = new Promise<>(executor);
    private final List<String> log = new ArrayList<>();

    @Test
    void isPendingUntilItIsCompleted() {
        assertThat(promise.isDone()).isFalse();
        assertThat(promise.outcome()).isNull();
        assertThat(promise.isFailed()).isFalse();
        assertThat(promise.isCancelled()).isFalse();
        assertThat(promise).hasToString("Promise[pending]");

        assertThat(promise.complete("value")).isTrue();

        assertThat(promise.isDone()).isTrue();
        assertThat(promise.isFailed()).isFalse();
        assertThat(promise.resultNow()).isEqualTo("value");
        assertThat(promise).hasToString("Completed[value]");
    }

    @Test
    void aValueThatIsNullCompletesIt() {
        assertThat(promise.complete(null)).isTrue();

        assertThat(promise.isDone()).isTrue();
        assertThat(promise.isFailed()).isFalse();
        assertThat(promise.resultNow()).isNull();
    }

    @Test
    void resultNowOfAPendingOrFailedOneThrows() {
        IOException error = new IOException("broken");

        assertThatIllegalStateException().isThrownBy(promise::resultNow).withMessageContainingAll("pending", "await()");
        promise.fail(error);
        assertThatIllegalStateException()
                .isThrownBy(promise::resultNow)
                .withMessageContainingAll("broken", "outcome().error()")
                .withCause(error);
    }

    @Test
    void failingWithoutAnErrorIsRefused() {
        assertThatThrownBy(() -> promise.fail(null)).isInstanceOf(NullPointerException.class);
        assertThat(promise.isDone()).isFalse();
    }

    @Test
    void itsExecutorIsThatOfItsCallbacks() {
        ManualExecutor other = new ManualExecutor();

        assertThat(promise.executor()).isSameAs(executor);
        assertThat(promise.map(value -> value).executor()).isSameAs(executor);
        assertThat(promise.on(other).executor()).isSameAs(other);
        assertThat(Future.completed("value").executor()).isNull();
    }

    @Test
    void completingCallsNobodyFromInside() {
        promise.onComplete((value, error) -> log.add(value));

        promise.complete("value");

        assertThat(log).isEmpty();
        executor.runAll();
        assertThat(log).containsExactly("value");
    }

    @Test
    void addingACallbackToADoneOneCallsNobodyFromInside() {
        promise.complete("value");

        promise.onComplete((value, error) -> log.add(value));

        assertThat(log).isEmpty();
        executor.runAll();
        assertThat(log).containsExactly("value");
    }

    @Test
    void aCallbackIsGivenTheErrorAndNoValue() {
        IOException error = new IOException("broken");
        AtomicReference<Throwable> told = new AtomicReference<>();
        promise.onComplete((value, failure) -> {
            log.add("value " + value);
            told.set(failure);
        });

        promise.fail(error);
        executor.runAll();

        assertThat(log).containsExactly("value null");
        assertThat(told).hasValue(error);
    }

    @Test
    void callbacksRunInTheOrderInWhichTheyWereAdded() {
        for (int i = 0; i < 5; i++) {
            int number = i;
            promise.onComplete((value, error) -> log.add("before " + number));
        }
        promise.complete("value");
        for (int i = 0; i < 3; i++) {
            int number = i;
            promise.onComplete((value, error) -> log.add("after " + number));
        }

        executor.runAll();

        assertThat(log)
                .containsExactly(
                        "before 0", "before 1", "before 2", "before 3", "before 4", "after 0", "after 1", "after 2");
    }

    @Test
    void callbacksStandInTheQueueBetweenOtherTasks() {
        promise.onComplete((value, error) -> log.add("callback"));
        executor.execute(() -> log.add("task before"));
        promise.complete("value");
        executor.execute(() -> log.add("task after"));

        executor.runAll();

        assertThat(log).containsExactly("task before", "callback", "task after");
    }

    @Test
    void aCallbackRunsOnceThoughCompletedTwice() {
        promise.onComplete((value, error) -> log.add(value + " " + error));

        assertThat(promise.complete("first")).isTrue();
        assertThat(promise.complete("second")).isFalse();
        assertThat(promise.fail(new IOException())).isFalse();
        assertThat(promise.cancel()).isFalse();
        executor.runAll();

        assertThat(log).containsExactly("first null");
        assertThat(promise.resultNow()).isEqualTo("first");
    }

    @Test
    void aCallbackThatThrowsHarmsNoOther() {
        RuntimeException thrown = new RuntimeException("mine");
        promise.onComplete((value, error) -> log.add("first"))
                .onComplete((value, error) -> {
                    throw thrown;
                })
                .onComplete((value, error) -> log.add("third"));

        promise.complete("value");
        executor.runAll();

        assertThat(log).containsExactly("first", "third");
        assertThat(executor.errors()).containsExactly(thrown);
        assertThat(promise.resultNow()).isEqualTo("value");
    }

    @Test
    void aCallbackMayAddAnother() {
        promise.onComplete((value, error) -> {
            log.add("outer");
            promise.onComplete((sameValue, sameError) -> log.add("inner"));
            log.add("outer ends");
        });

        promise.complete("value");
        executor.runAll();

        assertThat(log).containsExactly("outer", "outer ends", "inner");
    }

    @Test
    void ofManyThreadsThatCompleteItOneWins() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CyclicBarrier start = new CyclicBarrier(threads);
        try {
            for (int round = 0; round < 500; round++) {
                Promise<Integer> contended = new Promise<>(executor);
                AtomicInteger winners = new AtomicInteger();
                AtomicInteger winner = new AtomicInteger();
                AtomicInteger calls = new AtomicInteger();
                CountDownLatch finished = new CountDownLatch(threads);
                for (int i = 0; i < threads; i++) {
                    int number = i;
                    pool.execute(() -> {
                        try {
                            start.await(30, TimeUnit.SECONDS);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                        contended.onComplete((value, error) -> calls.incrementAndGet());
                        if (contended.complete(number)) {
                            winners.incrementAndGet();
                            winner.set(number);
                        }
                        finished.countDown();
                    });
                }
                assertThat(finished.await(30, TimeUnit.SECONDS)).isTrue();
                executor.runAll();

                assertThat(winners).hasValue(1);
                assertThat(contended.resultNow()).isEqualTo(winner.get());
                assertThat(calls).hasValue(threads);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void onCancelRunsIfItIsCancelledAndOnlyThen() {
        promise.onCancel(() -> log.add("stopped"));
        promise.cancel();
        assertThat(log).isEmpty();
        executor.runAll();
        assertThat(log).containsExactly("stopped");

        Promise<String> completed = new Promise<>(executor);
        completed.onCancel(() -> log.add("completed is not cancelled")).complete("value");
        Promise<String> failed = new Promise<>(executor);
        failed.onCancel(() -> log.add("failed is not cancelled")).fail(new IOException());
        executor.runAll();
        assertThat(log).containsExactly("stopped");
    }

    @Test
    void anExecutorThatRefusesOneCallbackLeavesNoThreadWaiting() throws Exception {
        EventExecutor closed = new RefusingExecutor();
        Promise<String> orphan = new Promise<>(closed);
        orphan.onComplete((value, error) -> log.add("never"));
        CountDownLatch added = new CountDownLatch(1);
        AtomicReference<String> awaited = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                added.countDown();
                awaited.set(orphan.await());
            } catch (Exception e) {
                awaited.set(e.toString());
            }
        });
        waiter.start();
        added.await();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> orphan.complete("value")).isInstanceOf(RejectedExecutionException.class);
        waiter.join(30_000);

        assertThat(awaited).hasValue("value");
    }

    private static final class RefusingExecutor implements EventExecutor {
        @Override
        public void execute(Runnable task) {
            throw new RejectedExecutionException("closed");
        }

        @Override
        public Cancellable schedule(java.time.Duration delay, Runnable task) {
            throw new RejectedExecutionException("closed");
        }

        @Override
        public boolean inEventLoop() {
            return false;
        }
    }
}
