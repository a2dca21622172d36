// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Programs that block, several of them in one simulation. */
class SimProgramTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress(Scenario.SERVER, 7);

    private final List<String> journal = new ArrayList<>();

    /** The buffers hold a whole message: the clients write all of it before they read, and the server does not read on. */
    @Seeds
    void aServerWithItsOwnSelectAndClientsThatBlock(Simulation simulation) throws Exception {
        simulation.network().faults(Faults.benign(simulation.random()).buffers(100));
        RawEcho server = new RawEcho(simulation.network().host(Scenario.SERVER), 7, 2);
        SimProgram program = simulation.program("server", () -> run(server));
        for (String host : List.of("10.0.0.2", "10.0.0.3")) {
            simulation.program(host, () -> echo(simulation.network().host(host), "hello from " + host));
        }
        simulation.run();
        assertThat(journal).containsExactlyInAnyOrder("hello from 10.0.0.2", "hello from 10.0.0.3");
        assertThat(program.isDone()).isTrue();
        assertThat(simulation.leftovers()).isEmpty();
    }

    private static void run(RawEcho server) {
        try {
            server.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void echo(SimHost host, String text) {
        try (SocketChannel channel = host.openSocketChannel()) {
            channel.connect(SERVER);
            channel.write(UTF_8.encode(text));
            ByteBuffer answer = ByteBuffer.allocate(text.length());
            while (answer.hasRemaining()) {
                channel.read(answer);
            }
            journal.add(UTF_8.decode(answer.flip()).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void sleepsAreVirtualAndInTheOrderOfTheirTimes() {
        try (Simulation simulation = new Simulation(1)) {
            for (int seconds : new int[] {3, 1, 2}) {
                simulation.program("sleeper", () -> {
                    simulation.sleep(Duration.ofSeconds(seconds));
                    journal.add(simulation.ticker().elapsed() + " "
                            + Thread.currentThread().getName());
                });
            }
            simulation.run();
            assertThat(journal).containsExactly("PT1S sleeper", "PT2S sleeper", "PT3S sleeper");
        }
    }

    @Test
    void aCallbackThatSleepsBlocksItsLoopAndNoOther() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop blocked = simulation.loop("10.0.0.1");
            EventLoop other = simulation.loop("10.0.0.2");
            blocked.execute(() -> simulation.sleep(Duration.ofSeconds(1)));
            blocked.schedule(
                    Duration.ofMillis(20),
                    () -> journal.add("blocked " + simulation.ticker().elapsed()));
            other.schedule(
                    Duration.ofMillis(20),
                    () -> journal.add("other " + simulation.ticker().elapsed()));
            simulation.run();
            assertThat(journal).containsExactly("other PT0.02S", "blocked PT1S");
        }
    }

    /** Each of its selects could return at once: it must not be alone in the world for all of them. */
    @Test
    void oneWhoseSelectsNeedNotWaitLetsOthersThatHaveWorkDoTheirs() {
        try (Simulation simulation = new Simulation(1)) {
            for (String host : List.of("10.0.0.1", "10.0.0.2")) {
                simulation.program(host, () -> selectThrice(simulation.network().host(host)));
            }
            simulation.run();
            assertThat(journal).containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.2", "10.0.0.1", "10.0.0.2");
        }
    }

    private void selectThrice(SimHost host) {
        try (Selector selector = host.openSelector();
                SocketChannel unconnected = host.openSocketChannel()) {
            unconnected.configureBlocking(false);
            unconnected.register(selector, SelectionKey.OP_WRITE); // ready, as on Linux
            for (int i = 0; i < 3; i++) {
                selector.select();
                journal.add(host.address().getHostAddress());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** While a program has the turn, and afterwards. */
    @Test
    void aSecondThreadIsStillRefused() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.program("first", () -> assertSecondThreadIsRefused(simulation));
            simulation.run();
            assertSecondThreadIsRefused(simulation);
            simulation.program("second", () -> selectForever(simulation));
            simulation.run();
            simulation.close();
            assertSecondThreadIsRefused(simulation);
        }
    }

    private static void assertSecondThreadIsRefused(Simulation simulation) {
        Throwable thrown = CompletableFuture.supplyAsync(
                        () -> catchThrowable(() -> simulation.at(Duration.ZERO, () -> {})),
                        task -> new Thread(task, "second").start())
                .join();
        assertThat(thrown)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a simulation runs on one thread: " + Thread.currentThread());
    }

    /** A JVM does not wait for it. */
    @Test
    void itsThreadIsADaemon() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.program(
                    "program",
                    () -> journal.add("daemon: " + Thread.currentThread().isDaemon()));
            simulation.run();
            assertThat(journal).containsExactly("daemon: true");
        }
    }

    @Test
    void itsReadsEndAfterTheirTimeout() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.program(
                    "reader", () -> readUntilTimeout(simulation.network().host(Scenario.SERVER)));
            simulation.run();
            assertThat(journal).containsExactly("Read timed out");
            assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofMillis(10));
        }
    }

    private void readUntilTimeout(SimHost host) {
        try (ServerSocketChannel server = host.openServerSocketChannel();
                SocketChannel channel = host.openSocketChannel()) {
            server.bind(SERVER);
            channel.connect(SERVER);
            channel.socket().setSoTimeout(10);
            channel.socket().getInputStream().read();
        } catch (SocketTimeoutException e) {
            journal.add(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its selects need not wait, and the loop has work each time. */
    @Test
    void aLoopThatHasWorkHasItsTurnBeforeTheSelectOfAProgramReturns() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.2");
            simulation.program("program", () -> {
                for (int i = 0; i < 3; i++) {
                    loop.execute(() -> journal.add("task"));
                    selectWhatIsReady(simulation.network().host("10.0.0.1"));
                    journal.add("selected");
                }
            });
            simulation.run();
            assertThat(journal).containsExactly("task", "selected", "task", "selected", "task", "selected");
        }
    }

    private static void selectWhatIsReady(SimHost host) {
        try (Selector selector = host.openSelector();
                SocketChannel unconnected = host.openSocketChannel()) {
            unconnected.configureBlocking(false);
            unconnected.register(selector, SelectionKey.OP_WRITE); // ready, as on Linux
            selector.select();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void programsHaveTheirTurnsInTheOrderOfTheirStartUnlessTheyAreShuffled() {
        assertThat(firstOfTwo(Faults.NONE)).containsOnly("a");
        assertThat(firstOfTwo(Faults.NONE.shuffled())).contains("a", "b");
    }

    /** Which of two programs is first, in each of fifty turns. */
    private static List<String> firstOfTwo(Faults faults) {
        List<String> turns = new ArrayList<>();
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().faults(faults);
            for (String name : List.of("a", "b")) {
                simulation.program(name, () -> {
                    for (int i = 0; i < 50; i++) {
                        simulation.sleep(Duration.ofMillis(1));
                        turns.add(name);
                    }
                });
            }
            simulation.run();
        }
        return IntStream.range(0, 50).mapToObj(i -> turns.get(2 * i)).toList();
    }

    @Test
    void aDeadlockSaysForWhatEachOfThemWaits() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.program("server", () -> selectForever(simulation));
            assertThatThrownBy(() -> simulation.runUntil(() -> false))
                    .isInstanceOf(DeadlockError.class)
                    .hasMessageContaining("\n  server waits for a selector of 10.0.0.1");
        }
    }

    @Test
    void whatItThrowsEndsTheRun() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.program("broken", () -> {
                throw new IllegalStateException("broken");
            });
            assertThatThrownBy(simulation::run).hasMessage("broken");
            simulation.program("worse", () -> {
                throw new AssertionError("worse");
            });
            assertThatThrownBy(simulation::run).hasMessage("worse");
        }
    }

    @Test
    void oneThatWaitsIsLeftOverAndSaysForWhat() {
        try (Simulation simulation = new Simulation(1)) {
            SimProgram program = simulation.program("server", () -> selectForever(simulation));
            simulation.run();
            assertThat(program.isDone()).isFalse();
            assertThat(program.name()).isEqualTo("server");
            assertThat(program.waitsFor()).isEqualTo("a selector of 10.0.0.1");
            assertThat(simulation.leftovers())
                    .containsExactly(new Leftover(Leftover.Kind.PROGRAM, "server waits for a selector of 10.0.0.1"));
        }
    }

    @Test
    void theEndOfTheSimulationEndsItAndRunsItsFinallyBlocks() {
        Simulation simulation = new Simulation(1);
        SimProgram program = simulation.program("server", () -> {
            try {
                selectForever(simulation);
            } finally {
                journal.add("finally");
            }
        });
        simulation.run();
        simulation.close();
        assertThat(program.isDone()).isTrue();
        assertThat(simulation.leftovers()).isEmpty();
        assertThat(journal).containsExactly("finally");
    }

    @Test
    void oneThatCatchesEverythingDoesNotHoldUpTheEnd() {
        SimProgram program;
        Thread[] thread = new Thread[1];
        try (Simulation simulation = new Simulation(1)) {
            program = simulation.program("stubborn", () -> {
                thread[0] = Thread.currentThread();
                while (true) {
                    try {
                        simulation.sleep(Duration.ofDays(1));
                    } catch (Throwable e) {
                        journal.add("caught");
                    }
                }
            });
            simulation.runFor(Duration.ofHours(1));
        }
        assertThat(program.isDone()).isTrue();
        assertThat(journal).hasSizeBetween(2, 1_000);
        while (thread[0].getState() != Thread.State.WAITING) { // parked, so that it does not run on
            Thread.onSpinWait();
        }
    }

    @Test
    void oneThatNeverHadATurnIsDoneAtTheEnd() {
        SimProgram program;
        try (Simulation simulation = new Simulation(1)) {
            program = simulation.program("late", () -> journal.add("ran"));
        }
        assertThat(program.isDone()).isTrue();
        assertThat(journal).isEmpty();
    }

    /** As in a real select: the interrupt ends the wait, and the flag stays set. */
    @Test
    void anInterruptEndsItsSelect() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.program("interrupted", () -> {
                Thread.currentThread().interrupt();
                selectForever(simulation, () -> !Thread.interrupted());
                journal.add("ended");
            });
            simulation.run();
            assertThat(journal).containsExactly("ended");
        }
    }

    @Test
    void readsAndWritesAreToldWithWhatTheyTook() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().onCall(call -> journal.add(call.toString()));
            RawEcho server = rawEcho(simulation);
            simulation.program("server", () -> run(server));
            simulation.program("client", () -> echo(simulation.network().host("10.0.0.2"), "hello"));
            simulation.run();
            assertThat(journal)
                    .startsWith("write(5) took 5", "read(100) = 5", "write(5) took 5", "read(5) = 5")
                    .contains("read(100) = -1");
        }
    }

    private static RawEcho rawEcho(Simulation simulation) {
        try {
            return new RawEcho(simulation.network().host(Scenario.SERVER), 7, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void selectForever(Simulation simulation) {
        selectForever(simulation, () -> true);
    }

    private static void selectForever(Simulation simulation, BooleanSupplier goOn) {
        try (Selector selector = simulation.network().host("10.0.0.1").openSelector()) {
            do {
                selector.select();
            } while (goOn.getAsBoolean());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
