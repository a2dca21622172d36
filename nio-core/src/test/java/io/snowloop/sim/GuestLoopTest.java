// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Loops that the simulation knows as a turn and a time to wait. */
class GuestLoopTest {
    private static final String HOST = "10.0.0.1";

    private final Simulation simulation = new Simulation(1);
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        simulation.close();
    }

    private static Duration ms(long millis) {
        return Duration.ofMillis(millis);
    }

    /** A loop with a queue of tasks, which wakes no selector, one timer, and a server that sends back what it gets. */
    private final class Loop implements GuestLoop {
        final Queue<Runnable> tasks = new ArrayDeque<>();
        final Selector selector;
        private long due = -1;
        private Runnable timer = () -> {};

        Loop(Simulation simulation) throws IOException {
            selector = simulation.network().host(HOST).openSelector();
        }

        void listen() throws IOException {
            ServerSocketChannel server = selector.provider().openServerSocketChannel();
            server.bind(new InetSocketAddress(HOST, 7))
                    .configureBlocking(false)
                    .register(selector, SelectionKey.OP_ACCEPT);
        }

        void timer(Duration delay, Runnable action) {
            due = simulation.ticker().nanoTime() + delay.toNanos();
            timer = action;
        }

        @Override
        public boolean turn() {
            boolean worked = select();
            if (timeToWait() == 0) {
                due = -1;
                timer.run();
                worked = true;
            }
            while (!tasks.isEmpty()) {
                tasks.remove().run();
                worked = true;
            }
            return worked;
        }

        private boolean select() {
            try {
                return selector.selectNow(this::ready) > 0;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void ready(SelectionKey key) {
            try {
                if (key.isAcceptable()) {
                    accept((ServerSocketChannel) key.channel());
                } else {
                    echo((SocketChannel) key.channel());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void accept(ServerSocketChannel server) throws IOException {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            }
        }

        private void echo(SocketChannel channel) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            if (channel.read(bytes) < 0) {
                channel.close();
            }
            bytes.flip();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public long timeToWait() {
            return due < 0 ? -1 : Math.max(0, due - simulation.ticker().nanoTime());
        }

        @Override
        public String toString() {
            return "a guest";
        }
    }

    @Test
    void aTaskThatAnotherLoopGivesItRunsAtTheSameTime() throws IOException {
        Loop guest = new Loop(simulation);
        simulation.add(HOST, guest);
        EventLoop other = simulation.loop("10.0.0.2");
        other.schedule(
                ms(5),
                () -> guest.tasks.add(
                        () -> log.add("task at " + simulation.ticker().elapsed())));
        other.schedule(ms(9), () -> log.add("later"));
        simulation.run();
        assertThat(log).containsExactly("task at PT0.005S", "later");
    }

    @Test
    void aTimerIsDueAtItsTime() throws IOException {
        Loop guest = new Loop(simulation);
        simulation.add(HOST, guest);
        guest.timer(ms(7), () -> log.add("timer at " + simulation.ticker().elapsed()));
        assertThat(simulation.leftovers()).extracting(Leftover::kind).containsExactly(Leftover.Kind.TIMER);
        simulation.run();
        assertThat(log).containsExactly("timer at PT0.007S");
        assertThat(simulation.leftovers()).isEmpty();
    }

    @Test
    void aTimerThatIsDueIsLeftOverToo() throws IOException {
        Loop guest = new Loop(simulation);
        simulation.add(HOST, guest);
        guest.timer(ms(0), () -> log.add("timer"));
        assertThat(simulation.leftovers())
                .containsExactly(new Leftover(Leftover.Kind.TIMER, "a guest on 10.0.0.1 has a timer"));
        simulation.run();
        assertThat(log).containsExactly("timer");
    }

    @Test
    void itsHostIsPausedLikeThatOfAnyOtherLoop() throws IOException {
        Loop guest = new Loop(simulation);
        simulation.add(HOST, guest);
        simulation.run();
        simulation.network().faults(Faults.NONE.clockJumps(1, ms(50)));
        guest.timer(ms(7), () -> log.add("timer"));
        simulation.run();
        assertThat(log).containsExactly("timer");
        assertThat(simulation.ticker().elapsed()).isBetween(ms(8), ms(57));
    }

    @Test
    void whatItWaitsForIsInTheTextOfADeadlock() throws IOException {
        Loop guest = new Loop(simulation);
        simulation.add(HOST, guest);
        guest.listen();
        assertThatThrownBy(() -> simulation.runUntil(() -> false))
                .isInstanceOf(DeadlockError.class)
                .hasMessageContaining("a guest on 10.0.0.1: 1 channels\n    ServerSocketChannel[")
                .hasMessageContaining("waits for ACCEPT");
        assertThat(simulation.leftovers())
                .extracting(Leftover::kind)
                .containsExactly(Leftover.Kind.LISTENER, Leftover.Kind.REGISTRATION);
    }

    @Test
    void aTurnThatRunsTheSimulationHasNoTurnInside() throws IOException {
        Loop guest = new Loop(simulation);
        simulation.add(HOST, guest);
        simulation.at(ms(3), () -> guest.tasks.add(() -> log.add("after it")));
        guest.timer(ms(1), () -> {
            simulation.sleep(ms(4));
            log.add("slept until " + simulation.ticker().elapsed());
        });
        simulation.run();
        assertThat(log).containsExactly("slept until PT0.005S", "after it");
    }

    @Test
    void oneThatIsNeverIdleIsALivelock() {
        simulation.add(HOST, new GuestLoop() {
            @Override
            public boolean turn() {
                return true;
            }

            @Override
            public long timeToWait() {
                return -1;
            }
        });
        assertThatThrownBy(simulation::run).isInstanceOf(LivelockError.class);
    }

    @Seeds
    void servesTheClientsOfOtherLoops(Simulation simulation) throws Exception {
        simulation.network().faults(Faults.benign(simulation.random()).buffers(1024)); // so its writes need no OP_WRITE
        Loop guest = new Loop(simulation);
        simulation.add(HOST, guest);
        guest.listen();
        String text = "each byte comes back";
        try (SocketChannel client = simulation.network().host("10.0.0.2").openSocketChannel()) {
            client.connect(new InetSocketAddress(HOST, 7));
            client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            ByteBuffer back = ByteBuffer.allocate(text.length());
            while (back.hasRemaining()) {
                assertThat(client.read(back)).isPositive();
            }
            assertThat(new String(back.array(), StandardCharsets.UTF_8)).isEqualTo(text);
        }
        simulation.run();
        assertThat(guest.selector.keys()).as("the server alone").hasSize(1);
    }
}
