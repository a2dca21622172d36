// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.logging.CallbackErrors;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a function throws becomes the error of the future that it makes. If it makes none, it is reported. */
class ThrowingCallbackTest {
    private static final BiConsumer<Object, Throwable> CALLBACK = (value, error) -> {
        throw new Bug();
    };

    private final ManualExecutor executor = new ManualExecutor();
    private final List<String> log = new ArrayList<>();
    private final CapturedLog logged = new CapturedLog(CallbackErrors.class);

    @AfterEach
    void close() {
        logged.close();
    }

    private static final class Bug extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Each derivation with a function that throws, and an outcome for which the function is called. */
    static Stream<Arguments> derivations() {
        return Stream.of(
                derivation(
                        "map",
                        false,
                        future -> future.map(value -> {
                            throw new Bug();
                        })),
                derivation(
                        "flatMap",
                        false,
                        future -> future.flatMap(value -> {
                            throw new Bug();
                        })),
                derivation(
                        "recover",
                        true,
                        future -> future.recover(error -> {
                            throw new Bug();
                        })),
                derivation(
                        "recoverWith",
                        true,
                        future -> future.recoverWith(error -> {
                            throw new Bug();
                        })),
                derivation(
                        "transform of a value",
                        false,
                        future -> future.transform(outcome -> {
                            throw new Bug();
                        })),
                derivation(
                        "transform of an error",
                        true,
                        future -> future.transform(outcome -> {
                            throw new Bug();
                        })));
    }

    private static Arguments derivation(
            String name, boolean failed, Function<Future<String>, Future<String>> derivation) {
        Completed<String> outcome = failed ? Future.failed(new IOException("broken")) : Future.completed("value");
        return Arguments.of(name, outcome, derivation);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("derivations")
    void aFunctionOfACompletedFutureFailsTheResult(
            String name, Completed<String> outcome, Function<Future<String>, Future<String>> derivation) {
        Future<String> derived = derivation.apply(outcome);

        assertThat(derived.outcome().error()).isInstanceOf(Bug.class);
        assertThat(logged.records()).as("it is not reported, too").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("derivations")
    void aFunctionOfAPromiseFailsTheResult(
            String name, Completed<String> outcome, Function<Future<String>, Future<String>> derivation) {
        Promise<String> promise = new Promise<>(executor);
        Future<String> derived = derivation.apply(promise);

        promise.settle(outcome);
        executor.runAll();

        assertThat(derived.outcome().error()).isInstanceOf(Bug.class);
        assertThat(executor.errors()).as("it is not reported, too").isEmpty();
    }

    @Test
    void aCallbackOfACompletedFutureIsReportedAndNotThrownIntoTheCallerOfOnComplete() {
        Future<String> done = Future.completed("value");

        Future<String> same = done.onComplete(CALLBACK).onComplete((value, error) -> log.add(value));

        assertThat(same).isSameAs(done);
        assertThat(log).containsExactly("value");
        assertThat(logged.records()).singleElement().satisfies(record -> {
            assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(record.getThrown()).isInstanceOf(Bug.class);
            assertThat(record.getMessage()).isEqualTo("exception in " + CALLBACK);
        });
    }

    @Test
    void aCallbackThatIsCalledLaterBecauseItIsTooDeepIsReportedWithItsName() {
        deep(Trampoline.MAX_DEPTH, () -> Future.completed("value").onComplete(CALLBACK));

        assertThat(logged.records()).singleElement().satisfies(record -> {
            assertThat(record.getThrown()).isInstanceOf(Bug.class);
            assertThat(record.getMessage()).isEqualTo("exception in " + CALLBACK);
        });
    }

    /** Runs an action inside so many callbacks of completed futures. */
    static void deep(int levels, Runnable action) {
        if (levels == 0) {
            action.run();
        } else {
            Future.completed("level").onComplete((value, error) -> deep(levels - 1, action));
        }
    }

    @Test
    void aCallbackOfAFailedFutureIsReportedToo() {
        Future.<String>failed(new IOException("broken")).onComplete(CALLBACK);

        assertThat(logged.records()).extracting(LogRecord::getThrown).hasExactlyElementsOfTypes(Bug.class);
    }

    @Test
    void anErrorIsReportedAsAnExceptionIs() {
        StackOverflowError error = new StackOverflowError();

        Future.completed("value").onComplete((value, failure) -> {
            throw error;
        });

        assertThat(logged.records()).extracting(LogRecord::getThrown).containsExactly(error);
    }

    @Test
    void theReporterOfTheThreadIsToldInsteadOfTheLog() {
        List<Object> reported = new ArrayList<>();
        CallbackErrors.Reporter before = CallbackErrors.replace((thrown, callback) -> {
            reported.add(thrown);
            reported.add(callback);
        });
        try {
            Future.completed("value").onComplete(CALLBACK);
        } finally {
            CallbackErrors.replace(before);
        }

        assertThat(before).isNull();
        assertThat(reported).hasSize(2).contains(CALLBACK).first().isInstanceOf(Bug.class);
        assertThat(logged.records()).isEmpty();
    }

    @Test
    void onAnExecutorACallbackOfACompletedFutureIsReportedThere() {
        Future.completed("value").on(executor).onComplete(CALLBACK);
        executor.runAll();

        assertThat(executor.errors()).hasExactlyElementsOfTypes(Bug.class);
        assertThat(logged.records()).isEmpty();
    }

    /** A promise, and the futures that are derived from one. */
    static Stream<Arguments> promises() {
        return Stream.of(
                promise("itself", promise -> promise),
                promise("map", promise -> promise.map(value -> value)),
                promise("timeout", promise -> promise.timeout(Duration.ofSeconds(1))),
                promise("shield", Future::shield),
                promise("all", promise -> Future.all(promise.executor(), List.of(promise))),
                promise("any", promise -> Future.any(promise.executor(), List.of(promise))),
                promise("race", promise -> Future.race(promise.executor(), List.of(promise))));
    }

    private static Arguments promise(String name, Function<Promise<String>, Future<?>> derivation) {
        return Arguments.of(name, derivation);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("promises")
    void aCallbackOfAPromiseIsReportedByItsExecutor(String name, Function<Promise<String>, Future<?>> derivation) {
        Promise<String> promise = new Promise<>(executor);
        derivation.apply(promise).onComplete(CALLBACK).onComplete((value, error) -> log.add("the next one"));

        assertThat(promise.complete("value")).isTrue();
        executor.runAll();

        assertThat(executor.errors()).hasExactlyElementsOfTypes(Bug.class);
        assertThat(log).containsExactly("the next one");
    }

    @Test
    void anActionOfOnCancelIsReportedByTheExecutor() {
        Promise<String> promise = new Promise<>(executor);
        promise.onCancel(() -> {
                    throw new Bug();
                })
                .onCancel(() -> log.add("the next one"));

        assertThat(promise.cancel()).isTrue();
        executor.runAll();

        assertThat(executor.errors()).hasExactlyElementsOfTypes(Bug.class);
        assertThat(log).containsExactly("the next one");
    }
}
