// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import static java.util.Objects.requireNonNull;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * The figures of loops, made of their events: how long their turns take, how late their tasks and timers are and how many wait,
 * which share of the time they work, and what their channels carry. Each has the label {@code loop}.
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
        private final Queues queues;
        private final BusyShare busy;
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
            this.queues = new Queues(
                    new Level(metrics.gauge(
                            Metric.of("snowloop_loop_tasks", "Tasks that waited when the last turn of a loop began")
                                    .with("loop", loop))),
                    new Level(metrics.gauge(Metric.of("snowloop_loop_timers", "Timers that a loop waits for")
                            .with("loop", loop))));
            this.busy = new BusyShare(ticker);
            metrics.gauge(
                    Metric.of("snowloop_loop_busy", "Share of the last second that a loop has worked, from 0 to 1")
                            .with("loop", loop),
                    busy);
        }

        @Override
        public void observe(LoopEvent event, long value, @Nullable Object owner) {
            switch (event) {
                case TURN_BEGIN, CLOSED -> queues.tell();
                case SELECT_BEGIN -> {
                    if (value == 0) { // it does not wait
                        busy.works(ticker.nanoTime());
                    }
                }
                case SELECT_END -> {
                    turnBegan = ticker.nanoTime();
                    busy.works(turnBegan);
                }
                case TURN_END -> {
                    long now = ticker.nanoTime();
                    turns.record(now - turnBegan);
                    busy.rests(now);
                }
                case TASK_QUEUED -> queues.tasks.now++;
                case TIMER_SET -> queues.timers.now++;
                case TIMER_UNSET -> queues.timers.now--;
                case TASK -> {
                    queues.tasks.now--;
                    delays.record(Math.max(0, ticker.nanoTime() - value));
                }
                case TIMER -> {
                    queues.timers.now--;
                    delays.record(Math.max(0, ticker.nanoTime() - value));
                }
                case REGISTERED -> channels.add(1);
                case DEREGISTERED -> channels.add(-1);
                case READ -> read.add(value);
                case WRITTEN -> written.add(value);
                case EXCEPTION -> exceptions.increment();
                default -> {} // the others tell of what is inside of a turn
            }
        }
    }

    /** What a loop has to do: now, and later. */
    private record Queues(Level tasks, Level timers) {
        void tell() {
            tasks.tell();
            timers.tell();
        }
    }

    /** How many there are, told once a turn: a gauge may be slower than an addition. */
    private static final class Level {
        private final Gauge gauge;
        private long now;
        private long told;

        Level(Gauge gauge) {
            this.gauge = gauge;
        }

        void tell() {
            if (now != told) {
                gauge.add(now - told);
                told = now;
            }
        }
    }
}
