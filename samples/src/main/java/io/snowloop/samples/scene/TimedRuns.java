// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Runs of a scene that may hang. What waits in a simulation is seen by the simulation; but a loop without a call of it is
 * not, so each run has a thread, and a limit. It is one of processor time: on a busy machine a run waits long for a processor. One
 * that waits for something outside of the simulation takes none, so there is a limit of real time as well, a longer one.
 */
public final class TimedRuns {
    private static final int REAL_TIME = 20;
    private static final long LOOK_EVERY_MILLIS = 50;

    private final LongFunction<Outcome> run;
    private final int seconds;

    /** Runs, by their seeds, of {@code seconds} of processor time at most each. */
    public TimedRuns(LongFunction<Outcome> run, int seconds) {
        this.run = run;
        this.seconds = seconds;
    }

    /** Runs one seed. Its thread goes on after an {@link EndlessException}: nothing can stop it but the end of the JVM. */
    public Outcome run(long seed) throws EndlessException {
        ProgramExit exit = new ProgramExit();
        try {
            return within(seconds, "seed " + seed, () -> run.apply(seed));
        } finally {
            exit.remove();
        }
    }

    /**
     * Calls something that may not end, for {@code seconds} of processor time at most.
     *
     * @param what it is, for messages
     */
    public static <T> T within(int seconds, String what, Supplier<T> call) throws EndlessException {
        FutureTask<T> task = new FutureTask<>(call::get);
        Thread thread = new Thread(task, what);
        thread.setDaemon(true);
        thread.start();
        try {
            await(thread, seconds);
            if (!thread.isAlive()) {
                return task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EndlessException("interrupted in " + what, "");
        } catch (ExecutionException e) {
            throw new IllegalStateException(what + " has failed: " + e.getCause(), e);
        }
        String place = place();
        throw new EndlessException(
                what + " does not end: it has computed for " + seconds + " s, or for " + REAL_TIME * seconds
                        + " s it has waited for something real, such as Thread.sleep or a file"
                        + (place.isEmpty() ? "" : ", at " + place),
                place);
    }

    /** A run does not end. */
    public static final class EndlessException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String place;

        EndlessException(String message, String place) {
            super(message);
            this.place = place;
        }

        /** The line at which it was, such as {@code Echo.java:31}; empty if it is in no class of a reader's. */
        public String place() {
            return place;
        }
    }

    private static void await(Thread thread, int seconds) throws InterruptedException {
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

    /** Where a thread is that runs the reader's classes, which have a class loader of their own. */
    static String place() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .filter(frame -> frame.getClassLoaderName() == null
                        && frame.getModuleName() == null
                        && frame.getFileName() != null
                        && !frame.getClassName().startsWith("io.snowloop."))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
    }
}
