package io.snowloop.sim;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hosts, their loops and the network between them, all on the calling thread and in virtual time.
 *
 * <pre>
 *   try (Simulation simulation = new Simulation(42)) {
 *       EventLoop server = simulation.loop("10.0.0.1");
 *       EventLoop client = simulation.loop("10.0.0.2");
 *       simulation.network().faults(Faults.NONE.latency(ofMillis(20)));
 *       ...                                         // listen and connect, as on any loop
 *       simulation.runUntil(future);
 *   }
 * </pre>
 *
 * <p>It turns every loop that has something to do; when none has, it moves the clock to the next deadline or arrival.
 * So nothing ever waits in real time. A program that runs by itself, be it {@link EventLoop#run} or a hand-written
 * {@code while (selector.select() ...)}, is in it too: where its selector would wait, the simulation goes on with
 * everything else.
 *
 * <p>The same seed gives the same run, event for event, as long as the program asks nothing outside for advice: no
 * clock but {@link #ticker}, no random numbers but {@link #random}, no other threads.
 */
public final class Simulation implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final VirtualTicker ticker = new VirtualTicker();
    private final SimNetwork network = new SimNetwork(this);
    private final HostedLoops loops = new HostedLoops(this);

    /** A simulation in which nothing is there yet, and all that is random follows from {@code seed}. */
    public Simulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** What all that is random follows from. */
    public long seed() {
        return seed;
    }

    /** The random numbers, for a scenario that wants some too. */
    public Random random() {
        return random;
    }

    /** The clock. Only the simulation moves it. */
    public VirtualTicker ticker() {
        return ticker;
    }

    /** The network. */
    public SimNetwork network() {
        return network;
    }

    // ------------------------------------------------------------------------------------------------------- loops

    /** Opens a loop on a host and {@linkplain #add adds} it. */
    public EventLoop loop(String host) {
        try {
            return add(EventLoop.open(options(host)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What to open a loop with that has this simulation's clock and a host's channels. */
    public EventLoopOptions options(String host) {
        return EventLoopOptions.builder()
                .ticker(ticker)
                .provider(network.host(host))
                .build();
    }

    /**
     * Has the simulation turn a loop, from now on until it is stopped or closed.
     *
     * @throws IllegalArgumentException if its clock or its channels are not this simulation's
     */
    public EventLoop add(EventLoop loop) {
        if (loop.ticker() != ticker) {
            throw new IllegalArgumentException(loop + " goes by another clock: open it with simulation.options(host)");
        }
        loops.add(new HostedLoop(loop, network.hostOf(loop.reactor().provider())));
        return loop;
    }

    /** Has {@code action} run at a time, counted from the beginning of the simulation; at once if that has passed. */
    public void at(Duration time, Runnable action) {
        network.agenda().add(time.toNanos(), action);
    }

    // ----------------------------------------------------------------------------------------------------- running

    /** Runs until nothing can happen any more. With a timer that repeats itself that is never: see {@link #runFor}. */
    public void run() {
        await(() -> false, Agenda.NEVER);
    }

    /** Runs for so long, in virtual time. */
    public void runFor(Duration duration) {
        await(() -> false, now() + duration.toNanos());
    }

    /**
     * Runs until {@code future} has its outcome.
     *
     * @return its value
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws DeadlockException if it will never have one
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    public <T extends @Nullable Object> T runUntil(Future<T> future) throws ExecutionException, InterruptedException {
        runUntil(future::isDone, future);
        if (!future.isDone()) {
            throw new InterruptedException("interrupted while waiting for " + future);
        }
        return future.await();
    }

    /**
     * Runs until {@code condition} holds, or the thread is interrupted.
     *
     * @throws DeadlockException if it will never hold
     */
    public void runUntil(BooleanSupplier condition) {
        runUntil(condition, "a condition");
    }

    private void runUntil(BooleanSupplier condition, Object what) {
        if (!await(condition, Agenda.NEVER)) {
            throw new DeadlockException(what + " is waited for", this);
        }
    }

    /** Runs until {@code condition} holds. False if it doesn't at the {@code deadline}, or never will. */
    private boolean await(BooleanSupplier condition, long deadline) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                return true; // as a select does
            }
            if (!step(deadline)) {
                return false;
            }
        }
        return true;
    }

    // region step
    /** Does what there is to do now or, if there is nothing, moves the clock. False if that would be past the limit. */
    private boolean step(long limit) {
        boolean delivered = network.deliver();
        if (loops.turn() || delivered) {
            return true;
        }
        long next = nextEvent();
        if (next == Agenda.NEVER || next > limit) {
            if (limit != Agenda.NEVER) {
                ticker.advanceTo(limit);
            }
            return false;
        }
        ticker.advanceTo(next);
        loops.timePasses();
        return true;
    }
    // endregion

    private long nextEvent() {
        return Math.min(network.agenda().next(), loops.nextEvent());
    }

    // ---------------------------------------------------------------------------------------- where programs wait

    // region select
    /**
     * A selector is about to wait. One whose loop is being turned doesn't: it was turned because it has something to do.
     */
    void select(SimSelector selector, long nanos) {
        network.deliver();
        if (!loops.selects(selector) && nanos != 0) {
            SimHost host = selector.host();
            long deadline = host.wakesUp(deadline(nanos), nextEvent());
            if (!await(selector::isReady, deadline) && deadline == Agenda.NEVER) {
                throw new DeadlockException(selector + " waits", this);
            }
            if (host.maybeStandStill()) {
                await(() -> false, host.standsStillUntil());
            }
        }
    }
    // endregion

    /** A channel is about to read, write, accept or connect; in blocking mode it waits until it is {@code ready}. */
    void perform(boolean blocking, BooleanSupplier ready, Object channel) {
        network.deliver();
        if (blocking && !await(ready, Agenda.NEVER)) {
            throw new DeadlockException(channel + " waits", this);
        }
    }

    private long deadline(long nanos) {
        return nanos >= Agenda.NEVER - now() ? Agenda.NEVER : now() + nanos;
    }

    // ------------------------------------------------------------------------------------------------------ chance

    long now() {
        return ticker.now();
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to {@code longest}. */
    long upTo(long longest) {
        return longest == 0 ? 0 : (long) (random.nextDouble() * longest);
    }

    /** How long a segment is under way. */
    long delay(Faults faults) {
        long usual = faults.latency + upTo(faults.jitter);
        return chance(faults.stalls) ? usual + upTo(faults.longestStall) : usual;
    }

    // --------------------------------------------------------------------------------------------------- the end

    /** What a scenario has left behind: sockets, registrations and timers, in words. Empty when all was cleaned up. */
    public List<String> leftovers() {
        List<String> left = new ArrayList<>(network.openSockets());
        left.addAll(loops.leftovers());
        return left;
    }

    /** Who waits for what. */
    String situation() {
        StringBuilder text = new StringBuilder("at ")
                .append(ticker.elapsed())
                .append(", seed ")
                .append(seed);
        loops.situations().forEach(loop -> text.append("\n  ").append(loop));
        network.openSockets().forEach(socket -> text.append("\n  open: ").append(socket));
        network.partitions().forEach(link -> text.append("\n  cut: ").append(link));
        return text.toString();
    }

    /** Closes the loops. */
    @Override
    public void close() {
        loops.close();
    }

    @Override
    public String toString() {
        return "Simulation[seed " + seed + ", " + ticker.elapsed() + "]";
    }
}
