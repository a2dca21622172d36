// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.measure.Child;
import io.snowloop.samples.measure.CpuTime;
import io.snowloop.samples.measure.Memory;
import io.snowloop.samples.measure.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a WebSocket costs a server: its memory while it is idle, in the JVM and in the kernel, and the CPU of a message to it and from it.
 *
 * <p>The CPU is that of the server's whole process. On the loopback interface, the one who sends also does the kernel's work of receiving, so a
 * message to a client costs less over a network.
 */
@EnabledIfSystemProperty(named = Costs.MEASURE, matches = "true", disabledReason = Costs.SKIPPED)
@Timeout(300)
class ConnectionCostsIT {
    static final String FILE = "scale-connections.json";

    /** The characters of a message. */
    static final int MESSAGE = 100;

    private static final int FRAME = MESSAGE + 2;
    private static final int CONNECTIONS = 5_000;

    /** Those before the measurement, so that shared objects exist already. */
    private static final int FIRST = 500;

    private static final int ROUNDS = 5;
    private static final int BROADCASTS = 20;

    @TempDir
    private Path folder;

    private final Map<String, Double> values = new TreeMap<>();

    @Test
    void aConnectionAndAMessage() throws Exception {
        memory();
        cpu();
        assertThat(values.get("heap"))
                .as("bytes of an idle WebSocket on the heap")
                .isBetween(100.0, 4_096.0);
        assertThat(values.get("sent")).as("nanoseconds of a message").isBetween(100.0, 100_000.0);
        Costs costs = Costs.of(values);
        costs.write(FILE);
        System.out.println(costs);
    }

    private Child server(String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms512m", "-Xmx1g"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ConnectionServer.class.getName()));
        return Child.start(command, folder.resolve("server.log"));
    }

    private static long number(Child server, String question) throws IOException {
        return Long.parseLong(server.ask(question));
    }

    /**
     * As {@code ./snowloop bench} measures idle connections of HTTP: the heap is committed at the start, so the process grows only by what is outside
     * of it, and nothing is compiled.
     */
    private void memory() throws Exception {
        try (Child server = server("-Xint", "-XX:+AlwaysPreTouch");
                ConnectionClients clients = new ConnectionClients((int) number(server, "port"))) {
            clients.open(FIRST);
            number(server, "heap");
            long heap = number(server, "heap");
            long resident = Memory.of(server.pid()).resident();
            SlabMemory slab = SlabMemory.isReadable() ? SlabMemory.now() : null;
            clients.open(CONNECTIONS);
            if (slab != null) {
                values.put("kernel", SlabMemory.now().bytesOfEach(2 * CONNECTIONS, slab)); // both ends are here
            }
            number(server, "heap");
            values.put("heap", (double) (number(server, "heap") - heap) / CONNECTIONS);
            values.put("outside", (Memory.of(server.pid()).resident() - resident) * 1024.0 / CONNECTIONS);
            assertThat(number(server, "members")).isEqualTo(FIRST + CONNECTIONS);
        }
    }

    private void cpu() throws Exception {
        try (Child server = server();
                ConnectionClients clients = new ConnectionClients((int) number(server, "port"))) {
            clients.open(CONNECTIONS);
            List<Double> sent = new ArrayList<>();
            List<Double> received = new ArrayList<>();
            long heard = 0;
            for (int i = -ROUNDS; i < ROUNDS; i++) { // half of them to warm up
                CpuTime before = CpuTime.of(server.pid());
                number(server, "say " + BROADCASTS);
                clients.drain((long) BROADCASTS * CONNECTIONS * FRAME);
                CpuTime said = CpuTime.of(server.pid());
                for (int j = 0; j < BROADCASTS; j++) {
                    clients.say(MESSAGE);
                    heard += CONNECTIONS;
                }
                number(server, "hear " + heard);
                if (i >= 0) {
                    sent.add((double) said.since(before) / BROADCASTS / CONNECTIONS);
                    received.add((double) CpuTime.of(server.pid()).since(said) / BROADCASTS / CONNECTIONS);
                }
            }
            put("sent", sent);
            put("received", received);
        }
    }

    private void put(String name, List<Double> rounds) {
        Summary summary = Summary.of(rounds.stream().mapToDouble(each -> each).toArray());
        values.put(name, summary.median());
        values.put(name + "Min", summary.min());
        values.put(name + "Max", summary.max());
    }
}
