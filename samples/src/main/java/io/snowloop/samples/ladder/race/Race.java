// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.ladder.Backend;
import io.snowloop.samples.ladder.Rung;
import io.snowloop.samples.ladder.Rungs;
import io.snowloop.samples.ladder.Running;
import io.snowloop.samples.measure.Host;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Measures rungs, one after the other.
 *
 * @param rungs in the order of the table
 * @param clients how many requests at once
 * @param rounds how often
 */
record Race(List<Rungs.Entry> rungs, int clients, int rounds) {
    /** Files that a JVM has open, and connections of the other works. */
    private static final int OTHER_FILES = 400;

    /** Runs it. Tells what is being done now. */
    Results run(Consumer<String> progress) throws IOException, InterruptedException {
        List<String> notes = new ArrayList<>();
        int count = scaledDown(notes);
        double freeBefore = Host.freeShare();
        Map<String, Map<Measure, Value>> all = new LinkedHashMap<>();
        Rung reference = Rungs.named("loops").orElseThrow().maker().get();
        try (Running server = reference.serve(Backend.SLOW)) {
            Trial trial = new Trial(count, rounds, server.port());
            for (Rungs.Entry rung : rungs) {
                progress.accept(rung.name());
                try {
                    Objects.requireNonNull(rung.maker().get());
                    all.put(rung.name(), trial.of(rung));
                } catch (UnsupportedOperationException e) {
                    notes.add(rung.name() + " is left out: " + e.getMessage() + ".");
                }
            }
        }
        double free = Math.min(freeBefore, Host.freeShare());
        noteMachine(free, all, notes);
        if (all.containsKey("one") && count > Trial.ONE_BY_ONE) {
            notes.add("one, as a client, was measured with " + Trial.ONE_BY_ONE
                    + " requests, and the time is that of all: 20 ms each.");
        }
        return new Results(LocalDate.now(ZoneOffset.UTC).toString(), Host.description(), free, count, all, notes);
    }

    private int scaledDown(List<String> notes) {
        long files = Host.maxOpenFiles();
        int most = (int) Math.max(1, Math.min(clients, files - OTHER_FILES));
        if (most < clients) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Scaled down from %,d connections to %,d: a process may have %,d files open (ulimit -n).",
                    clients,
                    most,
                    files));
        }
        return most;
    }

    private static void noteMachine(double free, Map<String, Map<Measure, Value>> all, List<String> notes) {
        if (free < 0.9) {
            notes.add(String.format(
                    Locale.ROOT,
                    "Other programs took %.0f %% of the processors: times are too long, and small differences mean nothing.",
                    100 * (1 - free)));
        }
        if (Runtime.getRuntime().availableProcessors() <= 2 && all.containsKey("loops")) {
            notes.add("With so few processors, of which the clients use one, loops cannot be faster than one loop.");
        }
    }
}
