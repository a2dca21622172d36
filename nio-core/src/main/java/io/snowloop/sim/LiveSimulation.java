// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.loop.Ticker;
import io.snowloop.options.Bounds;
import java.time.Duration;
import java.util.List;

/**
 * A simulated network for programs with threads of their own: in real time, and with the faults of a seed. Programs written
 * for a real network run on it unchanged, if they take their channels from a provider: see {@link SimProvider}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#live -->
 * <pre>{@code
 * try (LiveSimulation simulation = new LiveSimulation(42)) {
 *     simulation.network().faults(Faults.NONE.latency(ofMillis(2)).shortWrites(0.5));
 *     SelectorProvider host = simulation.network().host("10.0.0.1");
 *     ServerSocketChannel server = host.openServerSocketChannel();
 *     server.bind(new InetSocketAddress("10.0.0.1", 7));
 *     Thread client = new Thread(() -> greet(simulation.network().host("10.0.0.2")));
 *     client.start();
 *     log.add(textOf(server.accept())); // this thread waits, and the other one connects
 *     client.join();
 * }
 * }</pre>
 *
 * <p>What follows from the seed: the random numbers of each kind of fault on each host and each connection, in order. What does
 * not: which thread is first. So a seed that fails may pass the next time; a {@link Simulation} has one thread, and repeats
 * each run.
 *
 * <p>Any thread may use the channels and selectors, as {@code java.nio} specifies. A thread that waits in a select, or in an
 * operation of a channel in blocking mode, is parked until what it waits for has come, its time is up, the channel is closed,
 * or the thread is interrupted. Observers of the network are called by whichever thread delivers the segment, with the lock
 * of the network: they must not wait.
 */
public final class LiveSimulation implements AutoCloseable {
    private final long seed;
    private final LiveThreads threads;
    private final SimNetwork network;

    /**
     * An empty network.
     * @param seed of the faults
     */
    public LiveSimulation(long seed) {
        this(seed, 1);
    }

    /**
     * An empty network with a fast clock: latencies, stalls and retries of a connect take less time than they say. The timeouts
     * of programs, those of their selects too, are in real time nevertheless.
     *
     * @param seed of the faults
     * @param speed how much faster, from 1 to 1,000: with 100, a latency of 50 ms takes 0.5 ms
     * @throws IllegalArgumentException if {@code speed} is out of bounds
     */
    public LiveSimulation(long seed, int speed) {
        Agenda agenda = new Agenda();
        this.seed = seed;
        this.threads = new LiveThreads(agenda, (int) Bounds.between("speed", 1, 1_000, speed), Ticker.system());
        this.network = new SimNetwork(seed, agenda, threads);
    }

    /** {@return the seed} */
    public long seed() {
        return seed;
    }

    /** {@return the network} Any thread may use it. */
    public SimNetwork network() {
        return network;
    }

    /** {@return the time since the start, by the clock of the network} */
    public Duration elapsed() {
        return Duration.ofNanos(threads.now());
    }

    /** {@return the sockets that no program has closed yet} */
    public List<Leftover> leftovers() {
        return threads.call(network::leftovers);
    }

    /** Stops the network's clock: no segment arrives any more. Close the programs first, those that wait go on waiting. */
    @Override
    public void close() {
        threads.close();
    }

    @Override
    public String toString() {
        return "LiveSimulation[seed " + seed + "]";
    }
}
