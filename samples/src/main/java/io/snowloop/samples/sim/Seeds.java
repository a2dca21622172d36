// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a scene that may hang. What waits in a simulation is seen by the simulation; but a loop without a call of it is
 * not, so each run has a thread, and a limit of real time.
 */
final class Seeds {
    private static final long MILLIS = 10_000;

    private final Scene scene;
    private final @Nullable FaultList faults;
    private @Nullable Outcome first;
    private @Nullable Outcome last;
    private int failed;

    Seeds(Scene scene, @Nullable FaultList faults) {
        this.scene = scene;
        this.faults = faults;
    }

    /** Runs so many seeds, from {@code from} on. */
    void run(long from, int count) throws IOException {
        for (long seed = from; seed < from + count; seed++) {
            Outcome outcome = runInTime(seed);
            last = outcome;
            if (outcome.failure() != null) {
                failed++;
                first = first == null ? outcome : first;
            }
        }
    }

    private Outcome runInTime(long seed) throws IOException {
        Outcome[] outcome = new Outcome[1];
        Thread thread = new Thread(() -> outcome[0] = run(seed), "seed " + seed);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in seed " + seed, e);
        }
        if (thread.isAlive()) {
            throw new IOException("seed " + seed + " does not end: for " + MILLIS / 1_000
                    + " s it has run without a select, read or write that waits" + place());
        }
        return Objects.requireNonNull(outcome[0]);
    }

    private Outcome run(long seed) {
        return faults == null
                ? Scenes.run(scene, seed, FaultList.DEFAULT.of(), false)
                : Scenes.run(scene, seed, faults.of(), true);
    }

    /** Where a thread is that runs the reader's classes, which have a class loader of their own. */
    private static String place() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .filter(frame -> frame.getClassLoaderName() == null
                        && frame.getModuleName() == null
                        && frame.getFileName() != null
                        && !frame.getClassName().startsWith("io.snowloop."))
                .findFirst()
                .map(frame -> ", at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
    }

    int failed() {
        return failed;
    }

    /** The first that failed; null if none has. */
    @Nullable
    Outcome first() {
        return first;
    }

    Outcome last() {
        return Objects.requireNonNull(last);
    }
}
