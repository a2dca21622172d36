// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What the pages on the loop, futures, transports and the simulator ask. Each method returns the answer. */
final class CoreQuestions {
    private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 7);

    private CoreQuestions() {}

    // ---------------------------------------------------------------------------------------------------- the loop

    static String order() throws IOException {
        List<String> log = new ArrayList<>();
        try (EventLoop loop = EventLoop.open()) {
            // region order
            loop.execute(() -> {
                loop.execute(() -> log.add("task"));
                loop.schedule(Duration.ZERO, () -> log.add("timer"));
                log.add("main");
            });
            // endregion
            while (log.size() < 3) {
                loop.runOnce();
            }
        }
        return String.join(", ", log);
    }

    static String turns() throws IOException {
        int[] turns = {0};
        try (EventLoop loop = EventLoop.open()) {
            List<String> log = new ArrayList<>();
            // region turns
            loop.execute(() -> {
                log.add("a");
                loop.execute(() -> {
                    log.add("b");
                    loop.execute(() -> log.add("c"));
                });
            });
            // endregion
            while (log.size() < 3) {
                loop.runOnce();
                turns[0]++;
            }
        }
        return turns[0] + " turns";
    }

    static String bug() throws IOException {
        List<String> log = new ArrayList<>();
        try (EventLoop loop = EventLoop.open(EventLoopOptions.builder()
                .exceptionHandler((error, source) -> log.add("reported"))
                .build())) {
            // region bug
            loop.execute(() -> {
                throw new IllegalStateException("a bug");
            });
            loop.execute(() -> log.add("the second task"));
            loop.runOnce();
            // endregion
            return log.equals(List.of("reported", "the second task"))
                    ? "the error is reported, and the second task runs"
                    : log.toString();
        }
    }

    // ----------------------------------------------------------------------------------------------------- futures

    static String callback() throws IOException {
        List<String> log = new ArrayList<>();
        try (EventLoop loop = EventLoop.open()) {
            // region callback
            Promise<String> promise = loop.newPromise();
            promise.onComplete((value, error) -> log.add("callback"));
            promise.complete("snow");
            log.add("main");
            loop.runOnce();
            // endregion
        }
        return String.join(", ", log);
    }

    static String mapThrows() throws IOException {
        try (EventLoop loop = EventLoop.open()) {
            // region map-throws
            Promise<String> text = loop.newPromise();
            Future<Integer> number = text.map(Integer::parseInt);
            text.complete("snow");
            // endregion
            loop.runOnce();
            return number.isFailed() && !text.isFailed() ? "number fails, and text keeps its value" : "something else";
        }
    }

    static String cancelUpwards() throws IOException {
        try (EventLoop loop = EventLoop.open()) {
            // region cancel
            Promise<String> source = loop.newPromise();
            Future<Integer> length = source.map(String::length);
            length.cancel();
            // endregion
            loop.runOnce();
            return source.isCancelled() ? "source is cancelled, too" : "source stays pending";
        }
    }

    // -------------------------------------------------------------------------------------------------- transports

    /** Counts calls, and keeps nothing else. */
    private static class Counting implements Protocol {
        private final List<String> calls = new ArrayList<>();
        private int bytes;

        @Override
        public void connected(Transport transport) {}

        @Override
        public void received(ByteBuffer lent) {
            calls.add("received");
            bytes += lent.remaining();
        }

        @Override
        public void writable(boolean writable) {
            calls.add("writable " + writable);
        }

        @Override
        public void ended() {
            calls.add("ended");
        }

        @Override
        public void closed(Throwable cause) {
            calls.add("closed");
        }
    }

    private static Transport connect(Simulation simulation, Protocol server, Protocol client) throws Exception {
        EventLoop loop = simulation.loop("10.0.0.1");
        Acceptor.listen(loop, SERVER, 50, () -> server);
        return simulation.runUntil(
                Connector.DEFAULT.connect(simulation.loop("10.0.0.2"), SERVER, Duration.ofMinutes(5), client));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    static String received() {
        Set<Integer> counts = new TreeSet<>();
        Seeds.check(100, simulation -> {
            simulation.network().faults(Faults.benign(simulation.random()));
            Counting server = new Counting();
            Transport client = connect(simulation, server, new Counting());
            // region received
            client.write(bytes("hello "));
            client.write(bytes("snow"));
            // endregion
            simulation.runUntil(() -> server.bytes == 10);
            counts.add(server.calls.size());
        });
        return counts.contains(1) && counts.contains(2) && counts.contains(3)
                ? "that cannot be known"
                : counts.toString();
    }

    static String deaf() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().faults(Faults.NONE.buffers(1_000));
            Counting client = new Counting();
            Transport[] there = {null};
            Transport transport = connect(
                    simulation,
                    new Counting() {
                        @Override
                        public void connected(Transport transport) {
                            transport.pauseReading();
                            there[0] = transport;
                        }
                    },
                    client);
            // region deaf
            transport.write(ByteBuffer.allocate(1_000_000)); // the peer has paused its reading
            // endregion
            simulation.runFor(ofMillis(100));
            return client.calls.equals(List.of("writable false"))
                    ? "it returns at once, and writable(false) is called"
                    : client.calls.toString();
        }
    }

    static String closeWithUnsent() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().faults(Faults.NONE.buffers(1_000).latency(ofMillis(1)));
            Counting server = new Counting();
            Transport transport = connect(simulation, server, new Counting());
            // region close
            transport.write(ByteBuffer.allocate(1_000_000));
            transport.close();
            // endregion
            simulation.runFor(Duration.ofMinutes(1));
            return server.bytes == 1_000_000
                    ? "all of them"
                    : server.bytes == 0 ? "none" : "those that the socket took";
        }
    }

    // --------------------------------------------------------------------------------------------------- simulator

    static String twice() throws Exception {
        Set<String> runs = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
            List<String> segments = new ArrayList<>();
            try (Simulation simulation = new Simulation(42)) {
                simulation.network().faults(Faults.hostile(simulation.random()));
                simulation.network().onSegment(segment -> segments.add(segment.toString()));
                connect(simulation, new Counting(), new Counting()).write(bytes("snow"));
                simulation.runFor(Duration.ofMinutes(1));
            }
            runs.add(segments.toString());
        }
        return runs.size() == 1 ? "the same segments at the same times" : "other segments";
    }

    static String anHour() throws Exception {
        try (Simulation simulation = new Simulation(42)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            // region an-hour
            simulation.runUntil(loop.sleep(ofHours(1)));
            // endregion
            return simulation.ticker().elapsed().equals(ofHours(1))
                    ? "no time: only the virtual clock moves"
                    : "an hour";
        }
    }

    static String noEventLeft() throws Exception {
        try (Simulation simulation = new Simulation(42)) {
            Promise<String> answer = simulation.loop("10.0.0.1").newPromise();
            try {
                // region no-event
                simulation.runUntil(answer); // no code completes it
                // endregion
                return "it returns";
            } catch (io.snowloop.sim.DeadlockError e) {
                return "it fails at once, and says that no event is left";
            }
        }
    }
}
