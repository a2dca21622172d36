// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A typical time-out: set and cancelled, among other pending timers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Timers {
    private static final Duration TIMEOUT = Duration.ofSeconds(2_000);
    private static final int TIMERS = 1_000;
    private static final Runnable NOTHING = () -> {};

    /** The number of pending timers. */
    @Param({"10", "100000"})
    public int pending;

    private EventLoop loop;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

    /** Sets the pending timers. */
    @Setup
    public void fill() throws IOException {
        executor.setRemoveOnCancelPolicy(true);
        loop = EventLoop.open();
        loop.execute(this::setOthers);
        loop.runOnce();
    }

    private void setOthers() {
        Random random = new Random(1);
        for (int i = 0; i < pending; i++) {
            long seconds = 1_000L + random.nextInt(2_000);
            loop.schedule(Duration.ofSeconds(seconds), NOTHING);
            executor.schedule(NOTHING, seconds, TimeUnit.SECONDS);
        }
    }

    /** Ours, in a task of the loop, which this thread runs. */
    @Benchmark
    @OperationsPerInvocation(TIMERS)
    public void snowloop() {
        loop.execute(this::setAndCancel);
        loop.runOnce();
    }

    private void setAndCancel() {
        for (int i = 0; i < TIMERS; i++) {
            loop.schedule(TIMEOUT, NOTHING).cancel();
        }
    }

    /** The JDK's. */
    @Benchmark
    public boolean scheduledThreadPool() {
        return executor.schedule(NOTHING, TIMEOUT.toSeconds(), TimeUnit.SECONDS).cancel(false);
    }

    /** Stops both. */
    @TearDown
    public void end() {
        executor.shutdownNow();
        loop.close();
    }
}
