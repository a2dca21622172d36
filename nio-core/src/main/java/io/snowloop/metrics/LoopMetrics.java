// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static java.util.Objects.requireNonNull;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The figures of loops, made of their events: how long their turns take, how late their tasks and timers are, and what their channels
 * carry. Each has the label {@code loop}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/MetricsPageTest.java#loop -->
 * <pre>{@code
 * EventLoopOptions options =
 *         EventLoopOptions.builder().observer(LoopMetrics.of(metrics)).build();
 * }</pre>
 *
 * <p>A {@code Server} with metrics adds them to the loops that it starts.
 */
public final class LoopMetrics implements LoopObserver.Factory {
    private final Metrics metrics;

    private LoopMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    /**
     * {@return what makes the observer of each loop}
     * @param metrics where the figures go
     */
    public static LoopMetrics of(Metrics metrics) {
        return new LoopMetrics(requireNonNull(metrics, "metrics"));
    }

    @Override
    public LoopObserver observe(EventLoop loop) {
        return new Observer(metrics, requireNonNull(loop, "loop").toString(), loop.ticker());
    }

    /** The figures of one loop. On its thread. */
    private static final class Observer implements LoopObserver {
        private final Ticker ticker;
        private final Histogram turns;
        private final Histogram delays;
        private final Gauge channels;
        private final Counter read;
        private final Counter written;
        private final Counter exceptions;
        private long turnBegan;

        Observer(Metrics metrics, String loop, Ticker ticker) {
            this.ticker = ticker;
            this.turnBegan = ticker.nanoTime();
            this.turns = metrics.histogram(Metric.of(
                            "snowloop_loop_turn",
                            "How long a turn of a loop takes, without its wait: all its connections wait")
                    .with("loop", loop));
            this.delays = metrics.histogram(Metric.of(
                            "snowloop_loop_delay",
                            "How long tasks and timers wait for the loop, from when they are due")
                    .with("loop", loop));
            this.channels = metrics.gauge(
                    Metric.of("snowloop_loop_channels", "Channels in a loop").with("loop", loop));
            this.read = metrics.counter(Metric.of("snowloop_loop_read_bytes", "Bytes that were read from channels")
                    .with("loop", loop));
            this.written = metrics.counter(Metric.of("snowloop_loop_written_bytes", "Bytes that channels took")
                    .with("loop", loop));
            this.exceptions = metrics.counter(Metric.of("snowloop_loop_exceptions", "Exceptions of callbacks")
                    .with("loop", loop));
        }

        @Override
        public void observe(LoopEvent event, long value, @Nullable Object owner) {
            switch (event) {
                case SELECT_END -> turnBegan = ticker.nanoTime();
                case TURN_END -> turns.record(ticker.nanoTime() - turnBegan);
                case TASK, TIMER -> delays.record(Math.max(0, ticker.nanoTime() - value));
                case REGISTERED -> channels.add(1);
                case DEREGISTERED -> channels.add(-1);
                case READ -> read.add(value);
                case WRITTEN -> written.add(value);
                case EXCEPTION -> exceptions.increment();
                default -> {} // the others tell of what is inside of a turn
            }
        }
    }
}
