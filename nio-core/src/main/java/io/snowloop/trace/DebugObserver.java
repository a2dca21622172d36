// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.future.UnseenFailure;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.Ticker;
import io.snowloop.loop.channel.Registration;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The observer of one loop in {@link DebugMode}. */
final class DebugObserver implements LoopObserver {
    private static final LazyLogger LOG = new LazyLogger(DebugMode.class);

    /** The number of stack samples that are kept for late reports. */
    private static final int SAMPLES = 16;

    /** The maximum number of failures that are watched at once. Beyond it the oldest are dropped without a report. */
    private static final int MAX_FAILURES = 10_000;

    private final String loop;
    private final DebugMode mode;
    private final Ticker ticker;
    private final LoopTrace trace;
    private final Pauses pauses;
    private final Watchdog watchdog;
    private final OpenCallbacks open = new OpenCallbacks();
    private final Consumer<DebugReport> flightRecorder = JdkModules.flightRecorder();
    private final Deque<StackSample> samples = new ArrayDeque<>();
    private final Queue<UnseenFailure> failures = new ConcurrentLinkedQueue<>();

    /** The time at which the select of this turn returned. */
    private long turnBegan;

    /** Whether a slow callback of this turn has been reported. Then the turn itself is not. */
    private boolean reported;

    /** The record number of the timer or task of this turn with the largest delay. */
    private long latest;

    /** That delay. */
    private long lateness;

    /**
     * The time of the next late report at the earliest. On a busy loop all is late, and a report per turn adds to it.
     */
    private long nextLateReport;

    DebugObserver(EventLoop loop, DebugMode mode, Pauses pauses, Function<Thread, StackTraceElement[]> stacks) {
        this.loop = loop.toString();
        this.mode = mode;
        this.ticker = loop.ticker();
        this.trace = new LoopTrace(loop, LoopTrace.rounded(mode.capacity()), false);
        this.pauses = pauses;
        this.watchdog = new Watchdog(loop.ticker(), mode.slowCallback().toNanos(), stacks, this::checkFailures);
        this.turnBegan = loop.ticker().nanoTime();
        this.nextLateReport = turnBegan;
    }

    LoopTrace trace() {
        return trace;
    }

    @Override
    public <T extends LoopObserver> @Nullable T find(Class<T> type) {
        T itself = LoopObserver.super.find(type);
        return itself != null ? itself : trace.find(type);
    }

    Watchdog watchdog() {
        return watchdog;
    }

    @Override
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (event == LoopEvent.WRONG_THREAD) {
            report(new DebugReport.WrongThread(loop, (IllegalStateException) Objects.requireNonNull(owner)));
        } else if (event == LoopEvent.UNSEEN_FAILURE) {
            follow((UnseenFailure) Objects.requireNonNull(owner));
        } else {
            trace.observe(event, value, owner);
            watch(event, owner);
        }
    }

    private void watch(LoopEvent event, @Nullable Object owner) {
        switch (event) {
            case TURN_BEGIN -> watchdog.runner(Thread.currentThread());
            case SELECT_END -> turnBegan = trace.lastTime();
            case READY, TIMER, TASK, CALL -> begin(event);
            case END -> end();
            case TURN_END -> turnEnded();
            case UNCLOSED ->
                report(new DebugReport.Unclosed(
                        loop, String.valueOf(((Registration) Objects.requireNonNull(owner)).handler())));
            case CLOSED -> close();
            default -> {}
        }
    }

    // region callbacks
    private void begin(LoopEvent event) {
        long number = trace.count() - 1;
        open.push(number, trace.lastTime());
        watchdog.running(number);
        if (event != LoopEvent.CALL && event != LoopEvent.READY && trace.lastValue() > lateness) {
            latest = number;
            lateness = trace.lastValue();
        }
    }

    private void end() {
        long number = open.number();
        long lasted = open.pop(trace.lastTime());
        watchdog.running(open.number());
        if (lasted >= mode.slowCallback().toNanos()) {
            reported = true;
            StackSample sample = watchdog.sampleOf(number);
            if (sample != null) {
                keep(sample);
            }
            String title = trace.holds(number) ? trace.record(number).title() : "a callback";
            report(new DebugReport.SlowCallback(
                    loop, title, Duration.ofNanos(lasted), sample == null ? List.of() : sample.frames()));
            open.elsewhere(
                    ticker.nanoTime() - trace.lastTime()); // the report's own time blocks nothing of the program's
        }
    }
    // endregion

    private void keep(StackSample sample) {
        samples.add(sample);
        if (samples.size() > SAMPLES) {
            samples.remove();
        }
    }

    private void turnEnded() {
        long now = trace.lastTime();
        if (!reported && now - turnBegan >= mode.slowTurn().toNanos()) {
            Recording recording = trace.recording();
            long origin = recording.origin();
            List<Cause> causes = Attribution.between(turnBegan - origin, now - origin, recording, pauses, samples());
            report(new DebugReport.SlowTurn(loop, Duration.ofNanos(now - turnBegan), causes));
        }
        if (lateness >= mode.late().toNanos() && now - nextLateReport >= 0 && trace.holds(latest)) {
            LateReport late = LateReport.of(trace.recording(), trace.record(latest), pauses, samples());
            report(new DebugReport.Late(loop, late));
            nextLateReport = now + mode.late().toNanos();
        }
        reported = false;
        lateness = 0;
    }

    List<StackSample> samples() {
        return List.copyOf(samples);
    }

    List<LateReport> lateReports(Duration atLeast) {
        return LateReport.all(trace.recording(), atLeast, pauses, samples());
    }

    private void close() {
        watchdog.stop();
        pauses.close();
    }

    // region failures
    private void follow(UnseenFailure failure) {
        failures.add(failure);
    }

    /** Runs on the watchdog's thread: an idle loop has no turn in which it could check. */
    private void checkFailures() {
        int tooMany = failures.size() - MAX_FAILURES;
        failures.removeIf(failure -> {
            boolean lost = failure.isLost(); // asked once: it may become so at any time
            if (lost) {
                report(new DebugReport.LostFailure(loop, failure.error()));
            }
            return lost || failure.isSeen();
        });
        for (int i = 0; i < tooMany; i++) {
            failures.poll();
        }
    }
    // endregion

    private void report(DebugReport report) {
        try {
            flightRecorder.accept(report);
            mode.listener().accept(report);
        } catch (RuntimeException e) { // a listener must not break the loop, or the thread that called wrongly
            LOG.log(Level.ERROR, "a listener of the debug mode failed", e);
        }
    }
}
