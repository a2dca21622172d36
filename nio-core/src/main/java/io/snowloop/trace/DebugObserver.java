package io.snowloop.trace;

import io.snowloop.future.UnseenFailure;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
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

/** Watches one loop for the {@link DebugMode}. */
final class DebugObserver implements LoopObserver {
    private static final LazyLogger LOG = new LazyLogger(DebugMode.class);

    /** How many stack samples are kept, for late reports. */
    private static final int SAMPLES = 16;

    /** How many failures are followed at once; more than that are let go, the oldest first. */
    private static final int MAX_FAILURES = 10_000;

    private final String loop;
    private final DebugMode mode;
    private final LoopTrace trace;
    private final Pauses pauses;
    private final Watchdog watchdog;
    private final OpenCallbacks open = new OpenCallbacks();
    private final Consumer<DebugReport> flightRecorder = Machine.flightRecorder();
    private final Deque<StackSample> samples = new ArrayDeque<>();
    private final Queue<UnseenFailure> failures = new ConcurrentLinkedQueue<>();

    /** When this turn's select had its answer. */
    private long turnBegan;

    /** This turn has been complained of already. */
    private boolean complained;

    /** The latest timer or task of this turn, and by how much it was late. */
    private long latest;

    private long lateness;

    /** Until then nothing more is said of lateness: where all is late, a report a turn would make it later. */
    private long silentUntil;

    DebugObserver(EventLoop loop, DebugMode mode, Pauses pauses, Function<Thread, StackTraceElement[]> stacks) {
        this.loop = loop.toString();
        this.mode = mode;
        this.trace = new LoopTrace(loop, LoopTrace.rounded(mode.capacity()));
        this.pauses = pauses;
        this.watchdog = new Watchdog(loop.ticker(), mode.slowCallback().toNanos(), stacks, this::checkFailures);
        this.turnBegan = loop.ticker().nanoTime();
        this.silentUntil = turnBegan;
    }

    LoopTrace trace() {
        return trace;
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
            case TURN_BEGIN -> watchdog.isRunBy(Thread.currentThread());
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
        watchdog.runs(number);
        if (event != LoopEvent.CALL && event != LoopEvent.READY && trace.lastValue() > lateness) {
            latest = number;
            lateness = trace.lastValue();
        }
    }

    private void end() {
        long number = open.number();
        long lasted = open.pop(trace.lastTime());
        watchdog.runs(open.number());
        if (lasted >= mode.slowCallback().toNanos()) {
            complained = true;
            StackSample sample = watchdog.sampleOf(number);
            if (sample != null) {
                keep(sample);
            }
            String title = trace.holds(number) ? trace.record(number).title() : "a callback";
            report(new DebugReport.SlowCallback(
                    loop, title, Duration.ofNanos(lasted), sample == null ? List.of() : sample.frames()));
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
        if (!complained && now - turnBegan >= mode.slowTurn().toNanos()) {
            Recording recording = trace.recording();
            long origin = recording.origin();
            List<Cause> causes = Attribution.between(turnBegan - origin, now - origin, recording, pauses, samples());
            report(new DebugReport.SlowTurn(loop, Duration.ofNanos(now - turnBegan), causes));
        }
        if (lateness >= mode.late().toNanos() && now - silentUntil >= 0 && trace.holds(latest)) {
            LateReport late = LateReport.of(trace.recording(), trace.record(latest), pauses, samples());
            report(new DebugReport.Late(loop, late));
            silentUntil = now + mode.late().toNanos();
        }
        complained = false;
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

    /** On the watchdog's thread: a loop with nothing to do would never get round to it. */
    private void checkFailures() {
        int tooMany = failures.size() - MAX_FAILURES;
        failures.removeIf(failure -> {
            if (failure.isLost()) {
                report(new DebugReport.LostFailure(loop, failure.error()));
            }
            return failure.isSeen() || failure.refersTo(null);
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
        } catch (RuntimeException e) { // in the middle of the loop, or of somebody's thread
            LOG.get().log(Level.ERROR, "a listener of the debug mode failed", e);
        }
    }
}
