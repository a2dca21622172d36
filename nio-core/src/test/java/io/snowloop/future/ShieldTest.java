// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A future that lasts, such as the end of a server, does not keep what was made of it and is done. */
class ShieldTest {
    private static final ManualExecutor EXECUTOR = new ManualExecutor();
    private static final ManualExecutor OTHER = new ManualExecutor();

    private final Promise<String> lasting = new Promise<>(EXECUTOR);

    static Stream<Arguments> uses() {
        return Stream.of(
                use("cancel", shield -> shield),
                use("map", shield -> shield.map(String::length)),
                use("flatMap", shield -> Future.completed("go").on(EXECUTOR).flatMap(any -> shield)),
                use("race", shield -> Future.race(EXECUTOR, List.of(shield, Future.completed("work")))),
                use("race elsewhere", shield -> Future.race(OTHER, List.of(shield, Future.completed("work")))),
                use("any", shield -> Future.any(EXECUTOR, List.of(shield, Future.completed("work")))),
                use("all", shield -> Future.all(EXECUTOR, List.of(shield, Future.failed(new Exception("broken"))))),
                use("allSettled", shield -> Future.allSettled(EXECUTOR, List.of(shield))),
                use("timeout", shield -> shield.timeout(Duration.ofSeconds(1))),
                use("on", shield -> shield.on(OTHER)),
                use("shield", Future::shield),
                use("toCompletableFuture", shield -> Future.from(EXECUTOR, shield.toCompletableFuture())));
    }

    private static Arguments use(String name, Function<Future<String>, Future<?>> use) {
        return Arguments.of(name, use);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void thatIsDoneLeavesItsSource(String name, Function<Future<String>, Future<?>> use) {
        for (int i = 0; i < 10_000; i++) {
            Future<String> shield = lasting.shield();
            Future<?> made = use.apply(shield);
            runAll();
            if (name.equals("timeout") && i % 2 == 0) {
                EXECUTOR.advance(Duration.ofSeconds(1));
            }
            made.cancel();
            if (name.equals("shield")) {
                shield.cancel();
            }
            runAll();
        }

        assertThat(lasting.isDone()).isFalse();
        assertThat(waiters(lasting)).isEqualTo(1);
        assertThat(Waiter.nearest(lasting, Shields.class, 1).size()).isLessThan(100);
        assertThat(EXECUTOR.pendingTimers()).isZero();
    }

    @Test
    void thatIsCancelledBetweenCallbacksLeavesLittle() {
        AtomicInteger called = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            lasting.shield().cancel();
            lasting.onComplete((value, error) -> called.incrementAndGet());
        }

        assertThat(waiters(lasting)).isLessThan(1_200);
        lasting.complete("end");
        EXECUTOR.runAll();
        assertThat(called).hasValue(1_000);
    }

    @Test
    void thatLastsToStaysWhenOthersLeave() {
        Future<String> first = lasting.shield();
        for (int i = 0; i < 1_000; i++) {
            lasting.shield().cancel();
        }
        Future<String> last = lasting.shield();

        lasting.complete("end");
        EXECUTOR.runAll();

        assertThat(first.resultNow()).isEqualTo("end");
        assertThat(last.resultNow()).isEqualTo("end");
    }

    @Test
    void ofAFutureThatIsDoneHasItsOutcome() {
        lasting.complete("end");
        Future<String> one = lasting.shield();
        Future<String> two = lasting.shield();
        EXECUTOR.runAll();

        assertThat(one.resultNow()).isEqualTo("end");
        assertThat(two.resultNow()).isEqualTo("end");
    }

    @Test
    void thatAreCancelledAreTakenOutSixteenAtATime() {
        Future<String> stays = lasting.shield();
        for (int batch = 0; batch < 3; batch++) {
            for (int i = 1; i < 16; i++) {
                assertThat(lasting.shield().cancel()).isTrue();
                assertThat(shields().size()).isEqualTo(1 + i);
            }
            lasting.shield().cancel();
            assertThat(shields().size()).as("those that are left").isEqualTo(1);
        }
        assertThat(stays.isDone()).isFalse();
    }

    /** So that a shield costs the same, however many callbacks the promise has. */
    @Test
    void areFoundAgainBehindSevenCallbacksAndNotBehindEight() {
        lasting.shield();
        addCallbacks(7);
        lasting.shield();
        assertThat(waiters(lasting)).isEqualTo(8);

        addCallbacks(1);
        lasting.shield();
        assertThat(waiters(lasting)).isEqualTo(10);
    }

    private void addCallbacks(int count) {
        for (int i = 0; i < count; i++) {
            lasting.onComplete((value, error) -> {});
        }
    }

    private Shields<?> shields() {
        return Waiter.nearest(lasting, Shields.class, 1);
    }

    /** One thread completes the promise at the moment when another one makes a further shield of it. */
    @Test
    void thatIsMadeWhenItsSourceIsDoneIsDone() throws Exception {
        ExecutorService otherThread = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 20_000; round++) {
                Promise<String> source = new Promise<>(EXECUTOR);
                source.shield();
                AtomicBoolean go = new AtomicBoolean();
                java.util.concurrent.Future<Boolean> completed = otherThread.submit(() -> {
                    while (!go.get()) {
                        Thread.onSpinWait();
                    }
                    return source.complete("end");
                });
                go.set(true);
                for (int i = 0; i < round % 100; i++) {
                    Thread.onSpinWait();
                }
                Future<String> shield = source.shield();
                completed.get(30, TimeUnit.SECONDS);
                EXECUTOR.runAll();

                assertThat(shield.isDone()).as("in round %d", round).isTrue();
            }
        } finally {
            otherThread.shutdownNow();
        }
    }

    private static void runAll() {
        do {
            EXECUTOR.runAll();
            OTHER.runAll();
        } while (EXECUTOR.queued() > 0);
    }

    private static int waiters(Promise<?> promise) {
        int count = 0;
        for (Waiter<?> waiter = promise.waiters(); waiter != null; waiter = waiter.below) {
            count++;
        }
        return count;
    }
}
