// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * The random numbers of the faults at one place, a host or one end of a connection: a stream for each kind of fault.
 *
 * <p>Each stream follows from the seed of the simulation, the name of the place and the name of the kind, and from nothing else.
 * So a fault that is switched on, a new kind, another host or another connection changes no draw of the others, and a kept seed
 * keeps its meaning.
 */
final class Chances {
    /** What is drawn. The name is a part of the seed: to rename a constant changes the runs of all seeds. */
    enum Kind {
        JITTER,
        SEGMENT_SIZE,
        STALL,
        RESET,
        REFUSAL,
        BLACK_HOLE,
        IMMEDIATE_CONNECT,
        SHORT_WRITE,
        ZERO_WRITE,
        ACCEPT_ERROR,
        SPURIOUS_WAKE_UP,
        SPURIOUS_READY,
        SPURIOUS_READ,
        ORDER,
        CLOCK_JUMP,
        DATAGRAM_LOSS,
        DATAGRAM_DUPLICATE,
        PORT,
        LOSS
    }

    private final long seed;
    private final Map<Kind, Random> streams = new EnumMap<>(Kind.class);

    Chances(long seed, String place) {
        this.seed = split(seed, place);
    }

    /** Another seed, for what has this name. The same name gives the same seed, in each JVM. */
    static long split(long seed, String name) {
        long mixed = mix(seed);
        for (int i = 0; i < name.length(); i++) {
            mixed = mix(mixed + name.charAt(i));
        }
        return mixed;
    }

    /** A bijection in which each bit of the result depends on all bits of the seed: that of {@link java.util.SplittableRandom}. */
    private static long mix(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** The random numbers of a kind. */
    Random of(Kind kind) {
        return streams.computeIfAbsent(kind, each -> new Random(split(seed, each.name())));
    }

    /** Whether it happens. */
    boolean draw(Kind kind, double probability) {
        return probability > 0 && of(kind).nextDouble() < probability;
    }

    /** A number from 0 to {@code longest}. */
    long upTo(Kind kind, long longest) {
        return longest == 0 ? 0 : (long) (of(kind).nextDouble() * longest);
    }

    /** A number from 1 to {@code most}. */
    int oneTo(Kind kind, int most) {
        return 1 + (int) (of(kind).nextDouble() * most);
    }

    /** The time in transit of one segment: the latency with its jitter, and the stall if there is one. */
    long delay(Faults faults) {
        long usual = faults.latency + upTo(Kind.JITTER, faults.jitter);
        return draw(Kind.STALL, faults.stalls) ? usual + upTo(Kind.STALL, faults.longestStall) : usual;
    }
}
