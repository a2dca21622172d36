// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Connector;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs with threads of their own on one simulated network. What a single channel does is in LiveContractTest. */
class LiveSimulationTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(Scenario.SERVER, 7);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<?>> running = new ArrayList<>();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private interface Program {
        void run() throws Exception;
    }

    private void start(Program program) {
        running.add(threads.submit(() -> {
            program.run();
            return null;
        }));
    }

    /** Waits for all; what one of them has thrown fails the test. */
    private void join() throws Exception {
        for (Future<?> each : running) {
            each.get(120, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aServerWithASelectAndClientsThatBlock(long seed) throws Exception {
        try (LiveSimulation simulation = new LiveSimulation(seed, 100)) {
            simulation
                    .network()
                    .faults(Faults.benign(new Random(seed)).buffers(100).realistic());
            RawEcho server = new RawEcho(simulation.network().host(Scenario.SERVER), 7, 8);
            start(server::run);
            for (int i = 0; i < 8; i++) {
                String text = i + " says ".repeat(200);
                start(() -> echo(simulation.network().host("10.0.0.2"), text));
            }
            join();
            assertThat(simulation.leftovers()).isEmpty();
        }
    }

    private static void echo(SimHost host, String text) throws Exception {
        try (SocketChannel channel = host.openSocketChannel()) {
            channel.connect(SERVER);
            channel.write(UTF_8.encode(text));
            ByteBuffer answer = ByteBuffer.allocate(text.length());
            while (answer.hasRemaining()) {
                assertThat(channel.read(answer)).isPositive();
            }
            assertThat(UTF_8.decode(answer.flip()).toString()).isEqualTo(text);
        }
    }

    @Test
    void aLoopRunsOnItsOwnThread() throws Exception {
        try (LiveSimulation simulation = new LiveSimulation(1, 100)) {
            simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(100)));
            RawEcho server = new RawEcho(simulation.network().host(Scenario.SERVER), 7, 1);
            start(server::run);
            EventLoopOptions options = EventLoopOptions.builder()
                    .provider(simulation.network().host("10.0.0.2"))
                    .build();
            RecordingProtocol client = new RecordingProtocol();
            try (EventLoop loop = EventLoop.open(options)) {
                loop.runUntil(Connector.DEFAULT.connect(loop, SERVER, Duration.ofSeconds(60), client))
                        .write(UTF_8.encode("hello"));
                loop.runWhile(() -> client.text().length() < 5);
                assertThat(client.text()).isEqualTo("hello");
            }
            join();
        }
    }

    /** The segment is lost to the client, which tries again. */
    @Test
    void anObserverThatThrowsDoesNotEndTheTimer() throws Exception {
        AtomicBoolean thrown = new AtomicBoolean();
        try (LiveSimulation simulation = new LiveSimulation(1, 10);
                CapturedLog log = new CapturedLog(LiveSimulation.class)) {
            simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(100)));
            simulation.network().onSegment(segment -> {
                if (isTimer(Thread.currentThread()) && thrown.compareAndSet(false, true)) {
                    throw new IllegalStateException("the observer's mistake");
                }
            });
            try (var server = simulation.network().host(Scenario.SERVER).openServerSocketChannel()) {
                server.bind(SERVER);
                while (!thrown.get()) { // on a busy machine the thread that connects may deliver the segment itself
                    try (SocketChannel channel =
                            simulation.network().host("10.0.0.2").openSocketChannel()) {
                        channel.connect(SERVER);
                    }
                }
            }
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown()).hasMessage("the observer's mistake"));
        }
    }

    private static boolean isTimer(Thread thread) {
        return thread.getName().equals("simulated network");
    }

    /** The locks of java.nio, and the one below them, are taken in one order: otherwise this never ends. */
    @Test
    void anyThreadMayRegisterSelectWakeAndClose() throws Exception {
        try (LiveSimulation simulation = new LiveSimulation(1)) {
            SimHost host = simulation.network().host(Scenario.SERVER);
            Selector selector = host.openSelector();
            var server = host.openServerSocketChannel();
            server.bind(SERVER);
            start(() -> {
                while (selector.isOpen()) {
                    selector.select(key -> {});
                }
            });
            running.clear(); // its last select may find the selector closed
            for (int i = 0; i < 4; i++) {
                start(() -> connectAndClose(host, selector));
            }
            start(() -> {
                for (int i = 0; i < 4 * 200; i++) {
                    server.accept().close();
                }
            });
            join();
            selector.close();
            server.close();
            assertThat(simulation.leftovers()).isEmpty();
        }
    }

    /** One thread registers a channel while another one closes it. */
    private void connectAndClose(SimHost host, Selector selector) throws Exception {
        for (int i = 0; i < 200; i++) {
            SocketChannel channel = host.openSocketChannel();
            channel.connect(SERVER);
            channel.configureBlocking(false);
            Future<?> closing = threads.submit(() -> {
                channel.close();
                return null;
            });
            while (channel.isOpen()) {
                try {
                    channel.register(selector, SelectionKey.OP_READ).cancel();
                } catch (ClosedChannelException | CancelledKeyException e) {
                    selector.wakeup(); // removes the key of the round before
                }
            }
            closing.get(120, TimeUnit.SECONDS);
        }
    }

    @Test
    void theWritesOfTwoThreadsAreNotMixed() throws Exception {
        try (LiveSimulation simulation = new LiveSimulation(1)) {
            SimHost host = simulation.network().host(Scenario.SERVER);
            var server = host.openServerSocketChannel();
            server.bind(SERVER);
            SocketChannel client = host.openSocketChannel();
            client.connect(SERVER);
            SocketChannel accepted = server.accept();
            int size = 1_000_000; // more than the buffers hold, so each write waits
            for (byte letter : new byte[] {'a', 'b'}) {
                byte[] bytes = new byte[size];
                Arrays.fill(bytes, letter);
                start(() -> client.write(ByteBuffer.wrap(bytes)));
            }
            ByteBuffer all = ByteBuffer.allocate(2 * size);
            while (all.hasRemaining()) {
                accepted.read(all);
            }
            int changes = 0;
            for (int i = 1; i < 2 * size; i++) {
                changes += all.get(i) == all.get(i - 1) ? 0 : 1;
            }
            assertThat(changes).isEqualTo(1);
            join();
            client.close();
            accepted.close();
            server.close();
        }
    }

    @Test
    void saysItsSeed() {
        try (LiveSimulation simulation = new LiveSimulation(7)) {
            assertThat(simulation.seed()).isEqualTo(7);
            assertThat(simulation).hasToString("LiveSimulation[seed 7]");
        }
    }

    @Test
    void aSocketThatIsOpenIsLeftOver() throws Exception {
        try (LiveSimulation simulation = new LiveSimulation(1);
                var server = simulation.network().host(Scenario.SERVER).openServerSocketChannel()) {
            server.bind(SERVER);
            assertThat(simulation.leftovers())
                    .containsExactly(new Leftover(Leftover.Kind.LISTENER, "listening on 10.0.0.1:7"));
        }
    }

    @Test
    void aLivelockSaysThatTheTimeIsReal() throws Exception {
        try (LiveSimulation simulation = new LiveSimulation(1);
                Selector selector = simulation.network().openSelector()) {
            simulation.network().livelockAfter(1);
            assertThatThrownBy(selector::selectNow)
                    .isInstanceOf(LivelockError.class)
                    .hasMessageEndingWith(", in real time");
        }
    }

    /** Its lock is free afterwards: what is open can still be asked for, and closed. */
    @Test
    void theEndOfTheSimulationEndsItsThread() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        LiveSimulation simulation = new LiveSimulation(1);
        List<Thread> timers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> isTimer(thread) && !before.contains(thread))
                .toList();
        simulation.close();
        for (Thread timer : timers) {
            timer.join(20_000);
            assertThat(timer.isAlive()).isFalse();
        }
        assertThat(timers).hasSize(1);
        assertThat(simulation.leftovers()).isEmpty();
    }

    @Test
    void aSpeedIsWithinItsBounds() {
        assertThatThrownBy(() -> new LiveSimulation(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LiveSimulation(1, 1_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
