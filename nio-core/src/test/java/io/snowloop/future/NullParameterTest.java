// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.snowloop.testing.ManualExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A null is refused by the method that gets it, with the parameter's name, and not later in a callback. */
class NullParameterTest {
    private static final ManualExecutor EXECUTOR = new ManualExecutor();
    private static final Promise<String> PROMISE = new Promise<>(EXECUTOR);
    private static final Completed<String> COMPLETED = Future.completed("value");
    private static final Completed<String> FAILED = Future.failed(new Exception("broken"));

    static Stream<Arguments> calls() {
        return Stream.concat(
                Stream.of(
                        call("new Promise", "executor", () -> new Promise<>(null)),
                        call("fail", "error", () -> PROMISE.fail(null)),
                        call("settle", "outcome", () -> PROMISE.settle(null)),
                        call("onCancel", "action", () -> PROMISE.onCancel(null)),
                        call("Future.failed", "error", () -> Future.failed(null)),
                        call("from", "executor", () -> Future.from(null, new CompletableFuture<>())),
                        call("from", "stage", () -> Future.from(EXECUTOR, null)),
                        call("all", "executor", () -> Future.all(null, List.of(PROMISE))),
                        call("all", "futures", () -> Future.all(EXECUTOR, null)),
                        call("allSettled", "executor", () -> Future.allSettled(null, List.of(PROMISE))),
                        call("allSettled", "futures", () -> Future.allSettled(EXECUTOR, null)),
                        call("any", "executor", () -> Future.any(null, List.of(PROMISE))),
                        call("any", "futures", () -> Future.any(EXECUTOR, null)),
                        call("race", "executor", () -> Future.race(null, List.of(PROMISE))),
                        call("race", "futures", () -> Future.race(EXECUTOR, null)),
                        call("ContextKey.of", "name", () -> ContextKey.of(null)),
                        call("Context.bound", "task", () -> Context.bound((Runnable) null)),
                        call("Context.get", "wanted", () -> Context.EMPTY.get(null)),
                        call("Context.with", "key", () -> Context.EMPTY.with(null, "value")),
                        call("Context.with", "value", () -> Context.EMPTY.with(ContextKey.of("key"), null)),
                        call("Context.with", "scope", () -> Context.EMPTY.with(null)),
                        call("Context.call", "action", () -> Context.EMPTY.call(null)),
                        call("UnseenFailure.of", "promise", () -> UnseenFailure.of(null, FAILED, false)),
                        call("UnseenFailure.of", "outcome", () -> UnseenFailure.of(PROMISE, null, false))),
                Stream.of(PROMISE, COMPLETED, FAILED).flatMap(NullParameterTest::callsOf));
    }

    private static Stream<Arguments> callsOf(Future<String> future) {
        return Stream.of(
                call(future + ".onComplete", "callback", () -> future.onComplete(null)),
                call(future + ".transform", "function", () -> future.transform(null)),
                call(future + ".map", "function", () -> future.map(null)),
                call(future + ".flatMap", "function", () -> future.flatMap(null)),
                call(future + ".recover", "function", () -> future.recover(null)),
                call(future + ".recoverWith", "function", () -> future.recoverWith(null)),
                call(future + ".on", "executor", () -> future.on(null)),
                call(future + ".timeout", "limit", () -> future.timeout(null)),
                call(future + ".await", "limit", () -> future.await((Duration) null)));
    }

    private static Arguments call(String name, String parameter, ThrowingCallable call) {
        return Arguments.of(name, parameter, call);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("calls")
    void aNullIsRefusedByName(String name, String parameter, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(parameter);
    }
}
