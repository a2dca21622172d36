// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import io.snowloop.samples.Jdk;
import io.snowloop.sim.SimProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs of a program: each in a JVM of its own, one after the other.
 *
 * @param jar the program
 * @param arguments of the program
 * @param check a URL, or a class and its arguments; empty: the program has to end by itself, with exit code 0
 * @param limit of a run, in seconds of real time
 * @param folder for files of this run; its classes can be the check's
 */
record JarRuns(ProgramJar jar, List<String> arguments, String check, int limit, Path folder) {
    /** How much faster the network's time is: latencies and stalls of a second would add up to minutes. */
    private static final int SPEED = 100;

    /** The JVM ends itself within the limit, unless it is stuck. */
    private static final int MORE_SECONDS = 20;

    /**
     * What has come of a run.
     *
     * @param verdict fine or failed
     * @param output the end of what the program has printed
     */
    record Result(Verdict verdict, String output) {
        boolean isFine() {
            return verdict.kind() == Verdict.Kind.FINE;
        }
    }

    /**
     * Runs one seed.
     *
     * @param properties of {@link SimProvider}
     * @param expected the answer without faults; empty if it is not known
     */
    Result run(Map<String, String> properties, String expected) throws IOException, InterruptedException {
        Path result = Files.createTempFile(folder, "verdict", "");
        Process process = new ProcessBuilder(
                        command(properties, new Order(result, limit, check, expected, jar.mainClass(), arguments)))
                .redirectErrorStream(true)
                .start();
        Tail output = Tail.of(process.getInputStream());
        process.getOutputStream().close(); // a program that reads System.in finds its end
        boolean ended;
        try {
            ended = process.waitFor(limit + MORE_SECONDS, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
        Verdict verdict = ended
                ? verdict(Verdict.read(result), process.exitValue())
                : Verdict.fails("its JVM does not end by itself after " + (limit + MORE_SECONDS) + " s");
        return new Result(verdict, output.text());
    }

    private List<String> command(Map<String, String> properties, Order order) {
        List<String> command = new ArrayList<>();
        command.add(Jdk.tool("java"));
        command.add("-XX:TieredStopAtLevel=1"); // a run is short
        command.add("-Djava.nio.channels.spi.SelectorProvider=" + SimProvider.class.getName());
        command.add("-D" + SimProvider.SPEED + "=" + SPEED);
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(jar.options());
        command.add("-cp");
        command.add(String.join(
                System.getProperty("path.separator"),
                jar.file().toString(),
                folder.toString(),
                System.getProperty("java.class.path")));
        command.add(JarMain.class.getName());
        command.addAll(order.toArguments());
        return command;
    }

    /** The verdict that the JVM has written, or one of its exit code. */
    private Verdict verdict(Verdict written, int exitCode) {
        String ended = "the program ended with exit code " + exitCode;
        return switch (written.kind()) {
            case FINE, FAILS -> written;
            case CHECKING -> {
                if (Check.isUrl(check)) {
                    yield Verdict.fails(ended + " before it had answered");
                }
                yield exitCode == 0 ? Verdict.fine("") : Verdict.fails("the check ended with exit code " + exitCode);
            }
            case NONE -> {
                if (!check.isEmpty()) {
                    yield Verdict.fails(ended + " before the check could begin");
                }
                yield exitCode == 0 ? Verdict.fine("") : Verdict.fails(ended);
            }
        };
    }
}
