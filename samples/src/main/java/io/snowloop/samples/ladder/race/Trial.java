// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import io.snowloop.samples.ladder.Backend;
import io.snowloop.samples.ladder.Rungs;
import io.snowloop.samples.measure.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What is done to each rung. Its server is in one JVM, what asks it in this one.
 *
 * @param clients how many requests there are at once, and how many idle connections
 * @param rounds how often all are sent
 * @param server the port of a server for the clients of the rungs
 */
record Trial(int clients, int rounds, int server) {
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final Duration LENGTH = Duration.ofSeconds(1);

    /** How many others there are, while one request computes or slow readers are there. */
    private static final int OTHERS = 10;

    /** More than the rung {@code pool} has threads. */
    private static final int SLOW_READERS = 250;

    /** Before these, the first connections have had the JVM load its classes. */
    private static final int FIRST = 50;

    /** Of fewer requests the CPU time says little: the clock ticks every 10 ms. */
    private static final int MANY = 100;

    /** A client that has one connection at a time gets so many, and not all: they would take 20 ms each. */
    static final int ONE_BY_ONE = 100;

    /** Measures one. */
    Map<Measure, Value> of(Rungs.Entry rung) throws IOException, InterruptedException {
        Map<Measure, Value> values = new EnumMap<>(Measure.class);
        try (RunningRung process = RunningRung.start(rung, "-Xms256m", "-Xmx1g")) {
            serve(process, values);
            fetch(process, rung, values);
            compute(process, values);
            slow(process, values);
        }
        try (RunningRung process = RunningRung.start(rung, "-Xint", "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")) {
            idle(process, values);
        }
        return values;
    }

    /** Before the rounds there is one that does not count: the JVM compiles. If that does not end, none does. */
    private void serve(RunningRung process, Map<Measure, Value> values) throws IOException {
        int port = process.port();
        long threads = process.ask("threads");
        Load.Result first = Load.run(port, "/1", clients, clients, LIMIT);
        process.ask("peak");
        List<Double> walls = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        Load.Result last = first;
        while (walls.size() < (first.isComplete() ? rounds : 1)) {
            long before = process.ask("cpu");
            last = Load.run(port, "/1", clients, clients, LIMIT);
            walls.add(last.wall() / 1e6);
            cpu.add((process.ask("cpu") - before) / 1e3 / Math.max(1, last.answered()));
        }
        values.put(Measure.SERVE, Value.of(walls, last.asked(), last.answered()));
        values.put(Measure.THREADS, Value.of((double) Math.max(0, process.ask("peak") - threads)));
        if (last.answered() >= MANY) {
            values.put(Measure.CPU, Value.of(cpu, 0, 0));
        }
    }

    private void fetch(RunningRung process, Rungs.Entry rung, Map<Measure, Value> values) throws IOException {
        int count = rung.name().equals("one") ? Math.min(clients, ONE_BY_ONE) : clients;
        List<Double> walls = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double millis = process.ask("fetch " + server + " " + count) / 1e6 * clients / count;
            if (round > 0 || count < clients) { // the first does not count: the JVM compiles
                walls.add(millis);
            }
            if (count < clients) {
                break; // waiting is the same in each round
            }
        }
        values.put(Measure.FETCH, Value.of(walls, 0, 0));
    }

    private static void compute(RunningRung process, Map<Measure, Value> values) throws IOException {
        int port = process.port();
        CompletableFuture<Load.Result> computing =
                CompletableFuture.supplyAsync(() -> run(port, Backend.COMPUTE, 1, Integer.MAX_VALUE));
        values.put(Measure.COMPUTE, p99(run(port, "/1", OTHERS, Integer.MAX_VALUE)));
        try {
            computing.join();
        } catch (CompletionException e) {
            throw new IOException(e);
        }
    }

    private static void slow(RunningRung process, Map<Measure, Value> values) throws IOException {
        int port = process.port();
        try (Connections readers = new Connections()) {
            readers.slow(port, Backend.BIG, SLOW_READERS);
            Load.run(port, "/1", 1, 1, LIMIT); // until the server has come to them, if it does
            readers.readAByte();
            values.put(Measure.SLOW, p99(run(port, "/1", OTHERS, Integer.MAX_VALUE)));
        }
    }

    private static Load.Result run(int port, String path, int atOnce, int most) {
        try {
            return Load.run(port, path, atOnce, most, LENGTH);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The end of the second cuts off at most one request of each client. Where more is missing, it is lost. */
    private static Value p99(Load.Result result) {
        boolean waits = result.answered() < OTHERS;
        return Value.of(List.of(result.p99() / 1e6), waits ? OTHERS : 0, waits ? result.answered() : 0);
    }

    private void idle(RunningRung process, Map<Measure, Value> values) throws IOException, InterruptedException {
        int port = process.port();
        try (Connections connections = new Connections()) {
            int first = connections.idle(port, Math.min(FIRST, clients));
            process.ask("heap");
            long heap = process.ask("heap");
            long resident = resident(process);
            int more = first < FIRST ? 0 : connections.idle(port, clients);
            if (more > 0) {
                process.ask("heap");
                double bytes = process.ask("heap") - heap + resident(process) - resident;
                values.put(Measure.MEMORY, Value.of(Math.max(0, bytes / 1024 / more)));
            }
            long before = process.ask("cpu");
            long begun = System.nanoTime();
            Thread.sleep(LENGTH.toMillis());
            values.put(Measure.IDLE, Value.of(100.0 * (process.ask("cpu") - before) / (System.nanoTime() - begun)));
        }
    }

    /** The memory outside the heap, which is committed as a whole, in bytes; 0 where the system does not tell. */
    private static long resident(RunningRung process) throws IOException {
        return Files.isReadable(Path.of("/proc", String.valueOf(process.pid()), "status"))
                ? Memory.of(process.pid()).resident() * 1024
                : 0;
    }
}
