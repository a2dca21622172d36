// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import io.snowloop.samples.Folders;
import io.snowloop.samples.Terminal;
import io.snowloop.sim.SimProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The seeds of the program of a jar: which fail, how, and how to run one again.
 *
 * @param jar the program
 * @param arguments of the program
 * @param check a URL, or a class or a source file and its arguments; null: the program has to end by itself, with exit code 0
 * @param faults none, benign or hostile, or a list of {@link io.snowloop.sim.Faults#parse}
 * @param limit of a run, in seconds of real time
 */
public record JarReport(
        ProgramJar jar, List<String> arguments, @Nullable String check, String faults, int limit) {
    /** How many lines of a program that has failed are shown. */
    private static final int LINES = 20;

    private static final Map<String, String> PROFILES =
            Map.of("none", "none", "benign", "realistic", "hostile", "hostile");

    /**
     * Runs it without faults, and then with the seeds 1 up to a number. Prints what fails, as it fails.
     *
     * @return the exit code: 0 if no seed fails, otherwise 1
     * @throws IOException if it fails without faults
     */
    public int seeds(int count, PrintWriter out) throws IOException {
        return inFolder(runs -> {
            String expected = withoutFaults(runs);
            long first = 0;
            JarRuns.@Nullable Result shown = null;
            int failed = 0;
            for (long seed : LongStream.rangeClosed(1, count).toArray()) {
                JarRuns.Result result = runs.run(properties(seed), expected);
                if (!result.isFine()) {
                    failed++;
                    print(seed, result, out);
                    out.flush();
                    if (shown == null) {
                        first = seed;
                        shown = result;
                    }
                }
            }
            if (shown == null) {
                out.println("none of " + count + " seeds fails");
                return 0;
            }
            out.println();
            out.println(failed + " of " + count + " seeds fail; the first is seed " + first + ".");
            lines(shown).forEach(out::println);
            out.println("To run it again: " + Terminal.shown(replay(first)));
            return 1;
        });
    }

    /**
     * Runs it without faults, and then with one seed. Prints what has come of it, and what it has printed.
     *
     * @return the exit code: 0 if it is fine, otherwise 1
     * @throws IOException if it fails without faults
     */
    public int seed(long seed, PrintWriter out) throws IOException {
        return inFolder(runs -> {
            JarRuns.Result result = runs.run(properties(seed), withoutFaults(runs));
            lines(result).forEach(out::println);
            if (result.isFine()) {
                out.println("fine");
                return 0;
            }
            print(seed, result, out);
            return 1;
        });
    }

    /** Why a seed fails. Connections that are open are lines of their own. */
    private static void print(long seed, JarRuns.Result failed, PrintWriter out) {
        Terminal.shownLines("seed " + seed + ": " + failed.verdict().text()).forEach(out::println);
    }

    /** The last lines that the program has printed, with a heading. */
    private static List<String> lines(JarRuns.Result result) {
        List<String> all = result.output().lines().toList();
        if (all.isEmpty()) {
            return List.of("The program has printed nothing.");
        }
        List<String> lines = new ArrayList<>();
        lines.add("The program has printed" + (all.size() > LINES ? ", in its last " + LINES + " lines:" : ":"));
        all.subList(Math.max(0, all.size() - LINES), all.size())
                .forEach(line -> lines.add("  " + Terminal.shown(line)));
        return lines;
    }

    /** Returns the answer of a program that has no fault. One that fails there is not asked again. */
    private String withoutFaults(JarRuns runs) throws IOException, InterruptedException {
        JarRuns.Result result = runs.run(Map.of(SimProvider.PROFILE, "none"), "");
        if (!result.isFine()) {
            throw new RefusedException(
                    jar.file() + " fails without faults: " + result.verdict().text(), lines(result));
        }
        return result.verdict().text();
    }

    private Map<String, String> properties(long seed) {
        Map<String, String> properties = new HashMap<>();
        properties.put(SimProvider.SEED, String.valueOf(seed));
        String profile = PROFILES.get(faults);
        properties.put(profile == null ? SimProvider.FAULTS : SimProvider.PROFILE, profile == null ? faults : profile);
        return properties;
    }

    private String replay(long seed) {
        return "./snowloop sim --jar " + quoted(jar.file().toString()) + " --seed " + seed
                + (check == null ? "" : " --check " + quoted(check))
                + (faults.equals("benign") ? "" : " --faults " + faults)
                + (arguments.isEmpty()
                        ? ""
                        : " -- "
                                + String.join(
                                        " ",
                                        arguments.stream()
                                                .map(JarReport::quoted)
                                                .toList()));
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    // ------------------------------------------------------------------------------------------------------- files

    private interface Runs {
        int in(JarRuns runs) throws IOException, InterruptedException;
    }

    private int inFolder(Runs code) throws IOException {
        Path folder = Files.createTempDirectory("snowloop-sim");
        try {
            return code.in(new JarRuns(jar, arguments, CheckOption.read(check, jar, folder), limit, folder));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Folders.delete(folder);
        }
    }
}
