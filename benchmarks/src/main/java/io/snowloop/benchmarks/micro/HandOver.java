// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 1,000 tasks from another thread to an idle loop, until the last has run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HandOver {
    private static final int TASKS = 1_000;
    private static final Runnable NOTHING = () -> {};

    private EventLoopGroup loops;
    private EventLoop loop;
    private final MultiThreadIoEventLoopGroup netty = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    /** Starts our loop. */
    @Setup
    public void start() throws IOException {
        loops = EventLoopGroup.start(1);
        loop = loops.loops().get(0);
    }

    /** To our loop. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void snowloop() throws InterruptedException {
        handOver(loop);
    }

    /** To Netty's. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void netty() throws InterruptedException {
        handOver(netty);
    }

    /** To a single-thread executor of the JDK. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public void singleThreadExecutor() throws InterruptedException {
        handOver(executor);
    }

    private static void handOver(Executor executor) throws InterruptedException {
        for (int i = 1; i < TASKS; i++) {
            executor.execute(NOTHING);
        }
        CountDownLatch last = new CountDownLatch(1);
        executor.execute(last::countDown);
        last.await();
    }

    /** Stops all. */
    @TearDown
    public void end() {
        loops.close();
        netty.shutdownGracefully();
        executor.shutdown();
    }
}
