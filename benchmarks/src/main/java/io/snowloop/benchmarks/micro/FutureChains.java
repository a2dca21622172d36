// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A promise with a chain of five steps. Some implementations run callbacks from a queue, as ours does, others at once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FutureChains {
    private static final int STEPS = 5;

    private final TurnQueue queue = new TurnQueue();
    private Integer value = 1_000;

    /** Ours: each step from the queue. */
    @Benchmark
    public void snowloop(Blackhole hole) {
        Promise<Integer> promise = new Promise<>(queue);
        Future<Integer> last = promise;
        for (int i = 0; i < STEPS; i++) {
            last = last.map(number -> number);
        }
        last.onComplete((number, error) -> hole.consume(number));
        promise.complete(value);
        queue.runAll();
    }

    /** Ours with a completed future: at once. */
    @Benchmark
    public void snowloopCompleted(Blackhole hole) {
        Future<Integer> last = Future.completed(value);
        for (int i = 0; i < STEPS; i++) {
            last = last.map(number -> number);
        }
        last.onComplete((number, error) -> hole.consume(number));
    }

    /** The JDK's, with the same queue. */
    @Benchmark
    public void completableFutureQueued(Blackhole hole) {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        CompletableFuture<Integer> last = promise;
        for (int i = 0; i < STEPS; i++) {
            last = last.thenApplyAsync(number -> number, queue);
        }
        CompletableFuture<Void> done = last.thenAcceptAsync(hole::consume, queue);
        promise.complete(value);
        queue.runAll();
        hole.consume(done);
    }

    /** The JDK's, at once. */
    @Benchmark
    public void completableFuture(Blackhole hole) {
        CompletableFuture<Integer> promise = new CompletableFuture<>();
        CompletableFuture<Integer> last = promise;
        for (int i = 0; i < STEPS; i++) {
            last = last.thenApply(number -> number);
        }
        CompletableFuture<Void> done = last.thenAccept(hole::consume);
        promise.complete(value);
        hole.consume(done);
    }

    /** Netty's, which has no map: a promise and a listener for each step, at once. */
    @Benchmark
    public void netty(Blackhole hole) {
        DefaultPromise<Integer> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        DefaultPromise<Integer> last = promise;
        for (int i = 0; i < STEPS; i++) {
            DefaultPromise<Integer> next = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
            last.addListener(done -> next.setSuccess(value));
            last = next;
        }
        last.addListener(done -> hole.consume(done.getNow()));
        promise.setSuccess(value);
    }
}
