// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import com.sun.management.OperatingSystemMXBean;
import io.snowloop.samples.ladder.Backend;
import io.snowloop.samples.ladder.Rung;
import io.snowloop.samples.ladder.Rungs;
import io.snowloop.samples.ladder.Running;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The process of one rung. It answers questions, a line each, until its standard input ends, so it cannot outlive its parent. The
 * first line that it prints is the port of its server.
 */
public final class RungProcess {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private RungProcess() {}

    /**
     * Serves and answers.
     *
     * @param args the name of the rung
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Rung rung = Rungs.named(args[0]).orElseThrow().maker().get();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (Running server = rung.serve(Backend.SLOW)) {
            String question;
            while ((question = questions.readLine()) != null) {
                System.out.println(answer(question, rung, server));
            }
        }
        System.exit(0); // threads may still wait for clients
    }

    private static long answer(String question, Rung rung, Running server) throws IOException, InterruptedException {
        String[] words = question.split(" ", -1);
        return switch (words[0]) {
            case "port" -> server.port();
            case "cpu" -> SYSTEM.getProcessCpuTime();
            case "threads" -> THREADS.getThreadCount();
            case "peak" -> peak();
            case "heap" -> heap();
            case "fetch" -> fetch(rung, words[1], Integer.parseInt(words[2]));
            default -> throw new IllegalArgumentException(question);
        };
    }

    /** The most threads since the last time. */
    private static long peak() {
        int peak = THREADS.getPeakThreadCount();
        THREADS.resetPeakThreadCount();
        return peak;
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Fetches so many URLs at once. Returns how long it took, in nanoseconds. */
    private static long fetch(Rung rung, String port, int count) throws IOException, InterruptedException {
        List<URI> urls = IntStream.range(0, count)
                .mapToObj(i -> URI.create("http://127.0.0.1:" + port + "/" + i))
                .toList();
        long begun = System.nanoTime();
        List<String> bodies = rung.fetch(urls, count);
        long took = System.nanoTime() - begun;
        for (int i = 0; i < count; i++) {
            if (!bodies.get(i).startsWith(i + " ")) {
                throw new IOException("a wrong body of " + urls.get(i));
            }
        }
        return took;
    }
}
