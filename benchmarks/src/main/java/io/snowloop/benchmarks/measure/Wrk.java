// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The load generator wrk, with one thread, on the CPU of the load generator. */
public final class Wrk {
    private static final Path SCRIPT = script();

    private Wrk() {}

    /**
     * The counters of a run.
     *
     * @param requests the number of answered requests
     * @param nanos the length of the run
     * @param errors the errors of connects, reads and writes, the bad statuses, and the responses after more than 2 s
     * @param p50 the median of the latency in microseconds
     * @param p99 the 99th percentile of the latency in microseconds
     */
    public record Count(long requests, long nanos, long errors, double p50, double p99) {}

    /** Runs a work. */
    public static Count run(int port, Work work, int seconds) throws IOException, InterruptedException {
        return run(port, work, work.connections(), seconds);
    }

    /** Runs a work with another number of connections. */
    public static Count run(int port, Work work, int connections, int seconds)
            throws IOException, InterruptedException {
        return run(port, work.method(), work.path(), work.bodySize(), work.depth(), connections, seconds);
    }

    /** Runs requests that are not a {@link Work}. */
    public static Count run(int port, String method, String path, int bodySize, int depth, int connections, int seconds)
            throws IOException, InterruptedException {
        List<String> what = List.of(method, path, Integer.toString(bodySize), Integer.toString(depth));
        Process process = new ProcessBuilder(command(port, connections, seconds, what))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return parse(output);
    }

    private static List<String> command(int port, int connections, int seconds, List<String> what) {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", Cpus.GENERATOR, "wrk", "-t1"));
        command.addAll(List.of("-c" + connections, "-d" + seconds + "s", "-s", SCRIPT.toString()));
        command.addAll(List.of("http://127.0.0.1:" + port, "--"));
        command.addAll(what);
        return command;
    }

    static Count parse(String output) {
        String line = output.lines()
                .filter(text -> text.startsWith("measured "))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("unexpected output of wrk: " + output));
        String[] parts = line.split(" ");
        return new Count(
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]) * 1_000,
                Long.parseLong(parts[3]),
                Double.parseDouble(parts[4]),
                Double.parseDouble(parts[5]));
    }

    private static Path script() {
        try (InputStream in =
                Objects.requireNonNull(Wrk.class.getResourceAsStream("/io/snowloop/benchmarks/wrk.lua"))) {
            Path script = Files.createTempFile("wrk", ".lua");
            script.toFile().deleteOnExit();
            Files.write(script, in.readAllBytes());
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
