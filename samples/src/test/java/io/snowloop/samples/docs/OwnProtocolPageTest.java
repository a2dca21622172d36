// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/own-protocol.md} shows. */
class OwnProtocolPageTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 7000);

    // region lines
    /** A connection of lines, each up to its LF: what both ends have in common. */
    abstract static class LineProtocol implements Protocol {
        static final int LONGEST = 1_000;

        private final ByteQueue input = new ByteQueue();
        private boolean paused;
        Transport transport;

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void received(ByteBuffer bytes) {
            input.append(bytes); // they are lent: what is no whole line yet is kept
            lines();
        }

        private void lines() {
            int end = input.indexOf((byte) '\n');
            while (end >= 0 && end <= LONGEST && !paused && transport.isOpen()) {
                byte[] line = new byte[end];
                input.peek().get(line);
                input.skip(end + 1);
                line(new String(line, UTF_8));
                end = input.indexOf((byte) '\n');
            }
            if (end > LONGEST || (end < 0 && input.size() > LONGEST)) { // a peer must not fill the memory
                transport.abort();
            }
        }

        void pause() {
            paused = true;
            transport.pauseReading();
        }

        void resume() {
            paused = false;
            lines(); // those that have come already
            if (!paused) {
                transport.resumeReading();
            }
        }

        void send(String line) {
            transport.write(UTF_8.encode(line + "\n"));
        }

        /** Whether more has come than the lines that were given to {@link #line}. */
        boolean isAhead() {
            return !input.isEmpty();
        }

        /** A line has come, without its LF. */
        abstract void line(String line);

        @Override
        public void ended() {
            transport.close(); // the peer sends no more; what it has asked is answered
        }
    }
    // endregion

    // region server
    /** {@code SET name value} is answered by {@code OK}, {@code GET name} by the value or by an empty line. */
    static final class StoreProtocol extends LineProtocol {
        static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

        private final Map<String, String> values;
        private Timer silence;

        StoreProtocol(Map<String, String> values) {
            this.values = values;
        }

        @Override
        public void connected(Transport transport) {
            super.connected(transport);
            silence = transport.loop().schedule(LONGEST_SILENCE, transport::abort);
        }

        @Override
        void line(String line) {
            silence.cancel();
            silence = transport.loop().schedule(LONGEST_SILENCE, transport::abort);
            String[] words = line.split(" ", 3);
            if (words[0].equals("SET") && words.length == 3) {
                values.put(words[1], words[2]);
                send("OK");
            } else if (words[0].equals("GET") && words.length == 2) {
                send(values.getOrDefault(words[1], ""));
            } else {
                send("ERROR SET name value, or GET name");
            }
            if (!transport.isWritable()) {
                pause(); // a client that asks, and does not read: it has to wait
            }
        }

        @Override
        public void writable(boolean writable) {
            if (writable) {
                resume();
            }
        }

        @Override
        public void closed(Throwable cause) {
            silence.cancel();
        }
    }

    static Acceptor serve(Scheduler loop, SocketAddress address, Map<String, String> values) throws IOException {
        return Acceptor.listen(loop, address, 128, () -> new StoreProtocol(values));
    }
    // endregion

    // region client
    /** The client's end. Many questions may be under way: the answers come in the order of the questions. */
    static final class StoreClient extends LineProtocol {
        private final Queue<Promise<String>> asked = new ArrayDeque<>();

        static Future<StoreClient> connect(Scheduler loop, SocketAddress address) {
            StoreClient client = new StoreClient();
            return Connector.DEFAULT
                    .connect(loop, address, Duration.ofSeconds(5), client)
                    .map(connected -> client);
        }

        Future<String> ask(String question) {
            if (!transport.isOpen()) {
                return Future.failed(new ConnectionClosedException("the store has closed"));
            }
            Promise<String> answer = transport.loop().newPromise();
            asked.add(answer);
            send(question);
            return answer;
        }

        @Override
        void line(String line) {
            Promise<String> answer = asked.poll();
            if (answer == null) {
                transport.abort(); // an answer that was not asked for
            } else {
                answer.complete(line);
            }
        }

        @Override
        public void closed(Throwable cause) {
            asked.forEach(answer -> answer.fail(new ConnectionClosedException("the store has closed", cause)));
        }
    }
    // endregion

    // region test
    @Test
    void whatIsSetIsGot() {
        Seeds.check(200, simulation -> {
            simulation.network().faults(Faults.benign(simulation.random())); // lines in pieces, short writes
            EventLoop loop = simulation.loop("10.0.0.2");
            Acceptor acceptor = serve(simulation.loop("10.0.0.1"), ADDRESS, new ConcurrentHashMap<>());

            Future<List<String>> answers = StoreClient.connect(loop, ADDRESS).flatMap(store -> {
                Future<String> set = store.ask("SET a snow ❄ snow");
                Future<String> get = store.ask("GET a"); // not waiting for the first answer
                return Future.all(loop, List.of(set, get, store.ask("SING"))).onDone(store.transport::close);
            });

            assertThat(simulation.runUntil(answers))
                    .containsExactly("OK", "snow ❄ snow", "ERROR SET name value, or GET name");
            acceptor.close();
            simulation.run();
            assertThat(simulation.leftovers()).isEmpty(); // no socket, no timer
        });
    }
    // endregion

    @Test
    void aLineWithoutAnEndAndAStoreThatIsGone() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.2");
            serve(simulation.loop("10.0.0.1"), ADDRESS, new ConcurrentHashMap<>());
            StoreClient store = simulation.runUntil(StoreClient.connect(loop, ADDRESS));
            Future<String> answer = loop.submit(() -> store.ask("x".repeat(LineProtocol.LONGEST + 1)));
            simulation.run();
            assertThat(answer.outcome().error()).isInstanceOf(ConnectionClosedException.class);
        }
    }

    @Test
    void aQuestionToAStoreThatIsGoneFails() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.2");
            serve(simulation.loop("10.0.0.1"), ADDRESS, new ConcurrentHashMap<>());
            StoreClient store = simulation.runUntil(StoreClient.connect(loop, ADDRESS));
            simulation.runFor(StoreProtocol.LONGEST_SILENCE.plusSeconds(1));
            Future<String> answer = loop.submit(() -> store.ask("GET a"));
            simulation.runFor(ofSeconds(1));
            assertThat(answer.isFailed()).isTrue();
        }
    }

    @Test
    void aClientThatSaysNothingIsClosed() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            serve(simulation.loop("10.0.0.1"), ADDRESS, new ConcurrentHashMap<>());
            StoreClient store = simulation.runUntil(StoreClient.connect(simulation.loop("10.0.0.2"), ADDRESS));
            simulation.runFor(ofSeconds(59));
            assertThat(store.transport.isOpen()).isTrue();
            simulation.runFor(ofSeconds(2));
            assertThat(store.transport.isOpen()).isFalse();
        }
    }

    /** A client that asks for megabytes, and reads nothing for a while. */
    @Test
    void aClientThatDoesNotReadHasToWait() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.2");
            EventLoop serverLoop = simulation.loop("10.0.0.1");
            StoreProtocol end = new StoreProtocol(new ConcurrentHashMap<>(Map.of("a", "x".repeat(900))));
            Acceptor.listen(serverLoop, ADDRESS, 128, () -> end);
            StoreClient store = simulation.runUntil(StoreClient.connect(loop, ADDRESS));
            List<Future<String>> asked = new ArrayList<>();
            loop.execute(() -> {
                store.transport.pauseReading();
                for (int i = 0; i < 20_000; i++) {
                    asked.add(store.ask("GET a"));
                }
                loop.schedule(ofSeconds(5), store.transport::resumeReading);
            });
            simulation.runFor(ofSeconds(4).plus(ofMillis(900)));
            assertThat(end.transport.queued()).isBetween(16_000, 67_000);
            simulation.runUntil(Future.all(loop, asked));
            assertThat(asked)
                    .allSatisfy(answer -> assertThat(answer.resultNow()).hasSize(900));
        }
    }
}
