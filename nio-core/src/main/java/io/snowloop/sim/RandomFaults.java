// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.time.Duration;
import java.util.Random;
import java.util.function.BiFunction;

/** Random faults: each kind in half of the cases, from a stream of its own. */
final class RandomFaults {
    private final long seed;
    private Faults faults = Faults.NONE;

    private RandomFaults(long seed) {
        this.seed = seed;
    }

    static Faults benign(long seed) {
        return new RandomFaults(seed).addBenign().faults;
    }

    static Faults hostile(long seed) {
        return new RandomFaults(seed).addBenign().addHostile().faults;
    }

    private RandomFaults addBenign() {
        return add("latency", (faults, random) -> faults.latency(Duration.ofMillis(random.nextInt(100))))
                .add("jitter", (faults, random) -> faults.jitter(Duration.ofMillis(random.nextInt(50))))
                .add("bandwidth", (faults, random) -> faults.bandwidth(10_000L << random.nextInt(10)))
                .add("segments", (faults, random) -> faults.segments(1 << random.nextInt(12)))
                .add("buffers", (faults, random) -> faults.buffers(1 << random.nextInt(14)))
                .add("short writes", (faults, random) -> faults.shortWrites(random.nextDouble()))
                .add("zero writes", (faults, random) -> faults.zeroWrites(random.nextDouble() / 2))
                .add("stalls", (faults, random) -> faults.stalls(random.nextDouble() / 10, Duration.ofSeconds(1)))
                .add("immediate connects", (faults, random) -> faults.immediateConnects(random.nextDouble()))
                .add("spurious wake-ups", (faults, random) -> faults.spuriousWakeUps(random.nextDouble() / 2))
                .add("spurious ready", (faults, random) -> faults.spuriousReady(random.nextDouble() / 2))
                .add(
                        "clock jumps",
                        (faults, random) -> faults.clockJumps(random.nextDouble() / 10, Duration.ofMillis(200)))
                .add("order", (faults, random) -> faults.shuffled())
                .add("datagram duplicates", (faults, random) -> faults.datagramDuplicates(random.nextDouble() / 4));
    }

    private RandomFaults addHostile() {
        return add("resets", (faults, random) -> faults.resets(random.nextDouble() / 20))
                .add("reset after", (faults, random) -> faults.resetAfter(random.nextInt(10_000)))
                .add("end after", (faults, random) -> faults.endAfter(random.nextInt(10_000)))
                .add("refusals", (faults, random) -> faults.refusals(random.nextDouble()))
                .add("accept errors", (faults, random) -> faults.acceptErrors(random.nextDouble() / 2))
                .add("black holes", (faults, random) -> faults.blackHoles(random.nextDouble()))
                .add("datagram loss", (faults, random) -> faults.datagramLoss(random.nextDouble() / 2));
    }

    /** Adds a fault in half of the cases. The kind's name is a part of its seed. */
    private RandomFaults add(String kind, BiFunction<Faults, Random, Faults> fault) {
        Random random = new Random(Chances.split(seed, kind));
        if (!random.nextBoolean()) {
            faults = fault.apply(faults, random);
        }
        return this;
    }
}
