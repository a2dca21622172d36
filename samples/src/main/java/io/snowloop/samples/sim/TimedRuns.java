// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a scene that may hang. What waits in a simulation is seen by the simulation; but a loop without a call of it is
 * not, so each run has a thread, and a limit. It is one of processor time: on a busy machine a run waits long for a processor. One
 * that waits for something outside of the simulation takes none, so there is a limit of real time as well, a longer one.
 */
final class TimedRuns {
    private static final int REAL_TIME = 20;
    private static final long LOOK_EVERY_MILLIS = 50;

    private final Scene scene;
    private final @Nullable FaultList faults;
    private final int seconds;

    /** Runs of {@code seconds} of processor time at most each, with these faults instead of the scene's own. */
    TimedRuns(Scene scene, @Nullable FaultList faults, int seconds) {
        this.scene = scene;
        this.faults = faults;
        this.seconds = seconds;
    }

    /** Runs one seed, with the traces of its loops or without. */
    Outcome run(long seed, boolean traced) throws IOException {
        Outcome[] outcome = new Outcome[1];
        Thread thread = new Thread(() -> outcome[0] = play(seed, traced), "seed " + seed);
        thread.setDaemon(true);
        thread.start();
        try {
            await(thread);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in seed " + seed, e);
        }
        if (thread.isAlive()) {
            throw new EndlessException("seed " + seed + " does not end: it has computed for " + seconds
                    + " s (--limit), or for "
                    + REAL_TIME * seconds
                    + " s it has waited for something real, such as Thread.sleep or a file" + place());
        }
        return Objects.requireNonNull(outcome[0]);
    }

    /** A run has been stopped. */
    static final class EndlessException extends IOException {
        private static final long serialVersionUID = 1L;

        EndlessException(String message) {
            super(message);
        }
    }

    private void await(Thread thread) throws InterruptedException {
        long limit = TimeUnit.SECONDS.toNanos(seconds);
        long used = processorTime();
        long began = System.nanoTime();
        while (thread.isAlive() && processorTime() - used < limit && System.nanoTime() - began < limit * REAL_TIME) {
            thread.join(LOOK_EVERY_MILLIS);
        }
    }

    /** That of all threads: the programs of a scene have threads of their own. */
    private static long processorTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(time -> time > 0) // of a thread that has ended it is -1
                .sum();
    }

    private Outcome play(long seed, boolean traced) {
        return faults == null
                ? Scenes.run(scene, seed, FaultList.DEFAULT.of(), false, traced)
                : Scenes.run(scene, seed, faults.of(), true, traced);
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
}
