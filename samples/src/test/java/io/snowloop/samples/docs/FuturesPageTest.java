// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/futures.md} shows. */
class FuturesPageTest {
    private final List<String> log = new ArrayList<>();
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void aCallbackRunsFromTheQueue() {
        // region never-inline
        Promise<String> promise = loop.newPromise();
        promise.onComplete((value, error) -> log.add("callback: " + value));

        promise.complete("snow"); // decides, and queues the callback
        log.add("after complete");

        loop.runOnce(); // runs it
        assertThat(log).containsExactly("after complete", "callback: snow");
        // endregion
    }

    @Test
    void aCompletedFutureCallsAtOnce() {
        // region completed
        Future<String> there = Future.completed("snow");
        there.onComplete((value, error) -> log.add("callback: " + value));
        log.add("after onComplete");

        assertThat(log).containsExactly("callback: snow", "after onComplete");
        // endregion
    }

    @Test
    void oneThingAfterTheOther() throws Exception {
        // region chain
        Future<String> report = temperature("Oslo") // Future<Integer>
                .flatMap(degrees -> degrees < 0
                        ? Future.completed("snow")
                        : loop.sleep(Duration.ofMillis(1)).map(slept -> "rain"))
                .recover(error -> "unknown");
        // endregion

        assertThat(loop.runUntil(report)).isEqualTo("snow");
    }

    @Test
    void whatAFunctionThrows() throws Exception {
        List<Throwable> reported = new ArrayList<>();
        EventLoopOptions options = EventLoopOptions.builder()
                .exceptionHandler((error, source) -> reported.add(error))
                .build();
        try (EventLoop loop = EventLoop.open(options)) {
            // region throwing
            Future<Integer> length = Future.completed("snow").map(value -> Integer.parseInt(value));
            assertThat(length.outcome().error()).isInstanceOf(NumberFormatException.class);

            loop.execute(() -> {
                Future.completed("snow").onComplete((value, error) -> Integer.parseInt(value)); // the loop reports it
                log.add("after onComplete");
            });
            // endregion
            loop.runOnce();
        }
        assertThat(reported).singleElement().isInstanceOf(NumberFormatException.class);
        assertThat(log).containsExactly("after onComplete");
    }

    private Future<Integer> temperature(String city) {
        return loop.sleep(Duration.ofMillis(1)).map(slept -> -city.length());
    }

    @Test
    void cancellingGoesUpstream() {
        // region cancel
        Promise<String> work = loop.newPromise();
        work.onCancel(() -> log.add("the work stops"));
        Future<Integer> derived = work.map(String::length).map(length -> length + 1);

        derived.cancel();

        assertThat(work.isCancelled()).isTrue();
        loop.runOnce();
        assertThat(log).containsExactly("the work stops");
        // endregion
    }

    @Test
    void aValueOnItsWayIsDiscarded() throws IOException {
        Cancellable connection = () -> log.add("released");
        // region owner
        Promise<Cancellable> connecting = loop.newPromise();
        Future<String> name = connecting.map(Object::toString);

        connecting.complete(connection); // on its way to the function ...
        name.cancel(); // ... which is not called any more

        loop.runOnce();
        assertThat(log).containsExactly("released");
        // endregion
    }

    @Test
    void anAsynchronousLoop() throws Exception {
        assertThat(loop.runUntil(countDown(10_000))).isZero();
    }

    // region loop
    private Future<Integer> countDown(int left) {
        return left == 0
                ? Future.completed(0)
                : loop.submit(() -> Future.completed(left - 1)).flatMap(this::countDown);
    }
    // endregion

    @Test
    void aTimeOutCancelsWhatItGaveUp() {
        // region timeout
        Promise<String> work = loop.newPromise();
        Future<String> limited = work.timeout(Duration.ofMillis(20));

        loop.runWhile(() -> !limited.isDone());

        assertThat(limited.outcome().error()).isInstanceOf(TimeoutException.class);
        assertThat(work.isCancelled()).isTrue();
        // endregion
    }

    @Test
    void manyFutures() throws Exception {
        // region many
        Future<Integer> one = loop.sleep(Duration.ofMillis(2)).map(slept -> 1);
        Future<Integer> two = loop.sleep(Duration.ofMillis(1)).map(slept -> 2);
        Future<Integer> bad = loop.sleep(Duration.ofMillis(1)).flatMap(slept -> Future.failed(new IOException("bad")));

        Future<List<Integer>> all = Future.all(loop, List.of(one.shield(), two.shield())); // 1, 2: in their order
        Future<Integer> first = Future.any(loop, List.of(bad.shield(), two.shield())); // 2: the first value
        // endregion

        assertThat(loop.runUntil(all)).containsExactly(1, 2);
        assertThat(loop.runUntil(first)).isEqualTo(2);
    }

    @Test
    void awaitOnTheOwnThread() throws Exception {
        // region await
        Future<Void> slept = loop.sleep(Duration.ofMillis(1)); // no thread runs the loop

        assertThatIllegalStateException().isThrownBy(slept::await).withMessageContaining("call loop.runUntil(future)");

        loop.runUntil(slept);
        // endregion
        assertThat(slept.isDone()).isTrue();
    }

    @Test
    void theJdksTypeBothWays() throws Exception {
        // region jdk
        CompletableFuture<String> stage = CompletableFuture.supplyAsync(() -> "from another thread");
        Future<String> ours = Future.from(loop, stage); // callbacks run on the loop
        CompletableFuture<Integer> theirs = ours.map(String::length).toCompletableFuture();
        // endregion

        loop.runUntil(ours);
        loop.runWhile(() -> !theirs.isDone());
        assertThat(theirs).isCompletedWithValue(19);
    }
}
