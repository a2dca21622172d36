package io.snowloop.loop;

import io.snowloop.future.Completed;
import io.snowloop.future.EventExecutor;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.future.UnseenFailure;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for many channels, timers and tasks at once, and calls whoever is concerned.
 *
 * <p>A turn of the loop, {@link #runOnce}, has these phases and no others:
 *
 * <pre>
 *   work out how long to wait       0 if a task is queued, else until the first timer is due, else for ever
 *   select                          sleep until a channel is ready, that time is over, or somebody wakes the loop
 *   dispatch the ready channels     their {@link ReadyHandler}s
 *   fire the timers that are due    soonest first
 *   run the tasks                   those queued before this turn's callbacks began; what they queue runs next turn
 * </pre>
 *
 * <p>Whatever a callback throws goes to the {@link ExceptionHandler} and the loop goes on.
 *
 * <p>Threads: {@link #execute}, {@link #schedule}, {@link #sleep}, {@link #submit} and {@link #stop} may be called from
 * any thread; {@link #register} and all that has to do with channels belongs to the thread that runs the loop, or,
 * while it doesn't run, to the thread that opened it. A call from the wrong thread fails at once.
 */
public final class EventLoop implements EventExecutor, AutoCloseable {
    /** The size of the buffer that reads go through, in bytes. */
    public static final int READ_BUFFER_SIZE = 64 * 1024;

    private static final LateLogger LOG = new LateLogger(EventLoop.class);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final long FOR_EVER = -1;

    private final String name;
    private final EventLoopOptions options;
    private final Ticker ticker;
    private final LoopThread thread;
    private final Selector selector;
    private final List<Registration> ready = new ArrayList<>();
    private final Consumer<SelectionKey> collector = key -> ready.add((Registration) key.attachment());
    private final TimerQueue timers = new TimerQueue();
    private final TaskQueue tasks;

    /** Who watches; null if nobody does, as mostly. */
    private final @Nullable LoopObserver observer;

    /** Set while the loop is, or is about to be, in a select that waits. Whoever clears it has to wake the loop. */
    private final AtomicBoolean asleep = new AtomicBoolean();

    private volatile boolean stopRequested;
    private volatile boolean closed;
    private @Nullable ByteBuffer readBuffer;
    private long turnTime;
    private int channels;

    private EventLoop(EventLoopOptions options) throws IOException {
        this.options = options;
        this.name = "loop-" + COUNT.incrementAndGet();
        this.ticker = options.ticker();
        this.thread = new LoopThread(this);
        this.selector = options.provider().openSelector();
        this.turnTime = ticker.nanoTime();
        this.observer = options.observers().observe(this);
        this.tasks = new TaskQueue(observer == null ? null : ticker);
    }

    /** A loop on the machine's clock and the JDK's own channels. */
    public static EventLoop open() throws IOException {
        return open(EventLoopOptions.DEFAULT);
    }

    /** A loop on a clock or a network of the caller's choosing. It doesn't run yet. */
    public static EventLoop open(EventLoopOptions options) throws IOException {
        return new EventLoop(options);
    }

    /**
     * The loop that runs on the calling thread.
     *
     * @throws IllegalStateException if there is none
     */
    public static EventLoop current() {
        EventLoop loop = LoopThread.current();
        if (loop == null) {
            throw new IllegalStateException("no event loop runs on thread "
                    + Thread.currentThread().getName() + ": call this from a callback, or through loop.submit(...)");
        }
        return loop;
    }

    // ---------------------------------------------------------------------------------------------------- running

    /** Turns until {@link #stop} is called, or the thread is interrupted. */
    public void run() {
        runWhile(() -> true);
    }

    /** Turns as long as {@code condition} holds, or until {@link #stop} is called, or the thread is interrupted. */
    public void runWhile(BooleanSupplier condition) {
        enter();
        try {
            while (!stopRequested && condition.getAsBoolean()) {
                turn();
                if (Thread.currentThread().isInterrupted()) { // select would not wait any more: it would spin
                    return;
                }
            }
            stopRequested = false;
        } finally {
            thread.leave();
        }
    }

    /** Turns once; waits if there is nothing to do yet. */
    public void runOnce() {
        enter();
        try {
            turn();
        } finally {
            thread.leave();
        }
    }

    /**
     * Turns until {@code future} has its outcome.
     *
     * @return its value
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws java.util.concurrent.CancellationException if it was cancelled
     * @throws InterruptedException if the thread was interrupted or the loop stopped first
     */
    public <T extends @Nullable Object> T runUntil(Future<T> future) throws ExecutionException, InterruptedException {
        future.on(this).onComplete((value, error) -> {}); // wakes the loop if another thread completes it
        runWhile(() -> !future.isDone());
        if (!future.isDone()) {
            boolean interrupted = Thread.interrupted();
            throw new InterruptedException(
                    (interrupted ? "interrupted" : "the loop was stopped") + " while waiting for " + future);
        }
        return future.await();
    }

    /** Has {@link #run} return after the current turn; one that has not begun yet returns at once. Any thread. */
    public void stop() {
        stopRequested = true;
        wakeUp();
    }

    /**
     * Closes all channels, fails whoever {@linkplain #sleep sleeps}, runs what that queues, and refuses tasks from then
     * on. Timers don't fire any more. A loop must have stopped first; one that is closed already is left alone.
     *
     * @throws IllegalStateException if the loop is running
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        enter();
        try {
            for (int turns = 0; turns < 1_000 && (endAll() || !tasks.isEmpty()); turns++) { // it may go on for ever
                runTasks(tasks.collect());
            }
            closed = true;
            while (!tasks.isEmpty()) { // of other threads, which looked at that flag just before
                runTasks(tasks.collect());
            }
            endAll(); // what those have begun
            selector.close();
            observe(LoopEvent.CLOSED, 0, null);
        } catch (IOException e) {
            report(e, this);
        } finally {
            thread.leave();
        }
    }

    /** Ends all that waits here: channels, timers, and those who sleep. Returns whether any of them was told. */
    private boolean endAll() {
        boolean told = false;
        for (SelectionKey key : List.copyOf(selector.keys())) {
            if (key.attachment() instanceof Registration registration && key.isValid()) {
                observe(LoopEvent.UNCLOSED, 0, registration);
                registration.end(null);
                told = true;
            }
        }
        for (Timer timer = timers.first(); timer != null; timer = timers.first()) {
            timers.remove(timer);
            told |= timer.task() instanceof Wake wake && wake.tooLate(this);
        }
        return told;
    }

    // region turn
    private void turn() {
        observe(LoopEvent.TURN_BEGIN, 0, null);
        select(timeToWait());
        turnTime = ticker.nanoTime();
        int due = tasks.collect();
        dispatchReady();
        timers.fireDue(ticker.nanoTime());
        runTasks(Math.min(due, options.maxTasksPerTurn()));
        observe(LoopEvent.TURN_END, 0, null);
    }
    // endregion

    // region time-to-wait
    /**
     * How long the next turn may wait, in nanoseconds: 0 if there is work, {@code -1} for ever. For those who run a
     * loop inside another one, as {@code uv_backend_timeout} is.
     */
    public long timeToWait() {
        if (!tasks.isEmpty() || stopRequested) {
            return 0;
        }
        Timer first = timers.first();
        return first == null ? FOR_EVER : Math.max(0, first.deadline - ticker.nanoTime());
    }
    // endregion

    // region select
    private void select(long wait) {
        observe(LoopEvent.SELECT_BEGIN, wait, null);
        try {
            if (wait == 0) {
                selector.selectNow(collector);
            } else {
                selectAsleep(wait);
            }
        } catch (IOException e) {
            report(e, this);
        }
        observe(LoopEvent.SELECT_END, ready.size(), null);
    }

    private void selectAsleep(long wait) throws IOException {
        asleep.set(true);
        // A task submitted before that line did not wake the loop, so it has to be looked for; one submitted after it
        // finds the flag set.
        if (!tasks.hasSubmitted() && !stopRequested) {
            selector.select(collector, wait == FOR_EVER ? 0 : millisRoundedUp(wait));
        } else {
            selector.selectNow(collector);
        }
        if (!asleep.getAndSet(false)) {
            observe(LoopEvent.WAKE_UP, 0, null);
        }
    }

    /** Rounded up: a select that woke half a millisecond before the timer would only spin until it is due. */
    private static long millisRoundedUp(long nanos) {
        return nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
    }
    // endregion

    // region dispatch
    private void dispatchReady() {
        for (int i = 0; i < ready.size(); i++) {
            ready.get(i).dispatch();
        }
        ready.clear();
    }
    // endregion

    private void runTasks(int count) {
        for (int i = 0; i < count; i++) {
            Runnable task = tasks.remove();
            observe(LoopEvent.TASK, tasks.removeTime(), task);
            runSafely(task, task);
            observe(LoopEvent.END, 0, task);
        }
    }

    // ---------------------------------------------------------------------------------------------- tasks, timers

    // region execute
    @Override
    public void execute(Runnable task) {
        Objects.requireNonNull(task, "task");
        if (closed) {
            throw refusal();
        }
        if (inEventLoop()) {
            tasks.add(task);
            return;
        }
        TaskQueue.Submission submission = tasks.submit(task);
        if (closed && submission.takeBack()) { // closed between the two lines above: a task is refused, or it runs
            throw refusal();
        }
        wakeUp();
    }
    // endregion

    private RejectedExecutionException refusal() {
        return new RejectedExecutionException(name + " is closed: it runs no more tasks");
    }

    /** Runs {@code call} on the loop; the result is what its future comes to. */
    public <T extends @Nullable Object> Future<T> submit(Callable<? extends Future<T>> call) {
        Promise<@Nullable Void> start = new Promise<>(this);
        start.complete(null);
        return start.flatMap(started -> {
            try {
                return call.call();
            } catch (Exception e) {
                return Future.failed(e);
            }
        });
    }

    /**
     * Runs {@code action} on the loop and waits for its result: at once where the calling thread {@link #mayTouch may},
     * else by blocking it until the loop has come round to it.
     *
     * @throws IOException if the action threw it, or the wait was interrupted
     */
    public <T> T call(IoAction<T> action) throws IOException {
        if (mayTouch()) {
            return action.run();
        }
        try {
            return submit(() -> Future.completed(action.run())).await();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + this);
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        return start(new Timer(this, task, ticker.nanoTime() + Deadline.nanos(delay), 0));
    }

    /**
     * Queues a task to run again and again. Runs that come due while the loop is busy are skipped, not made up for; a
     * run that throws is reported, and the next one comes all the same.
     *
     * @throws IllegalArgumentException if {@code period} is not positive
     */
    public Timer scheduleAtFixedRate(Duration initialDelay, Duration period, Runnable task) {
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("period must be positive, not " + period);
        }
        long first = ticker.nanoTime() + Deadline.nanos(initialDelay);
        return start(new Timer(this, task, first, Deadline.nanos(period)));
    }

    /**
     * A future that completes {@code duration} from now. Cancelling it cancels its timer; closing the loop cancels it, as
     * nobody would ever wake it.
     */
    public Future<@Nullable Void> sleep(Duration duration) {
        Promise<@Nullable Void> promise = newPromise();
        Timer timer = schedule(duration, new Wake(promise));
        return promise.onCancel(timer::cancel);
    }

    /** What the timer of a sleep runs. */
    private record Wake(Promise<@Nullable Void> sleeper) implements Runnable {
        @Override
        public void run() {
            sleeper.complete(null);
        }

        boolean tooLate(EventLoop closed) {
            return sleeper.fail(new CancellationException(closed + " was closed"));
        }

        @Override
        public String toString() {
            return "sleep";
        }
    }

    /** A promise whose callbacks run on this loop. */
    public <T extends @Nullable Object> Promise<T> newPromise() {
        return new Promise<>(this);
    }

    private Timer start(Timer timer) {
        if (inEventLoop()) {
            timers.add(timer);
        } else {
            execute(() -> {
                if (!timer.isEnded()) {
                    timers.add(timer);
                }
            });
        }
        return timer;
    }

    void forget(Timer timer) {
        if (inEventLoop()) {
            timers.remove(timer);
        } else if (!closed) {
            execute(() -> timers.remove(timer));
        }
    }

    // --------------------------------------------------------------------------------------------------- channels

    /**
     * Puts a channel into the loop.
     *
     * @param channel made by {@link #provider}, in non-blocking mode
     * @param ops what to wait for, a set of {@link SelectionKey} operations
     * @throws ClosedChannelException if the channel is closed
     */
    public Registration register(SelectableChannel channel, int ops, ReadyHandler handler)
            throws ClosedChannelException {
        checkThread();
        SelectionKey key = channel.register(selector, ops);
        Registration registration = new Registration(this, key, ++channels, handler);
        key.attach(registration);
        return registration;
    }

    /** What makes this loop's channels: the JDK, or a simulated network. */
    public SelectorProvider provider() {
        return options.provider();
    }

    /**
     * The one direct buffer that this loop's channels are read into, {@value #READ_BUFFER_SIZE} bytes. It is lent for
     * the duration of a callback: what is to last longer is copied out of it.
     */
    public ByteBuffer readBuffer() {
        checkThread();
        ByteBuffer buffer = readBuffer;
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(READ_BUFFER_SIZE);
            readBuffer = buffer;
        }
        return buffer.clear();
    }

    /** How many channels are registered. For tests and for the curious; it counts those closed in this turn too. */
    public int registrations() {
        return selector.keys().size();
    }

    /** How many timers are pending. */
    public int pendingTimers() {
        checkThread();
        return timers.size();
    }

    // ------------------------------------------------------------------------------------- clock, threads, errors

    /** The clock of this loop's timers. */
    public Ticker ticker() {
        return ticker;
    }

    /** When this turn's callbacks began, in the ticker's nanoseconds: a clock that costs nothing to read. */
    public long turnTime() {
        return turnTime;
    }

    @Override
    public boolean inEventLoop() {
        return thread.isRunner();
    }

    @Override
    public @Nullable String stallReason() {
        return thread.isIdleKeeper()
                ? name + " is not running and belongs to this thread, so nothing would ever complete this future: call"
                        + " loop.runUntil(future), or Fetcher.run(), before await()"
                : null;
    }

    /**
     * Fails unless the calling thread may touch what belongs to this loop.
     *
     * @throws IllegalStateException naming both threads
     */
    public void checkThread() {
        if (!mayTouch()) {
            IllegalStateException refusal = new IllegalStateException(
                    "called from thread " + Thread.currentThread().getName() + ", but " + name + " belongs to thread "
                            + thread.owner().getName() + ": use loop.execute(...)");
            observe(LoopEvent.WRONG_THREAD, 0, refusal);
            throw refusal;
        }
    }

    /** Whether the calling thread may touch what belongs to this loop: it runs it, or opened it and it doesn't run. */
    public boolean mayTouch() {
        return Thread.currentThread() == thread.owner();
    }

    void giveTo(Thread runner) {
        thread.giveTo(runner);
    }

    /** Whether it has been closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Runs a callback; what it throws is reported, in the name of {@code source}. */
    public void runSafely(Runnable callback, Object source) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            report(thrown, source);
        }
    }

    /** Tells the exception handler. Never throws. */
    public void report(Throwable error, Object source) {
        observe(LoopEvent.EXCEPTION, 0, error);
        try {
            options.exceptionHandler().caught(error, source);
        } catch (Throwable inHandler) {
            if (inHandler != error) {
                inHandler.addSuppressed(error);
            }
            LOG.get().log(Level.ERROR, () -> name + ": the exception handler itself failed", inHandler);
        }
    }

    // region observe
    /**
     * Tells whoever watches; nothing more than a look at a field where nobody does. For those who work in this loop and
     * know what it can't: transports, servers.
     */
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        if (observer != null) {
            observer.observe(event, value, owner);
        }
    }
    // endregion

    /** Who watches; null if nobody does. */
    public @Nullable LoopObserver observer() {
        return observer;
    }

    @Override
    public void failedUnseen(Promise<?> promise, Completed<?> outcome) {
        if (observer != null) {
            observe(LoopEvent.UNSEEN_FAILURE, 0, new UnseenFailure(promise, outcome));
        }
    }

    // region wake-up
    private void wakeUp() {
        if (asleep.compareAndSet(true, false)) { // coalesced: only the first of many callers pays for the system call
            selector.wakeup();
        }
    }
    // endregion

    private void enter() {
        if (closed) {
            throw new IllegalStateException(name + " is closed");
        }
        thread.enter();
    }

    @Override
    public String toString() {
        return name;
    }

    /** Something to be done on a loop, which may fail to do its I/O. */
    @FunctionalInterface
    public interface IoAction<T> {
        /** Does it. */
        T run() throws IOException;
    }
}
