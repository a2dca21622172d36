package io.snowloop.sim;

import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What goes wrong on a network, and how often. Immutable: each method returns faults that have one more.
 *
 * <pre>
 *   network.faults(Faults.NONE.latency(ofMillis(20)).jitter(ofMillis(5)).segments(1));
 * </pre>
 *
 * <p>All of them are things that a real network, kernel or peer may do at any time, so a program that works without
 * faults and fails with some is wrong. Probabilities go from 0 to 1 and are drawn from the simulation's random numbers;
 * what is counted in bytes is a script and always happens at the same place.
 */
public final class Faults implements Cloneable {
    /** A network without latency, on which nothing ever goes wrong. */
    public static final Faults NONE = new Faults();

    // No getters: the network is the only reader.
    long latency;
    long jitter;
    long bandwidth = Long.MAX_VALUE;
    int segments = 64 * 1024;
    int buffers;
    double shortWrites;
    double zeroWrites;
    double stalls;
    long longestStall;
    double resets;
    long resetAfter = Long.MAX_VALUE;
    long endAfter = Long.MAX_VALUE;
    double refusals;
    double blackHoles;
    double immediateConnects;
    double acceptErrors;
    double spuriousWakeUps;
    double spuriousReady;
    double clockJumps;
    long longestClockJump;
    boolean shuffled;

    private Faults() {}

    /**
     * Some faults of all kinds, drawn by {@code random}, but none that ends or prevents a connection. Each kind is left
     * out half the time, as some bugs show only where another fault doesn't hide them.
     */
    public static Faults benign(Random random) {
        Faults faults = NONE;
        faults = random.nextBoolean() ? faults : faults.latency(Duration.ofMillis(random.nextInt(100)));
        faults = random.nextBoolean() ? faults : faults.jitter(Duration.ofMillis(random.nextInt(50)));
        faults = random.nextBoolean() ? faults : faults.bandwidth(10_000L << random.nextInt(10));
        faults = random.nextBoolean() ? faults : faults.segments(1 << random.nextInt(12));
        faults = random.nextBoolean() ? faults : faults.buffers(1 << random.nextInt(14));
        faults = random.nextBoolean() ? faults : faults.shortWrites(random.nextDouble());
        faults = random.nextBoolean() ? faults : faults.zeroWrites(random.nextDouble() / 2);
        faults = random.nextBoolean() ? faults : faults.stalls(random.nextDouble() / 10, Duration.ofSeconds(1));
        faults = random.nextBoolean() ? faults : faults.immediateConnects(random.nextDouble());
        faults = random.nextBoolean() ? faults : faults.spuriousWakeUps(random.nextDouble() / 2);
        faults = random.nextBoolean() ? faults : faults.spuriousReady(random.nextDouble() / 2);
        faults = random.nextBoolean() ? faults : faults.clockJumps(random.nextDouble() / 10, Duration.ofMillis(200));
        return random.nextBoolean() ? faults : faults.shuffled();
    }

    /** Those of {@link #benign}, and some that end connections, or keep them from being made. */
    public static Faults hostile(Random random) {
        Faults faults = benign(random);
        faults = random.nextBoolean() ? faults : faults.resets(random.nextDouble() / 20);
        faults = random.nextBoolean() ? faults : faults.resetAfter(random.nextInt(10_000));
        faults = random.nextBoolean() ? faults : faults.endAfter(random.nextInt(10_000));
        faults = random.nextBoolean() ? faults : faults.refusals(random.nextDouble());
        faults = random.nextBoolean() ? faults : faults.acceptErrors(random.nextDouble() / 2);
        return random.nextBoolean() ? faults : faults.blackHoles(random.nextDouble());
    }

    // ------------------------------------------------------------------------------------------------- segments

    /** How long every segment is under way. */
    public Faults latency(Duration latency) {
        return with(faults -> faults.latency = notNegative(latency));
    }

    /** How much longer some are under way than others. The order of a stream's bytes is kept, as TCP keeps it. */
    public Faults jitter(Duration jitter) {
        return with(faults -> faults.jitter = notNegative(jitter));
    }

    /** How many bytes a second go over a connection, in each direction. */
    public Faults bandwidth(long bytesPerSecond) {
        return with(faults -> faults.bandwidth = positive(bytesPerSecond));
    }

    /** Cuts the stream into segments of 1 to {@code longest} bytes; {@code segments(1)} has every byte come alone. */
    public Faults segments(int longest) {
        return with(faults -> faults.segments = (int) positive(longest));
    }

    /** Holds up a segment, and so all that is behind it. */
    public Faults stalls(double probability, Duration longest) {
        return with(faults -> {
            faults.stalls = probability(probability);
            faults.longestStall = notNegative(longest);
        });
    }

    /** Resets the connection, for both its ends, when a segment arrives: be it the first, some data, or the end. */
    public Faults resets(double probability) {
        return with(faults -> faults.resets = probability(probability));
    }

    /** Resets every connection once so many bytes have arrived in one direction; 0 resets it as soon as it is there. */
    public Faults resetAfter(long bytes) {
        return with(faults -> faults.resetAfter = notNegative(bytes));
    }

    /** Ends every stream after so many bytes, as if its sender had crashed in an orderly way: the rest is lost. */
    public Faults endAfter(long bytes) {
        return with(faults -> faults.endAfter = notNegative(bytes));
    }

    // ---------------------------------------------------------------------------------------------- connections

    /** Refuses a connection, although somebody listens. */
    public Faults refusals(double probability) {
        return with(faults -> faults.refusals = probability(probability));
    }

    /** Answers a request to connect with nothing at all; the kernel gives up after {@link SimNetwork#CONNECT_TIMEOUT}. */
    public Faults blackHoles(double probability) {
        return with(faults -> faults.blackHoles = probability(probability));
    }

    /** A connection to the same host is there at once: {@code connect} returns true, as it may on any kernel. */
    public Faults immediateConnects(double probability) {
        return with(faults -> faults.immediateConnects = probability(probability));
    }

    // ----------------------------------------------------------------------- a host: its kernel and its processor

    /** The size of each socket buffer, send and receive, whatever the program has asked for. */
    public Faults buffers(int bytes) {
        return with(faults -> faults.buffers = (int) positive(bytes));
    }

    /** A write takes less than there is room for, but something. */
    public Faults shortWrites(double probability) {
        return with(faults -> faults.shortWrites = probability(probability));
    }

    /** A write takes nothing, although the channel is ready for it. */
    public Faults zeroWrites(double probability) {
        return with(faults -> faults.zeroWrites = probability(probability));
    }

    /** Accepting fails, as it does in a process that has no file descriptor left. */
    public Faults acceptErrors(double probability) {
        return with(faults -> faults.acceptErrors = probability(probability));
    }

    /** A select that waits returns 0 before its time. */
    public Faults spuriousWakeUps(double probability) {
        return with(faults -> faults.spuriousWakeUps = probability(probability));
    }

    /** A key is ready for all it waits for, although nothing is there. */
    public Faults spuriousReady(double probability) {
        return with(faults -> faults.spuriousReady = probability(probability));
    }

    /** Ready keys, and hosts that have something to do, come in any order. */
    public Faults shuffled() {
        return with(faults -> faults.shuffled = true);
    }

    /**
     * A host's clock leaps before it goes on: it stood still meanwhile, as in a garbage collection or a suspended
     * virtual machine, and the network didn't.
     */
    public Faults clockJumps(double probability, Duration longest) {
        return with(faults -> {
            faults.clockJumps = probability(probability);
            faults.longestClockJump = notNegative(longest);
        });
    }

    private Faults with(Consumer<Faults> change) {
        try {
            Faults changed = (Faults) clone();
            change.accept(changed);
            return changed;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private static double probability(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("a probability goes from 0 to 1, not " + probability);
        }
        return probability;
    }

    private static long notNegative(Duration duration) {
        return notNegative(duration.toNanos());
    }

    private static long notNegative(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("must not be negative: " + number);
        }
        return number;
    }

    private static long positive(long number) {
        if (number < 1) {
            throw new IllegalArgumentException("must be at least 1, not " + number);
        }
        return number;
    }
}
