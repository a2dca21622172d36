package io.snowloop.benchmarks.measure;

import java.io.IOException;

/**
 * How long it takes.
 *
 * @param warmUp seconds of CPU that don't count, for each entry and work
 * @param seconds of a round
 * @param rounds of each entry and work
 */
public record Pace(int warmUp, int seconds, int rounds) {
    /** For results that are kept. */
    public static final Pace FULL = new Pace(8, 5, 7);

    /** To see where one stands. */
    public static final Pace QUICK = new Pace(3, 2, 3);

    /** How much CPU has been used so far. */
    public interface Clock {
        CpuTime read() throws IOException;
    }

    /** Something that goes on for so many seconds. */
    public interface Load {
        void run(int seconds) throws IOException, InterruptedException;
    }

    /**
     * Warms up by CPU time, so that on a busy machine the compiler gets as far as on an idle one; where the load can't fill
     * the CPU, it ends after twice the time. It runs as often and as shortly as the rounds will: what was compiled before the
     * first connection closed is compiled anew after it.
     */
    public void warmUp(Clock clock, Load load) throws IOException, InterruptedException {
        CpuTime start = clock.read();
        for (int past = 0; past < 2 * warmUp && clock.read().since(start) < warmUp * 1_000_000_000L; past += seconds) {
            load.run(seconds);
        }
    }
}
