// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.learn;

import io.snowloop.samples.IoMessages;
import io.snowloop.samples.Json;
import io.snowloop.samples.scene.HostOfThread;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that grades, one line of JSON in, one out. It stays warm from one change of a file to the next, and it can be killed: an
 * answer that never ends takes it down, and not the command. It ends when its input does.
 */
final class Worker {
    /** Seeds that no answer was made for. */
    private static final int FRESH_SEEDS = 20;

    private Worker() {}

    /**
     * What is to be graded.
     *
     * @param exercise its name
     * @param folder that of the reader
     * @param extra a teacher's; null if there is none
     * @param seed the only seed to be run; null for all fixed ones and some fresh ones
     * @param width that of the reader's terminal
     */
    record Order(
            String exercise,
            String folder,
            @Nullable String extra,
            @Nullable Long seed,
            int width) {}

    /** Reads orders and writes grades. An order that cannot be met is answered with a text, in quotes. */
    public static void main(String[] args) throws IOException {
        HostOfThread.install(); // so that an answer with Selector.open() is simulated as well
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        // What an answer prints behind its end, from a thread that nothing can stop, must not stand among the grades.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setIn(InputStream.nullInputStream()); // an answer that reads must not take an order, or wait for one
        try {
            work(in, out);
        } finally {
            Runtime.getRuntime().halt(0); // the threads of an answer must not outlive the command
        }
    }

    private static void work(BufferedReader in, PrintStream out) throws IOException {
        Grader grader = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Order order = Json.read(line, Order.class);
            try {
                if (grader == null) {
                    grader = new Grader(Exercises.with(order.extra == null ? null : Path.of(order.extra)));
                }
                out.println(Json.of(grade(grader, order)));
            } catch (IOException e) {
                out.println(Json.of(IoMessages.of(e)));
            }
        }
    }

    private static Grade grade(Grader grader, Order order) throws IOException {
        Exercise exercise = grader.exercises().named(order.exercise);
        LearnFolder folder = new LearnFolder(Path.of(order.folder));
        String text = folder.text(exercise);
        if (text == null) {
            return Grade.notRun(
                    exercise.name(), Grade.Kind.MISSING, "there is no file " + folder.file(exercise), List.of());
        }
        long[] seeds = order.seed == null ? seeds() : new long[] {order.seed};
        return grader.grade(exercise, text, folder, seeds, order.width);
    }

    private static long[] seeds() {
        long first = 1_000_000 + System.nanoTime() / 1_000 % 1_000_000_000 * FRESH_SEEDS;
        return LongStream.concat(
                        LongStream.of(Grader.fixedSeeds(Grader.SEEDS)), LongStream.range(first, first + FRESH_SEEDS))
                .toArray();
    }
}
