// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.fail;

import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The same random calls on the channels of the JDK and on simulated ones, in lock step: each has the same result. A
 * sequence with a difference is shortened as far as possible before it is shown.
 */
@EnabledOnOs(OS.LINUX)
class LockStepTest {
    private static final int LONGEST = 40;

    /** How often a difference must be seen: the kernel may deliver a segment late on a machine that is busy. */
    private static final int CONFIRMATIONS = 3;

    @Seeds(300)
    void eachCallHasTheSameResult(long seed) throws IOException {
        Random random = new Random(seed);
        List<ChannelStep> steps = new ArrayList<>();
        for (int i = 5 + random.nextInt(LONGEST); i > 0; i--) {
            steps.add(ChannelStep.random(random));
        }
        if (!agree(steps)) {
            fail("the simulation differs from the JDK in:\n" + String.join("\n", trace(shortest(steps))));
        }
    }

    /** Leaves out one step after the other, as long as a difference remains. */
    private static List<ChannelStep> shortest(List<ChannelStep> steps) throws IOException {
        List<ChannelStep> shortest = steps;
        for (int i = shortest.size() - 1; i >= 0; i--) {
            List<ChannelStep> shorter = new ArrayList<>(shortest);
            shorter.remove(i);
            if (!agree(shorter)) {
                shortest = shorter;
                i = Math.min(i, shortest.size()); // steps before it may be superfluous now
            }
        }
        return shortest;
    }

    private static boolean agree(List<ChannelStep> steps) throws IOException {
        for (int i = 0; i < CONFIRMATIONS; i++) {
            List<String> trace = trace(steps);
            if (trace.isEmpty() || !trace.get(trace.size() - 1).contains("DIFFERS")) {
                return true;
            }
        }
        return false;
    }

    /** Runs the steps up to the first difference. One line for each, with its results. */
    private static List<String> trace(List<ChannelStep> steps) throws IOException {
        List<String> trace = new ArrayList<>();
        try (Simulation simulation = new Simulation(1);
                ChannelBench simulated = new ChannelBench(simulation.network());
                ChannelBench jdk = new ChannelBench(SelectorProvider.provider())) {
            for (ChannelStep step : steps) {
                String expected = jdk.run(step);
                String actual = simulated.run(step);
                if (!expected.equals(actual)) {
                    trace.add(step + " DIFFERS: the JDK " + expected + ", the simulation " + actual);
                    return trace;
                }
                trace.add(step + ": " + expected);
            }
        }
        return trace;
    }
}
