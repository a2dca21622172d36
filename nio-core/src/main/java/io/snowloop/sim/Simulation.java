// SPDX-License-Identifier: Apache-2.0
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
import java.util.concurrent.TimeUnit;
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
 * <p>It runs one turn of every loop that has work. When no loop has work, it advances the clock to the next deadline or
 * arrival. So nothing waits in real time. A program that drives its own selector, such as {@link EventLoop#run} or a
 * hand-written {@code while (selector.select() ...)}, takes part too: where its selector would block, the simulation
 * runs everything else.
 *
 * <p>The same seed gives the same run, event for event, if the program depends on nothing else: no clock but
 * {@link #ticker}, no random numbers but {@link #random}, no other threads.
 */
public final class Simulation implements AutoCloseable {
    private final long seed;
    private final Random random;
    private final VirtualTicker ticker = new VirtualTicker();
    private final SimNetwork network;
    private final HostedLoops loops;
    private final Programs programs;

    /**
     * An empty simulation.
     * @param seed what all random decisions follow from: the same one gives the same run
     */
    public Simulation(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.network = new SimNetwork(this);
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
     * {@return the options that open a loop with this simulation's clock and the channels of a host}
     * @param host its address, a literal
     */
    public EventLoopOptions options(String host) {
        return EventLoopOptions.builder()
                .ticker(ticker)
                .maxEarlySelects(0) // a simulated select never waits: the simulation moves the time between the turns
                .provider(network.host(host))
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
        loops.add(new HostedLoop(loop, network.hostOf(loop.reactor().provider())));
        return loop;
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
        network.agenda().add(time.toNanos(), action);
    }

    // ----------------------------------------------------------------------------------------------------- running

    /** Runs until no event is left. A timer that repeats itself makes this endless: see {@link #runFor}. */
    public void run() {
        await(() -> false, Agenda.NEVER);
    }

    /**
     * Runs for some time.
     * @param duration in virtual time
     */
    public void runFor(Duration duration) {
        await(() -> false, now() + duration.toNanos());
    }

    /**
     * Runs until a future is done.
     * @param <T> the value's type
     * @param future of one of the loops
     * @return its value
     * @throws ExecutionException if it failed, with the error as its cause
     * @throws DeadlockError if no event is left and it is not done
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public <T extends @Nullable Object> T runUntil(Future<T> future) throws ExecutionException, InterruptedException {
        runUntil(future::isDone, future);
        if (!future.isDone()) {
            throw new InterruptedException("interrupted while waiting for " + future);
        }
        return future.await();
    }

    /**
     * Runs until a condition holds, or the thread is interrupted.
     * @param condition asked after each event
     * @throws DeadlockError if no event is left and it does not hold
     */
    public void runUntil(BooleanSupplier condition) {
        runUntil(condition, "a condition");
    }

    private void runUntil(BooleanSupplier condition, Object what) {
        if (!await(condition, Agenda.NEVER)) {
            throw new DeadlockError("waiting for " + what, this);
        }
    }

    /**
     * Blocks the caller, as {@link Thread#sleep} does in a real program. In a callback of a loop, it blocks that loop. All
     * others go on.
     * @param duration in virtual time
     */
    public void sleep(Duration duration) {
        wait(() -> false, now() + duration.toNanos(), "a sleep");
    }

    /** Where a program blocks. False if {@code condition} does not hold at the {@code deadline}, or no event is left. */
    private boolean wait(BooleanSupplier condition, long deadline, Object what) {
        return programs.isCaller() ? programs.await(condition, deadline, what) : await(condition, deadline);
    }

    /** Runs until {@code condition} holds. False if it does not hold at the {@code deadline}, or no event is left. */
    private boolean await(BooleanSupplier condition, long deadline) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                return true; // like a select, which returns when its thread is interrupted
            }
            if (!step(deadline)) {
                return false;
            }
        }
        return true;
    }

    // region step
    /** Runs what is due now. If nothing is, advances the clock. False if the next event is later than {@code limit}. */
    private boolean step(long limit) {
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

    // ------------------------------------------------------------------------------------- where a program blocks

    // region select
    /**
     * Called by a selector before it collects its ready keys.
     *
     * <p>If the simulation itself runs a turn of this selector's loop, the select must not wait: the loop has its turn
     * because it has work. Otherwise the program drives this selector, and the rest of the simulation runs here, inside
     * of its select, until a key is ready or the time is up.
     *
     * @return whether it is the selector of a loop that has its turn
     */
    boolean select(SimSelector selector, long nanos) {
        network.deliver();
        boolean hosted = loops.selects(selector);
        if (!hosted && nanos != 0) {
            SimHost host = selector.host();
            long deadline = host.wakesUp(deadline(nanos), nextEvent());
            if (!wait(selector::isReady, deadline, selector) && deadline == Agenda.NEVER) {
                throw new DeadlockError(selector + " waits", this);
            }
            if (host.maybePause()) {
                wait(() -> false, host.pausedUntil(), "a pause of its host");
            }
        }
        return hosted;
    }
    // endregion

    /**
     * Called by a channel before it reads, writes, accepts or connects. A blocking channel waits until it is ready.
     *
     * @return false if {@code nanos} have passed before
     */
    boolean awaitReady(boolean blocking, BooleanSupplier ready, long nanos, Object channel) {
        network.deliver();
        if (!blocking || ready.getAsBoolean() || wait(ready, deadline(nanos), channel)) {
            return true;
        }
        if (nanos == Agenda.NEVER) {
            throw new DeadlockError(channel + " waits", this);
        }
        return false;
    }

    /** A timeout in milliseconds, of which 0 is none, in nanoseconds. */
    static long nanos(long millis) {
        return millis == 0 ? Agenda.NEVER : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private long deadline(long nanos) {
        return nanos >= Agenda.NEVER - now() ? Agenda.NEVER : now() + nanos;
    }

    // ------------------------------------------------------------------------------- the clock and random numbers

    long now() {
        return ticker.now();
    }

    /** The random numbers of the faults at a place, which has this name in all runs. */
    Chances chances(String place) {
        return new Chances(seed, place);
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
        StringBuilder text = new StringBuilder("at ")
                .append(ticker.elapsed())
                .append(", seed ")
                .append(seed);
        loops.situations().forEach(loop -> text.append("\n  ").append(loop));
        programs.situations().forEach(program -> text.append("\n  ").append(program));
        network.openSockets().forEach(socket -> text.append("\n  open: ").append(socket));
        network.partitions().forEach(link -> text.append("\n  cut: ").append(link));
        return text.toString();
    }

    /** Ends the programs and closes the loops. */
    @Override
    public void close() {
        programs.close();
        loops.close();
    }

    @Override
    public String toString() {
        return "Simulation[seed " + seed + ", " + ticker.elapsed() + "]";
    }
}
