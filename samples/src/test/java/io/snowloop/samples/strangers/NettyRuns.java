// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import io.snowloop.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs of Netty in virtual time. */
public final class NettyRuns {
    private NettyRuns() {}

    /** Each segment with its time, and each call of Netty for I/O. */
    public static List<String> transcript(long seed) {
        List<String> transcript = new ArrayList<>();
        try (Simulation simulation = new Simulation(seed)) {
            simulation.network().onSegment(segment -> transcript.add(String.valueOf(segment)));
            simulation
                    .network()
                    .onCall(call -> transcript.add(simulation.ticker().elapsed() + " " + call));
            NettySimulationTest.send(simulation, 20);
        }
        return transcript;
    }

    /** How much virtual time has passed when a task runs that Netty's loop was given for an hour later. */
    public static Duration anHour() {
        try (Simulation simulation = new Simulation(1)) {
            var task = NettyLoop.on(simulation, "10.0.0.1").next().schedule(() -> {}, 1, TimeUnit.HOURS);
            simulation.runUntil(task::isDone);
            return simulation.ticker().elapsed();
        }
    }
}
