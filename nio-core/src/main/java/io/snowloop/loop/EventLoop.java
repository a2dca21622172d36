// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.future.PromiseObserver;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.loop.channel.LoopThread;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for many channels, timers and tasks at once, and runs their callbacks.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#loop -->
 * <pre>{@code
 * try (EventLoop loop = EventLoop.open()) {
 *     loop.schedule(ofMillis(1), () -> log.add("a timer"));
 *     loop.runUntil(loop.sleep(ofMillis(2))); // this thread runs the loop until that future is done
 * }
 * }</pre>
 *
 * <p>A turn of the loop, {@link #runOnce}, has these phases and no others:
 *
 * <pre>
 *   work out how long to wait       0 if a task is queued, else until the first timer is due, else without a limit
 *   select                          wait until a channel is ready, that time is over, or another thread wakes the loop
 *   dispatch the ready channels     call their handlers, which are transports
 *   fire the timers that are due    soonest first
 *   run the tasks                   those queued before this turn's callbacks began; what they queue runs next turn
 * </pre>
 *
 * <p>What is left of a phase behind 20 ms runs in the next turn. What a callback throws goes to the {@link ExceptionHandler}, and the loop goes on.
 *
 * <p>This class is for the owner of a loop, who runs, stops and closes it. Code that runs on the loop gets it as a
 * {@link Scheduler}. Those methods, {@link #stop} and {@link #isClosed} may be called from any thread; the others belong to
 * the thread that runs the loop, or, while it doesn't run, to the thread that opened it.
 */
public final class EventLoop implements Scheduler, AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long NO_LIMIT = -1;

    private final String name;
    private final EventLoopOptions options;
    final LoopThread thread; // for EventLoopGroup
    private final Reactor reactor;
    private final @Nullable PromiseObserver promises;
    final TimerQueue timers = new TimerQueue(); // for Timer
    final CloseActions closeActions = new CloseActions(this); // for Scheduler.onClose
    private final TaskQueue tasks;
    private volatile boolean stopRequested;
    private volatile boolean closed;

    private EventLoop(EventLoopOptions options) throws IOException {
        this.name = "loop-" + COUNT.incrementAndGet();
        this.options = options;
        this.thread = new LoopThread(this);
        this.reactor = new Reactor(this, options, thread);
        this.promises = reactor.promiseObserver();
        this.tasks = new TaskQueue(promises == null ? null : options.ticker(), reactor::observe);
    }

    /**
     * {@return a loop on the machine's clock and the JDK's own channels}
     * @throws IOException if no selector can be opened: there are no file descriptors left
     */
    public static EventLoop open() throws IOException {
        return open(EventLoopOptions.DEFAULT);
    }

    /**
     * {@return a loop on a clock or a network that the caller chooses} It doesn't run yet.
     * @param options the clock, the channels, and the bounds of a turn
     * @throws IOException if no selector can be opened
     */
    public static EventLoop open(EventLoopOptions options) throws IOException {
        return new EventLoop(requireNonNull(options, "options"));
    }

    // region turn
    /** One turn. Returns whether another one may follow: in an interrupted thread no select waits, so no loop of turns goes on. */
    private boolean turn(boolean mayWait) {
        reactor.observe(LoopEvent.TURN_BEGIN, 0, null);
        reactor.select(mayWait ? sleepTime() : 0);
        int due = tasks.collect();
        reactor.dispatch(options.ticker().nanoTime());
        timers.fireDue(options.ticker());
        TurnTasks.run(this, tasks.looks, Math.min(due, options.maxTasksPerTurn()));
        reactor.observe(LoopEvent.TURN_END, 0, null);
        return !thread.isInterrupted();
    }
    // endregion

    // region sleep-time
    /** How long this turn waits in select. */
    private long sleepTime() {
        long wait = timeToWait();
        if (wait == 0) {
            return 0;
        }
        // In this order: a task submitted before fallAsleep() is found here, one submitted after it wakes the loop.
        reactor.fallAsleep();
        return tasks.hasSubmitted() || stopRequested ? 0 : wait;
    }
    // endregion

    // region time-to-wait
    /**
     * {@return how long the next turn may wait, in nanoseconds: 0 if there is work, {@code -1} without a limit} For a
     * program that runs this loop inside another one, as {@code uv_backend_timeout} is.
     */
    public long timeToWait() {
        if (!tasks.isEmpty() || stopRequested || reactor.hasReady()) {
            return 0;
        }
        Timer first = timers.first();
        long now = options.ticker().nanoTime();
        return first == null ? NO_LIMIT : Math.max(0, first.deadline - now);
    }
    // endregion

    // region run-tasks
    /** Runs the next task, and returns it. */
    Runnable runTask() {
        Runnable task = tasks.remove();
        reactor.observe(LoopEvent.TASK, tasks.removeTime(), task);
        try {
            task.run();
        } catch (Throwable thrown) {
            reactor.report(thrown, task);
        }
        reactor.ended(task);
        return task;
    }
    // endregion

    /**
     * Turns until {@link #stop} is called or the thread is interrupted; an {@link EventLoopGroup}'s loop ignores interrupts.
     * With nothing to wait for it waits: another thread may give it a task. {@link #runUntil} returns when work is done.
     */
    public void run() {
        BlockedWatch.during(this, options.blockedAfter());
    }

    /**
     * Turns as long as {@code condition} holds, or until {@link #stop} is called or the thread is interrupted.
     * @param condition asked before each turn
     */
    public void runWhile(BooleanSupplier condition) {
        requireNonNull(condition, "condition");
        enter();
        try {
            while (!stopRequested && condition.getAsBoolean() && turn(true)) {}
            stopRequested = false;
        } finally {
            thread.leave();
        }
    }

    /**
     * Turns once, and waits in select until there is something to do: a ready channel, a due timer, a task. With none of
     * these to come it waits until another thread calls {@link #execute} or {@link #stop}. libuv's {@code UV_RUN_ONCE}.
     */
    public void runOnce() {
        run(true);
    }

    /**
     * Turns once and never waits: dispatches the channels that are ready, fires the timers that are due, runs the tasks that
     * are queued, and returns, also if there was nothing to do. libuv's {@code UV_RUN_NOWAIT}.
     */
    public void runNow() {
        run(false);
    }

    private void run(boolean mayWait) {
        enter();
        try {
            turn(mayWait);
        } finally {
            thread.leave();
        }
    }

    /**
     * Turns until {@code future} has its outcome.
     * @param <T> the value's type
     * @param future another thread may complete it; of another loop that no thread runs within {@link EventLoopOptions#startWithin}, a
     *     warning is logged, as nothing may ever complete it
     * @return its value
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws CancellationException if it was cancelled
     * @throws InterruptedException if the thread was interrupted or the loop stopped first
     */
    public <T extends @Nullable Object> T runUntil(Future<T> future) throws ExecutionException, InterruptedException {
        if (requireNonNull(future, "future").isDone() && closed) {
            return future.await(); // of a client that is closed: it says so
        }
        Cancellable warning = StallWarning.schedule(this, future, options.startWithin());
        future.on(this).onComplete((value, error) -> {}); // wakes the loop if another thread completes it
        runWhile(() -> !future.isDone());
        warning.cancel();
        if (!future.isDone()) {
            String why = Thread.interrupted() ? "interrupted" : "the loop was stopped";
            throw new InterruptedException(why + " while waiting for " + future);
        }
        return future.await();
    }

    /** Has {@link #run} return after the current turn; one that has not begun yet returns at once. Any thread. */
    public void stop() {
        stopRequested = true;
        reactor.observe(LoopEvent.STOP, 0, null);
        reactor.wakeUp();
    }

    /**
     * Runs the actions of {@link #onClose}, closes all channels, cancels the futures of {@link #sleep}, runs the tasks that this
     * queues, and refuses tasks from then on. Timers don't fire any more. The loop must have stopped; to close it again does nothing.
     *
     * @throws IllegalStateException if the loop is running
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        thread.enterToClose();
        try {
            for (int turns = 0; turns < 1_000 && (endAll() || !tasks.isEmpty()); turns++) { // tasks may queue tasks
                TurnTasks.runAll(this, tasks.collect());
            }
            closed = true;
            while (!tasks.isEmpty()) { // of other threads, which read that flag before it was set
                TurnTasks.runAll(this, tasks.collect());
            }
            endAll(); // what those tasks have begun
        } finally {
            closed = true; // also if there was no memory for that: no caller may take it for a loop that runs
            reactor.close();
            thread.leave();
        }
    }

    /** Ends channels, timers, sleeps and what is told of the end. Returns whether any callback was called or queued. */
    private boolean endAll() {
        boolean told = closeActions.runAll();
        told |= reactor.endAll();
        return timers.endAll() || told;
    }

    private void enter() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        thread.enter();
    }

    /** {@return whether it has been closed} */
    public boolean isClosed() {
        return closed;
    }

    /** {@return how many timers are pending} */
    public int pendingTimers() {
        reactor.checkThread();
        return timers.size();
    }

    /** {@return the part that knows channels} For Snowloop's own transports: only they can name its type. */
    @SuppressWarnings("exports")
    public Reactor reactor() {
        return reactor;
    }

    // region execute
    @Override
    public void execute(Runnable task) {
        requireNonNull(task, "task");
        if (closed) {
            throw TaskQueue.refusal(this);
        }
        if (inEventLoop()) {
            tasks.add(task);
            return;
        }
        TaskQueue.Submission submission = tasks.submit(task);
        if (closed && submission.takeBack()) { // closed between the two lines above: a task is refused, or it runs
            throw TaskQueue.refusal(this);
        }
        reactor.wakeUp();
    }
    // endregion

    @Override
    public boolean inEventLoop() {
        return thread.isRunner();
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return new Timer(this, task, options.ticker().nanoTime() + Deadline.nanos(delay), 0).start();
    }

    @Override
    public Timer scheduleAtFixedRate(Duration initialDelay, Duration period, Runnable task) {
        long interval = Deadline.nanos(Bounds.positive("period", period));
        long first = options.ticker().nanoTime() + Deadline.nanos(requireNonNull(initialDelay, "initialDelay"));
        return new Timer(this, task, first, interval).start();
    }

    @Override
    public Future<@Nullable Void> sleep(Duration duration) {
        Promise<@Nullable Void> promise = newPromise();
        Timer timer = schedule(requireNonNull(duration, "duration"), new Wake(promise));
        return promise.onCancel(new NamedTask("sleep", timer::cancel));
    }

    @Override
    public Ticker ticker() {
        return options.ticker();
    }

    @Override
    public @Nullable String stallReason() {
        return thread.stallReason();
    }

    @Override
    public @Nullable PromiseObserver promiseObserver() {
        return promises;
    }

    @Override
    public String toString() {
        return name;
    }
}
