// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.sim.Scenario.Echo;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.LogRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Turning loops, moving the clock, and knowing when nothing can happen any more. */
class SimulationTest {
    private final Simulation simulation = new Simulation(42);

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void timersFireAtTheirNanosecond() throws Exception {
        EventLoop loop = simulation.loop("10.0.0.1");
        List<Long> fired = new ArrayList<>();
        for (long nanos : new long[] {1, 1_000_001, 86_400_000_000_000L}) {
            loop.schedule(
                    Duration.ofNanos(nanos),
                    () -> fired.add(simulation.ticker().elapsed().toNanos()));
        }
        simulation.run();
        assertThat(fired).containsExactly(1L, 1_000_001L, 86_400_000_000_000L);
        assertThat(simulation.leftovers()).isEmpty();
    }

    @Test
    void hostsTakeTheirTurnsInTimeOrder() {
        List<String> order = new ArrayList<>();
        EventLoop a = simulation.loop("10.0.0.1");
        EventLoop b = simulation.loop("10.0.0.2");
        a.schedule(Duration.ofMillis(3), () -> order.add("a3"));
        b.schedule(Duration.ofMillis(2), () -> order.add("b2"));
        a.schedule(Duration.ofMillis(1), () -> b.execute(() -> order.add("b1, from a")));
        simulation.at(Duration.ofMillis(4), () -> order.add("4"));
        simulation.run();
        assertThat(order).containsExactly("b1, from a", "b2", "a3", "4");
    }

    @Test
    void runsForAsLongAsItIsTold() {
        EventLoop loop = simulation.loop("10.0.0.1");
        int[] beats = {0};
        loop.scheduleAtFixedRate(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> beats[0]++);
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(beats[0]).isEqualTo(60);
        simulation.runFor(Duration.ofMillis(1_500));
        assertThat(beats[0]).isEqualTo(61);
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofMillis(61_500));
    }

    @Test
    void aLoopThatRunsByItselfMovesTheClock() throws Exception {
        EventLoop loop = simulation.loop("10.0.0.1");
        loop.runUntil(loop.sleep(Duration.ofHours(1)));
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aLoopThatWasStoppedIsTurnedNoMore() {
        EventLoop loop = simulation.loop("10.0.0.1");
        loop.schedule(Duration.ofSeconds(1), loop::stop);
        boolean[] late = {false};
        loop.schedule(Duration.ofSeconds(2), () -> late[0] = true);
        simulation.run();
        assertThat(late[0]).isFalse();
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(1));
        simulation.add(loop);
        simulation.run();
        assertThat(late[0]).isTrue();
    }

    @Test
    void aDeadlockSaysWhoWaitsForWhat() throws Exception {
        Scenario scenario = new Scenario(simulation);
        scenario.listen(Echo::new);
        Transport transport = simulation.runUntil(scenario.connect(new RecordingProtocol()));
        Promise<String> never = scenario.client.newPromise();
        assertThatThrownBy(() -> simulation.runUntil(never))
                .isInstanceOf(DeadlockError.class)
                .hasMessageContaining("deadlock: waiting for Promise[pending], but no event is left")
                .hasMessageContaining("seed 42")
                .hasMessageContaining("on 10.0.0.1: 0 timers, 2 channels")
                .hasMessageContaining("\n  open: listening on 10.0.0.1:7\n")
                .hasMessageContaining("\n  open: 10.0.0.2:49152 > 10.0.0.1:7 (")
                .hasMessageContaining("waits for READ")
                .hasMessageContaining("needs simulation.idle(Idle.WAIT)")
                .hasMessageEndingWith("such as one that a server or a client makes for itself, is not run.")
                .extracting(error -> ((DeadlockError) error).what())
                .isEqualTo("waiting for Promise[pending], but no event is left");
        transport.abort();
        scenario.finish();
    }

    @Test
    void aLoopThatDoesNotRunIsNamedToo() throws IOException {
        simulation.loop("10.0.0.3");
        simulation.loop("10.0.0.4").close();
        simulation.network().livelockAfter(1);
        try (Selector selector = simulation.network().openSelector()) {
            assertThatThrownBy(selector::selectNow)
                    .isInstanceOf(LivelockError.class)
                    .hasMessageContaining("on 10.0.0.3: no turn yet")
                    .hasMessageContaining("on 10.0.0.4: closed");
        }
    }

    @Test
    void saysItsSeedAndItsTime() {
        simulation.runFor(Duration.ofSeconds(3));
        assertThat(simulation).hasToString("Simulation[seed 42, PT3S]");
    }

    @Test
    void aWaitWithALimitEndsAtItThoughTimersFire() {
        EventLoop loop = simulation.loop("10.0.0.1");
        int[] ticks = new int[1];
        loop.scheduleAtFixedRate(Duration.ofSeconds(1), Duration.ofSeconds(1), () -> ticks[0]++);
        simulation.runUntil(() -> ticks[0] == 3, Duration.ofSeconds(3));

        assertThatThrownBy(() -> simulation.runUntil(() -> ticks[0] == 9, Duration.ofMillis(5_999)))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("still waiting for a condition when its limit is over, at PT8.999S, seed 42")
                .hasMessageContaining("on 10.0.0.1: 1 timer");
        assertThat(ticks[0]).isEqualTo(8);
        simulation.runUntil(() -> ticks[0] == 9, Duration.ofMillis(1));
        assertThatThrownBy(() -> simulation.runUntil(() -> false, Duration.ZERO))
                .hasMessage("limit must be positive, not PT0S");
    }

    @Test
    void aWaitWithALimitAndWithoutAnEventIsADeadlock() {
        assertThatThrownBy(() -> simulation.runUntil(() -> false, Duration.ofSeconds(3)))
                .isInstanceOf(DeadlockError.class)
                .hasMessageStartingWith("deadlock: waiting for a condition, but no event is left");
    }

    @Test
    void aRunInWhichOnlyTimersFireIsLogged() throws Exception {
        EventLoop loop = simulation.loop("10.0.0.1");
        loop.scheduleAtFixedRate(Duration.ofMillis(1), Duration.ofMillis(1), () -> {});
        try (CapturedLog log = new CapturedLog(Simulation.class)) {
            simulation.runFor(Duration.ofSeconds(1_001)); // it has a limit
            assertThat(log.records()).isEmpty();
            simulation.runUntil(loop.sleep(Duration.ofSeconds(999)));
            assertThat(log.records()).isEmpty();
            simulation.runUntil(loop.sleep(Duration.ofSeconds(1_001)));
            assertThat(log.records())
                    .singleElement()
                    .extracting(LogRecord::getMessage, InstanceOfAssertFactories.STRING)
                    .startsWith("this run may never end: timers fire")
                    .contains("on 10.0.0.1: 2 timers");
        }
    }

    /** Else it would hide a deadlock: the program would be woken again and again. */
    @Test
    void withoutAnEventNoWakeUpIsSpurious() throws IOException {
        simulation.network().faults(Faults.NONE.spuriousWakeUps(1));
        try (Selector selector = simulation.network().openSelector()) {
            assertThat(selector.select(10_000)).isZero();
        }
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aSpuriousWakeUpComesBeforeTheNextEvent() throws IOException {
        simulation.network().faults(Faults.NONE.spuriousWakeUps(1));
        try (Selector selector = simulation.network().openSelector()) {
            for (int i = 1; i <= 20; i++) {
                Duration begin = Duration.ofSeconds(10L * i);
                simulation.runFor(begin.minus(simulation.ticker().elapsed()));
                simulation.at(begin.plusSeconds(2), () -> {});
                assertThat(selector.select(9_000)).isZero();
                assertThat(simulation.ticker().elapsed())
                        .isBetween(begin.plusNanos(1), begin.plusSeconds(2).minusNanos(1));
            }
        }
    }

    @Test
    void aLoopMayHaveATurnWithoutWorkWhenTimePasses() throws IOException {
        List<Duration> turns = new ArrayList<>();
        simulation.add(EventLoop.open(simulation.options("10.0.0.1").toBuilder()
                .observer(loop -> (event, value, owner) -> {
                    if (event == LoopEvent.TURN_BEGIN) {
                        turns.add(simulation.ticker().elapsed());
                    }
                })
                .build()));
        simulation.run(); // its first turn
        turns.clear();
        simulation.at(Duration.ofSeconds(1), () -> {});
        simulation.run();
        assertThat(turns).isEmpty();
        simulation.network().faults("10.0.0.1", "10.0.0.1", Faults.NONE.spuriousWakeUps(1));
        simulation.at(Duration.ofSeconds(2), () -> {});
        simulation.at(Duration.ofSeconds(3), () -> {});
        simulation.run();
        assertThat(turns).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void aDeadlockNamesThePartitionsInTheOrderOfTheirAddresses() throws Exception {
        simulation.network().partition("10.0.0.2", "10.0.0.1");
        try (Selector selector = simulation.network().openSelector()) {
            assertThatThrownBy(selector::select)
                    .isInstanceOf(DeadlockError.class)
                    .hasMessageContaining("10.0.0.1 - 10.0.0.2");
        }
    }

    @Test
    void aSelectThatWouldNeverEndIsADeadlock() throws IOException {
        try (Selector selector = simulation.network().openSelector()) {
            assertThatThrownBy(selector::select).isInstanceOf(DeadlockError.class);
            assertThat(selector.select(1_000)).isZero();
            assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void aLivelockIsDetected() throws IOException {
        EventLoop loop = simulation.add(EventLoop.open(simulation.options("10.0.0.1").toBuilder()
                .exceptionHandler((error, source) -> {})
                .build())); // it refuses the task when it is closed
        Runnable[] again = new Runnable[1];
        again[0] = () -> loop.execute(again[0]);
        again[0].run();
        assertThatThrownBy(simulation::run)
                .isInstanceOf(LivelockError.class)
                .hasMessageContaining("1000000 turns at the same virtual time");
    }

    @Test
    void aSecondThreadIsRefused() throws Exception {
        SimHost host = simulation.network().host("10.0.0.1");
        Selector selector = host.openSelector();
        SocketChannel channel = host.openSocketChannel();
        channel.configureBlocking(false);
        selector.selectNow();
        assertRefused(selector::selectNow);
        assertRefused(() -> channel.register(selector, SelectionKey.OP_READ));
        assertRefused(() -> channel.connect(new InetSocketAddress("10.0.0.2", 1)));
        assertRefused(() -> host.openServerSocketChannel().bind(null));
        assertRefused(simulation::run);
        assertRefused(() -> simulation.at(Duration.ZERO, () -> {}));
        onAnotherThread(selector::wakeup);
        assertThat(selector.select()).as("woken by another thread").isZero();
        channel.close();
        selector.close();
    }

    private static void assertRefused(ThrowingCallable use) throws InterruptedException {
        assertThat(onAnotherThread(use))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Thread.currentThread().toString())
                .hasMessageContaining("another thread");
    }

    /** The error of {@code use} on another thread; null if there is none. */
    private static Throwable onAnotherThread(ThrowingCallable use) throws InterruptedException {
        Throwable[] error = new Throwable[1];
        Thread thread = new Thread(() -> error[0] = catchThrowable(use), "another thread");
        thread.start();
        thread.join();
        return error[0];
    }

    @Test
    void whatIsLeftOverIsNamed() throws Exception {
        Scenario scenario = new Scenario(simulation);
        scenario.listen(Echo::new);
        scenario.client.schedule(Duration.ofDays(1), () -> {});
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(simulation.leftovers())
                .extracting(Leftover::kind)
                .containsExactly(Leftover.Kind.LISTENER, Leftover.Kind.REGISTRATION, Leftover.Kind.TIMER);
        assertThat(simulation.leftovers().toString())
                .contains("listening on 10.0.0.1:7", "10.0.0.1 has 1 registrations", "10.0.0.2 has 1 timers");
    }

    @Test
    void theNetworkAsAProviderIsTheLocalHost() throws Exception {
        try (EventLoop loop = EventLoop.open(EventLoopOptions.builder()
                .ticker(simulation.ticker())
                .provider(simulation.network())
                .build())) {
            simulation.add(loop);
            loop.schedule(Duration.ofSeconds(3), () -> {});
            simulation.runFor(Duration.ZERO);
            assertThat(simulation.leftovers().toString()).contains("127.0.0.1 has 1 timers");
            simulation.run();
        }
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void foreignLoopsAreRefused() throws IOException {
        try (EventLoop real = EventLoop.open();
                EventLoop half = EventLoop.open(
                        EventLoopOptions.builder().ticker(simulation.ticker()).build())) {
            assertThatThrownBy(() -> simulation.add(real)).hasMessageContaining("another clock");
            assertThatThrownBy(() -> simulation.add(half)).hasMessageContaining("network");
        }
    }

    @Test
    void theClockOverflowsOnTheWay() throws Exception {
        EventLoop loop = simulation.loop("10.0.0.1");
        long before = simulation.ticker().nanoTime();
        simulation.runUntil(loop.sleep(Duration.ofMinutes(1)));
        assertThat(simulation.ticker().nanoTime()).isNegative();
        assertThat(simulation.ticker().nanoTime() - before)
                .isEqualTo(Duration.ofMinutes(1).toNanos());
        assertThatThrownBy(() -> simulation.ticker().advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingButTcpAndUdpIsThere() {
        SimNetwork network = simulation.network();
        assertThatThrownBy(() -> network.openDatagramChannel(java.net.StandardProtocolFamily.UNIX))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> network.openSocketChannel(java.net.StandardProtocolFamily.UNIX))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theValueOfAFutureIsReturned() throws Exception {
        EventLoop loop = simulation.loop("10.0.0.1");
        Future<String> answer = loop.sleep(Duration.ofDays(7_500_000 / 365)).map(slept -> "42");
        assertThat(simulation.runUntil(answer)).isEqualTo("42");
    }
}
