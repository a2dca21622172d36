// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulation of hosts, their event loops and the network between them: on the calling thread and in virtual time.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#simulation -->
 * <pre>{@code
 * try (Simulation simulation = new Simulation(42)) {
 *     EventLoop server = simulation.loop("10.0.0.1");
 *     EventLoop client = simulation.loop("10.0.0.2");
 *     simulation.network().faults(Faults.NONE.latency(ofMillis(20)));
 *
 *     Server.of(app).on(server).listen("10.0.0.1", 80);
 *     Future<Response> response = Fetcher.on(client).fetch("http://10.0.0.1/");
 *     assertThat(simulation.runUntil(response).text()).isEqualTo("home");
 *     assertThat(simulation.ticker().elapsed()).isEqualTo(ofMillis(80)); // of virtual time
 * }
 * }</pre>
 *
 * <p>It runs one turn of every loop that has work. When no loop has work, it advances the clock to the next deadline or arrival. So nothing
 * waits in real time. A program that drives its own selector, such as {@link EventLoop#run} or a hand-written {@code while
 * (selector.select() ...)}, takes part too: where its selector would block, the simulation runs everything else.
 *
 * <p>The same seed gives the same run, event for event, if the program depends on nothing else: no clock but
 * {@link #ticker}, no random numbers but {@link #random}, no other threads.
 */
public final class Simulation implements AutoCloseable {
    private static final String NOT_RUN = "\nWhat another thread does needs simulation.idle(Idle.WAIT). "
            + "A loop that is not of simulation.loop(host), such as one that a server or a client makes for itself, is not run.";

    private final long seed;
    private final Random random;
    private final VirtualTicker ticker = new VirtualTicker(true);
    private final SimNetwork network;
    private final HostedLoops loops;
    private final Programs programs;
    private final OneThread threads = new OneThread(this);
    private final Uncaught uncaught = new Uncaught();

    /**
     * An empty simulation.
     * @param seed what all random decisions follow from: the same one gives the same run
     */
    public Simulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.network = new SimNetwork(seed, new Agenda(), threads);
        this.loops = new HostedLoops(this);
        this.programs = new Programs(this);
    }

    /** {@return the seed of {@link #random}} */
    public long seed() {
        return seed;
    }

    /**
     * {@return the random numbers of a scenario: what it sends, and when} The simulation itself takes none: each kind of fault,
     * on each host and connection, has a stream of its own, so that to switch one on changes nothing else in the run of a seed.
     */
    public Random random() {
        return random;
    }

    /** {@return the clock} Only the simulation advances it. */
    public VirtualTicker ticker() {
        return ticker;
    }

    /** {@return the network} */
    public SimNetwork network() {
        return network;
    }

    // ------------------------------------------------------------------------------------------------------- loops

    /**
     * Opens a loop on a host and {@linkplain #add adds} it.
     * @param host its address, a literal
     * @return the loop, which the simulation runs
     */
    public EventLoop loop(String host) {
        try {
            return add(EventLoop.open(options(host)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * {@return the options that open a loop with this simulation's clock and the channels of a host} What a callback of it throws
     * ends the run: {@link #run} and the like throw it, unless an {@link EventLoopOptions.Builder#exceptionHandler} of yours takes it.
     *
     * @param host its address, a literal
     */
    public EventLoopOptions options(String host) {
        return EventLoopOptions.builder()
                .ticker(ticker)
                .maxEarlySelects(0) // a simulated select never waits: the simulation moves the time between the turns
                .provider(network.host(host))
                .exceptionHandler(uncaught)
                .build();
    }

    /**
     * Adds a loop, which the simulation runs until it is stopped or closed.
     * @param loop opened with {@link #options}
     * @return the same loop
     * @throws IllegalArgumentException if its clock or its channels are not those of this simulation
     */
    public EventLoop add(EventLoop loop) {
        if (loop.ticker() != ticker) {
            throw new IllegalArgumentException(loop + " has another clock: open it with simulation.options(host)");
        }
        loops.add(new HostedEventLoop(loop, network.hostOf(loop.reactor().provider())));
        return loop;
    }

    /**
     * Adds a loop of another library, which the simulation runs as long as it runs itself. It is closed by the program.
     *
     * @param host the host of its selector and its channels, an address literal
     * @param loop as a turn, and the time until the next timer
     */
    public void add(String host, GuestLoop loop) {
        loops.add(new HostedGuest(Objects.requireNonNull(loop), network.host(host)));
    }

    /**
     * Adds a program that blocks where it waits, such as one with a select of its own or with blocking channels. It runs
     * on a thread of its own, but never at the same time as anything else of this simulation: see {@link SimProgram}.
     * What it throws ends the run: {@link #run} and the like throw it.
     *
     * @param name the name of its thread
     * @param code the program
     * @return whether it has ended, and what it waits for
     */
    public SimProgram program(String name, Runnable code) {
        return programs.add(new SimProgram(name, code));
    }

    /**
     * Schedules an action.
     * @param time since the start of the simulation; a time that has passed means now
     * @param action called outside of all loops
     */
    public void at(Duration time, Runnable action) {
        threads.enter();
        network.agenda().add(time.toNanos(), action);
    }

    /**
     * Sets what happens where a program waits without a timeout and no event is left. Default: {@link Idle#FAIL}.
     * @param policy from now on; any thread may set it
     */
    public void idle(Idle policy) {
        threads.idle(Objects.requireNonNull(policy));
    }

    // ----------------------------------------------------------------------------------------------------- running

    /** Runs until no event is left. A timer that repeats itself makes this endless: see {@link #runFor}. */
    public void run() {
        awaitOrThrow(() -> false, Agenda.NEVER);
    }

    /**
     * Runs for some time.
     * @param duration in virtual time, not negative
     */
    public void runFor(Duration duration) {
        long nanos = Bounds.notNegative("duration", duration).toNanos();
        awaitOrThrow(() -> false, now() + nanos);
    }

    /**
     * Runs until a future is done.
     * @param <T> the value's type
     * @param future of one of the loops. A timer that repeats itself is always an event that is left: then give a future that may
     *     not be done {@link Future#timeout a limit}
     * @return its value
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws DeadlockError if no event is left and it is not done
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public <T extends @Nullable Object> T runUntil(Future<T> future) throws ExecutionException, InterruptedException {
        runUntil(future::isDone, future, Agenda.NEVER);
        if (!future.isDone()) {
            throw new InterruptedException("interrupted while waiting for " + future);
        }
        return future.await();
    }

    /**
     * Runs until a condition holds, or the thread is interrupted.
     * @param condition asked after each event. While a timer repeats itself there is always another one: give a limit
     * @throws DeadlockError if no event is left and it does not hold
     */
    public void runUntil(BooleanSupplier condition) {
        runUntil(condition, "a condition", Agenda.NEVER);
    }

    /**
     * Runs until a condition holds, or the thread is interrupted.
     * @param condition asked after each event
     * @param limit in virtual time, positive
     * @throws AssertionError if it does not hold after that time, with the state of all loops, sockets and partitions
     * @throws DeadlockError if no event is left and it does not hold
     */
    public void runUntil(BooleanSupplier condition, Duration limit) {
        runUntil(
                condition,
                "a condition",
                now() + Bounds.positive("limit", limit).toNanos());
    }

    private void runUntil(BooleanSupplier condition, Object what, long deadline) {
        while (!awaitOrThrow(condition, deadline)) {
            if (nextEvent() != Agenda.NEVER) { // beyond the deadline
                throw new AssertionError("still waiting for " + what + " when its limit is over, " + situation());
            }
            threads.nothingLeft("waiting for " + what, NOT_RUN);
        }
    }

    private boolean awaitOrThrow(BooleanSupplier condition, long deadline) {
        boolean held = new Wait(this, deadline).until(() -> uncaught.isThere() || condition.getAsBoolean());
        uncaught.rethrow();
        return held;
    }

    /**
     * Blocks the caller, as {@link Thread#sleep} does in a real program. In a callback of a loop, it blocks that loop. All
     * others go on.
     * @param duration in virtual time
     */
    public void sleep(Duration duration) {
        threads.await(() -> false, now() + duration.toNanos(), "a sleep");
    }

    /** Where a program blocks. False if {@code condition} does not hold at the {@code deadline}, or no event is left. */
    boolean runOthers(BooleanSupplier condition, long deadline, Object what) {
        return programs.isCaller()
                ? programs.await(condition, deadline, what)
                : new Wait(this, deadline).until(condition);
    }

    // region step
    /** Runs what is due now. If nothing is, advances the clock. False if the next event is later than {@code limit}. */
    boolean step(long limit) {
        threads.enter();
        boolean delivered = network.deliver();
        boolean turned = programs.turn();
        if (loops.turn() || turned || delivered) {
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

    long nextEvent() {
        return Math.min(network.agenda().next(), Math.min(loops.nextEvent(), programs.nextEvent()));
    }

    // ------------------------------------------------------------------------------------------- for its thread

    /** Whether a selector is that of a loop that has its turn. */
    boolean hosts(SimSelector selector) {
        return loops.selects(selector);
    }

    boolean isForgotten() {
        return loops.isForgotten();
    }

    /** From here on a task from another thread wakes a loop. Returns whether none has come before. */
    boolean fallAsleep() {
        loops.fallAsleep();
        return nextEvent() == Agenda.NEVER;
    }

    long now() {
        return ticker.now();
    }

    OneThread threads() {
        return threads;
    }

    // -------------------------------------------------------------------------------------------------- reporting

    /** {@return all sockets, registrations, timers and programs that are left; empty if all were cleaned up} */
    public List<Leftover> leftovers() {
        List<Leftover> left = new ArrayList<>(network.leftovers());
        left.addAll(loops.leftovers());
        left.addAll(programs.leftovers());
        return left;
    }

    /** The state of all loops, sockets and partitions: the text of a {@link DeadlockError} or a {@link LivelockError}. */
    String situation() {
        StringBuilder text = new StringBuilder("at " + ticker.elapsed() + ", seed " + seed);
        for (List<?> each : List.of(loops.situations(), programs.situations(), network.situations())) {
            each.forEach(line -> text.append("\n  ").append(line));
        }
        return text.toString();
    }

    /** Ends the programs and closes the loops. Throws what a callback has thrown before, if no run has thrown it. */
    @Override
    public void close() {
        try {
            uncaught.rethrow();
        } finally {
            programs.close();
            loops.close();
        }
    }

    @Override
    public String toString() {
        return "Simulation[seed " + seed + ", " + ticker.elapsed() + "]";
    }
}
