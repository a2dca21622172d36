package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.ManualExecutor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A value that arrives after its future was cancelled, and that holds a resource, as a response does. */
class DiscardTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<Value> promise = new Promise<>(executor);
    private final Value value = new Value();

    private static final class Value implements Cancellable {
        int cancelled;

        @Override
        public boolean cancel() {
            cancelled++;
            return true;
        }

        @Override
        public String toString() {
            return "a value";
        }
    }

    @Test
    void aValueThatWasOnItsWayToAStepIsCancelled() {
        Future<String> derived = promise.map(Value::toString);
        promise.complete(value);

        derived.cancel();
        executor.runAll();

        assertThat(value.cancelled).isEqualTo(1);
    }

    @Test
    void aValueThatWasOnItsWayOutOfAFlatMapIsCancelled() {
        Promise<Object> outer = new Promise<>(executor);
        Future<Value> derived = outer.flatMap(any -> promise);
        outer.complete("go");
        executor.runAll();
        promise.complete(value);

        derived.cancel();
        executor.runAll();

        assertThat(value.cancelled).isEqualTo(1);
    }

    @Test
    void aValueThatCameInTheTurnOfItsTimeoutIsCancelled() {
        Future<Value> limited = promise.timeout(Duration.ofSeconds(1));
        promise.complete(value);

        limited.cancel();
        executor.runAll();

        assertThat(value.cancelled).isEqualTo(1);
    }

    @Test
    void theSecondOfARaceIsCancelled() {
        Value second = new Value();
        Promise<Value> slower = new Promise<>(executor);
        Future<Value> race = Future.race(executor, List.of(promise, slower));

        promise.complete(value);
        slower.complete(second);
        executor.runAll();

        assertThat(race.resultNow()).isSameAs(value);
        assertThat(value.cancelled).isZero();
        assertThat(second.cancelled).isEqualTo(1);
    }

    @Test
    void theSecondValueOfAnyIsCancelled() {
        Value second = new Value();
        Promise<Value> slower = new Promise<>(executor);
        Future.any(executor, List.of(promise, slower));

        promise.complete(value);
        slower.complete(second);
        executor.runAll();

        assertThat(value.cancelled).isZero();
        assertThat(second.cancelled).isEqualTo(1);
    }

    @Test
    void oneThatEntersARaceTwiceWinsIt() {
        Future<Value> race = Future.race(executor, List.of(promise, promise));

        promise.complete(value);
        executor.runAll();

        assertThat(race.resultNow()).isSameAs(value);
        assertThat(value.cancelled).isZero();
    }

    @Test
    void aValueThatIsTakenIsLeftAlone() {
        Future<Value> derived = promise.map(taken -> taken).timeout(Duration.ofSeconds(1));
        promise.complete(value);
        executor.runAll();
        derived.cancel();
        executor.runAll();

        assertThat(derived.resultNow()).isSameAs(value);
        assertThat(value.cancelled).isZero();
    }
}
