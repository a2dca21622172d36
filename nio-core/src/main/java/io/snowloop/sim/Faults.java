// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.options.Bounds;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The faults of a link or a host, with their probabilities. Immutable: each method returns a copy with one more.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#faults -->
 * <pre>{@code
 * network.faults(Faults.NONE.latency(ofMillis(20)).jitter(ofMillis(5)).segments(1));
 * }</pre>
 *
 * <p>A real network, kernel or peer may do each of them at any time. So a program that works without faults and fails
 * with some has a bug. A fault with a probability, from 0 to 1, is drawn from random numbers of its own, which follow from the
 * simulation's seed: to switch it on changes no draw of the others. A fault
 * that is given in bytes is a script: it always happens at the same byte.
 */
public final class Faults implements Cloneable {
    /** No faults and no latency. */
    public static final Faults NONE = new Faults();

    // No getters: only this package reads them.
    long latency;
    long jitter;
    long bandwidth = Long.MAX_VALUE;
    int segments = 64 * 1024;
    int buffers;
    double shortWrites;
    double zeroWrites;
    double stalls;
    long longestStall;
    double loss;
    long lossTimeout;
    double resets;
    long resetAfter = Long.MAX_VALUE;
    long endAfter = Long.MAX_VALUE;
    double refusals;
    double blackHoles;
    double immediateConnects;
    double acceptErrors;
    double spuriousWakeUps;
    double spuriousReady;
    boolean spuriousConnects = true;
    double clockJumps;
    long longestClockJump;
    boolean shuffled;
    double datagramLoss;
    double datagramDuplicates;

    private Faults() {}

    /**
     * {@return random faults that neither end nor prevent a connection} Each kind is left out in half of the cases: some
     * bugs show only in the absence of another fault, which would hide them.
     *
     * <p>One number is taken from {@code random}, and each kind is drawn from a stream of its own that follows from it.
     *
     * @param random decides; the same seed gives the same faults
     */
    public static Faults benign(Random random) {
        return RandomFaults.benign(random.nextLong());
    }

    /**
     * {@return those of {@link #benign}, and random faults that end or prevent connections}
     * @param random decides; the same seed gives the same faults
     */
    public static Faults hostile(Random random) {
        return RandomFaults.hostile(random.nextLong());
    }

    /**
     * {@return the faults of a list, such as {@code segments=1,short-writes=0.7,latency=20ms,stalls=0.1:1s,shuffled}} The names
     * are those of the methods of this class, with hyphens.
     *
     * @param list separated by commas; a time has the unit {@code ms} or {@code s}
     * @throws IllegalArgumentException if an item is no fault; the message says which
     */
    public static Faults parse(String list) {
        return FaultNames.parse(list);
    }

    /**
     * {@return these faults as far as a kernel has them} Without this call they are adversarial: they also do what no kernel does
     * and no specification forbids.
     *
     * <p>A key is not ready for OP_CONNECT while the connect is pending, with {@link #spuriousReady} either: some programs
     * take the first such key for the connection. {@link #buffers} are at least 2 KiB.
     */
    public Faults realistic() {
        return with(faults -> {
            faults.spuriousConnects = false;
            faults.buffers = buffers == 0 ? 0 : Math.max(buffers, 2 * 1024);
        });
    }

    // ------------------------------------------------------------------------------------------------- segments

    /**
     * {@return these faults, with this time in transit of every segment}
     * @param latency not negative
     */
    public Faults latency(Duration latency) {
        return with(faults ->
                faults.latency = Bounds.notNegative("latency", latency).toNanos());
    }

    /**
     * {@return these faults, with a random addition to the latency of a segment} The order of a stream's bytes is kept, as
     * in TCP. Datagrams overtake each other.
     *
     * @param jitter the longest addition; not negative
     */
    public Faults jitter(Duration jitter) {
        return with(
                faults -> faults.jitter = Bounds.notNegative("jitter", jitter).toNanos());
    }

    /**
     * {@return these faults, with this bandwidth of each connection in each direction, and of each UDP socket}
     * @param bytesPerSecond positive
     */
    public Faults bandwidth(long bytesPerSecond) {
        return with(faults -> faults.bandwidth = Bounds.atLeast("bandwidth", 1, bytesPerSecond));
    }

    /**
     * {@return these faults, with the stream split into segments of random size}
     * @param longest in bytes, positive; with 1, each byte comes alone
     */
    public Faults segments(int longest) {
        return with(faults -> faults.segments = Bounds.atLeast("segments", 1, longest));
    }

    /**
     * {@return these faults, with segments that are delayed, and with them all segments behind them: head-of-line blocking}
     * @param probability for each segment, from 0 to 1
     * @param longest the bound of a random delay; not negative
     */
    public Faults stalls(double probability, Duration longest) {
        return with(faults -> {
            faults.stalls = probability("stalls", probability);
            faults.longestStall = Bounds.notNegative("stalls", longest).toNanos();
        });
    }

    /**
     * {@return these faults, with segments of data that are lost, and sent again} All that comes behind one waits for it:
     * head-of-line blocking. A segment is sent again when three later ones have arrived (RFC 5681 section 3.2), or after
     * the time-out, which is doubled each time, up to 120 s (RFC 6298 section 5.5). Of several that are lost in a row, one is sent again
     * in a round trip, as NewReno does (RFC 6582).
     *
     * <p>Segments have at most 1,460 bytes then. There is no congestion window, so a loss does not make a sender slower. SYN,
     * SYN-ACK, FIN and RST are not lost. It is no part of {@link #benign} or {@link #hostile}.
     *
     * @param probability for each segment of data, each time it is sent, from 0 to less than 1
     * @param timeout after which a segment is sent again; positive. Linux has 200 ms and the round trip
     */
    public Faults loss(double probability, Duration timeout) {
        if (probability == 1) {
            throw new IllegalArgumentException("a probability of 1 would let no segment pass");
        }
        return with(faults -> {
            faults.loss = probability("loss", probability);
            faults.lossTimeout = Bounds.positive("loss", timeout).toNanos();
        });
    }

    /**
     * {@return these faults, with resets of the connection for both ends when a segment arrives, of whatever kind: SYN-ACK,
     * data or FIN}
     *
     * @param probability for each segment, from 0 to 1
     */
    public Faults resets(double probability) {
        return with(faults -> faults.resets = probability("resets", probability));
    }

    /**
     * {@return these faults, with a reset of every connection at one of its bytes}
     * @param bytes how many have come in one direction by then; with 0, as soon as it is established
     */
    public Faults resetAfter(long bytes) {
        return with(faults -> faults.resetAfter = Bounds.atLeast("resetAfter", 0, bytes));
    }

    /**
     * {@return these faults, with an early end of every stream, as if the sender had closed there: FIN, and the rest is
     * lost}
     *
     * @param bytes how many come before the end; not negative
     */
    public Faults endAfter(long bytes) {
        return with(faults -> faults.endAfter = Bounds.atLeast("endAfter", 0, bytes));
    }

    // ---------------------------------------------------------------------------------------------- connections

    /**
     * {@return these faults, with connections refused, although a program listens}
     * @param probability for each connect, from 0 to 1
     */
    public Faults refusals(double probability) {
        return with(faults -> faults.refusals = probability("refusals", probability));
    }

    /**
     * {@return these faults, with connects that are never answered} They fail after {@link SimNetwork#CONNECT_TIMEOUT}.
     * @param probability for each connect, from 0 to 1
     */
    public Faults blackHoles(double probability) {
        return with(faults -> faults.blackHoles = probability("blackHoles", probability));
    }

    /**
     * {@return these faults, with connections to the same host that are established at once} {@code connect} returns true,
     * as it may on any kernel.
     *
     * @param probability for each connect, from 0 to 1
     */
    public Faults immediateConnects(double probability) {
        return with(faults -> faults.immediateConnects = probability("immediateConnects", probability));
    }

    // ------------------------------------------------------------------------------------------------ datagrams

    /**
     * {@return these faults, with datagrams that are lost} TCP loses nothing by it.
     * @param probability for each datagram and for each receiver of it, from 0 to 1
     */
    public Faults datagramLoss(double probability) {
        return with(faults -> faults.datagramLoss = probability("datagramLoss", probability));
    }

    /**
     * {@return these faults, with datagrams that come twice} With {@link #jitter} or {@link #stalls}, they also come in another order.
     * @param probability for each datagram and for each receiver of it, from 0 to 1
     */
    public Faults datagramDuplicates(double probability) {
        return with(faults -> faults.datagramDuplicates = probability("datagramDuplicates", probability));
    }

    // -------------------------------------------------------------------------- hosts: their kernel and their clock

    /**
     * {@return these faults, with this size of each socket buffer, send and receive, whatever the socket options say}
     * @param bytes positive
     */
    public Faults buffers(int bytes) {
        return with(faults -> faults.buffers = Bounds.atLeast("buffers", 1, bytes));
    }

    /**
     * {@return these faults, with writes that take fewer bytes than there is room for, but at least one}
     * @param probability for each write, from 0 to 1
     */
    public Faults shortWrites(double probability) {
        return with(faults -> faults.shortWrites = probability("shortWrites", probability));
    }

    /**
     * {@return these faults, with writes that take nothing, although the channel is writable}
     * @param probability for each write, from 0 to 1
     */
    public Faults zeroWrites(double probability) {
        return with(faults -> faults.zeroWrites = probability("zeroWrites", probability));
    }

    /**
     * {@return these faults, with accepts that fail, as in a process that has no file descriptor left}
     * @param probability for each accept, from 0 to 1
     */
    public Faults acceptErrors(double probability) {
        return with(faults -> faults.acceptErrors = probability("acceptErrors", probability));
    }

    /**
     * {@return these faults, with selects that wait and return 0 before their timeout}
     * @param probability for each select, from 0 to 1
     */
    public Faults spuriousWakeUps(double probability) {
        return with(faults -> faults.spuriousWakeUps = probability("spuriousWakeUps", probability));
    }

    /**
     * {@return these faults, with keys that are ready for their whole interest set, although their channels are not} A read
     * returns 0, though bytes are there.
     *
     * @param probability for each select, from 0 to 1
     */
    public Faults spuriousReady(double probability) {
        return with(faults -> faults.spuriousReady = probability("spuriousReady", probability));
    }

    /** {@return these faults, with ready keys, and loops that have work, in random order} */
    public Faults shuffled() {
        return with(faults -> faults.shuffled = true);
    }

    /**
     * {@return these faults, with hosts that are paused before their loop goes on, and whose clock has jumped then} As after
     * a garbage collection or in a suspended virtual machine. The network and the other hosts go on meanwhile.
     *
     * @param probability for each turn of a loop, from 0 to 1
     * @param longest the bound of a random pause; not negative
     */
    public Faults clockJumps(double probability, Duration longest) {
        return with(faults -> {
            faults.clockJumps = probability("clockJumps", probability);
            faults.longestClockJump = Bounds.notNegative("clockJumps", longest).toNanos();
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

    private static double probability(String fault, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "the probability of " + fault + " must be from 0 to 1, not " + probability);
        }
        return probability;
    }
}
