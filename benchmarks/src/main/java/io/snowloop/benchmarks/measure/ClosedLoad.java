// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The load generator of the works whose heads alternate: a program in C, on the CPU of the load generator. */
public final class ClosedLoad {
    private ClosedLoad() {}

    /**
     * Runs a work.
     *
     * @param home the folder of the project
     * @throws IOException if a response is not as it should be, or there was none
     */
    public static Wrk.Count run(Path home, int port, Work work, int seconds) throws IOException, InterruptedException {
        List<Path> requests = files(ClientHeads.requests(work));
        try {
            return run(home, port, work.connections(), seconds, requests);
        } finally {
            for (Path request : requests) {
                Files.delete(request);
            }
        }
    }

    private static Wrk.Count run(Path home, int port, int connections, int seconds, List<Path> requests)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                CProgram.compiled(home, "closed_load").toString(),
                Integer.toString(port),
                Integer.toString(connections),
                Integer.toString(seconds)));
        requests.forEach(request -> command.add(request.toString()));
        Process process = new ProcessBuilder(Cpus.pinned(Cpus.GENERATOR, command))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IOException("the load failed: " + output);
        }
        return parse(output);
    }

    static Wrk.Count parse(String output) {
        String[] numbers = output.split(" ");
        return new Wrk.Count(
                Long.parseLong(numbers[0]),
                Long.parseLong(numbers[1]),
                Long.parseLong(numbers[2]),
                Double.parseDouble(numbers[3]),
                Double.parseDouble(numbers[4]));
    }

    private static List<Path> files(List<byte[]> requests) throws IOException {
        List<Path> files = new ArrayList<>();
        for (byte[] request : requests) {
            files.add(Files.write(Files.createTempFile("request", ".http"), request));
        }
        return files;
    }
}
