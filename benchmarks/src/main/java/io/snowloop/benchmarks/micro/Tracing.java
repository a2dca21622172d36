// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.trace.LoopTrace;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A turn of a loop with 100 tasks, with a trace and without. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Tracing {
    private static final int TASKS = 100;

    /** Whether the loop has a trace. */
    @Param({"false", "true"})
    public boolean trace;

    private int done;
    private EventLoop loop;

    /** Opens the loop. */
    @Setup
    public void open() throws IOException {
        loop = EventLoop.open(
                trace
                        ? EventLoopOptions.builder()
                                .observer(LoopTrace.ofCapacity(LoopTrace.DEFAULT_CAPACITY))
                                .build()
                        : EventLoopOptions.DEFAULT);
    }

    /** One turn. */
    @Benchmark
    public int turn() {
        for (int i = 0; i < TASKS; i++) {
            loop.execute(() -> done++);
        }
        loop.runOnce();
        return done;
    }

    /** Closes it. */
    @TearDown
    public void close() {
        loop.close();
    }
}
