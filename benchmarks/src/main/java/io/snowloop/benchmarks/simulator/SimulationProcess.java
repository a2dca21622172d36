// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process of the simulator. For each line from its standard input, a number of milliseconds, it runs seeds for that time.
 * The answer is the number of seeds, of events, the virtual and the real nanoseconds.
 */
public final class SimulationProcess {
    private long seed;

    private SimulationProcess() {}

    /**
     * Runs seeds until the input ends.
     *
     * @param args none
     */
    public static void main(String[] args) throws IOException {
        SimulationProcess process = new SimulationProcess();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            String line;
            while ((line = in.readLine()) != null) {
                System.out.println(process.run(Long.parseLong(line)));
            }
        }
    }

    private String run(long millis) throws IOException {
        long first = seed;
        long events = 0;
        long virtual = 0;
        long start = System.nanoTime();
        long elapsed;
        do {
            SimulatedSite.Run run = SimulatedSite.run(++seed);
            events += run.events();
            virtual += run.virtualNanos();
            elapsed = System.nanoTime() - start;
        } while (elapsed < millis * 1_000_000);
        return seed - first + " " + events + " " + virtual + " " + elapsed;
    }
}
