// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Good and bad traffic at once, for a time: the system property {@code snowloop.endurance.seconds}. */
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "elsewhere a process can't tell its descriptors")
@Tag("once")
class EnduranceIT {
    private static final System.Logger LOG = System.getLogger(EnduranceIT.class.getName());
    private static final long SEED = Long.getLong("snowloop.seed", 1);
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("snowloop.endurance.seconds", 20));

    /** What the heap may grow by: a cache that fills, classes; less than a hundred bytes for each request. */
    private static final long HEAP = 4 << 20;

    /** In the same setup, and at the same time as other traffic. */
    private static final List<Attack> ATTACKS = Stream.of(
                    ViewAttacks.ofViews(),
                    PeerAttacks.leaving(),
                    PeerAttacks.talking(),
                    Http2Attacks.floods(),
                    Stream.of(LoadAttacks.PIPELINING))
            .flatMap(attacks -> attacks)
            .toList();

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void everythingIsGivenBack() throws Exception {
        LOG.log(Level.INFO, "{0} s of attacks with seed {1}", TIME.toSeconds(), SEED);
        try (Target target = Target.start(Setup.DEFAULT.with("-Xmx64m"))) {
            for (Attack attack : ATTACKS) {
                attack.run(target); // all that is loaded or cached then stays
            }
            target.awaitRest();
            long heap = target.heap();
            attackAtRandom(target);
            target.assertAnswers();
            target.awaitRest();
            assertThat(target.heap()).as("heap in bytes").isLessThan(heap + HEAP);
        }
    }

    private static void attackAtRandom(Target target) throws Exception {
        Random random = new Random(SEED);
        long start = System.nanoTime();
        try (GoodTraffic traffic = new GoodTraffic(target, SEED)) {
            while (System.nanoTime() - start < TIME.toNanos()) {
                ATTACKS.get(random.nextInt(ATTACKS.size())).run(target);
            }
        }
    }
}
