// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.NamedTask;
import io.snowloop.loop.Ticker;
import io.snowloop.sim.Simulation;
import io.snowloop.sim.VirtualTicker;
import io.snowloop.trace.Stepper.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StepperTest {
    private final BlockingQueue<Held> stops = new LinkedBlockingQueue<>();
    private final VirtualTicker time = new VirtualTicker();
    private final Stepper stepper = new Stepper(time, stops::add);

    private EventLoopGroup group() throws Exception {
        return EventLoopGroup.start(
                1,
                EventLoopOptions.builder()
                        .ticker(stepper.ticker())
                        .observer(LoopTrace.ofCapacity(1_024).and(stepper))
                        .build());
    }

    private static EventLoop only(EventLoopGroup group) {
        return group.loops().get(0);
    }

    private LoopEvent next() throws InterruptedException {
        return stops.take().event();
    }

    @Test
    void stepByStepThroughATurn() throws Exception {
        List<String> ran = new ArrayList<>();
        try (EventLoopGroup group = group()) {
            EventLoop loop = only(group);
            stepper.hold(); // wakes the loop from a select without limit
            next();
            loop.execute(new NamedTask("first", () -> ran.add("first")));
            loop.execute(new NamedTask("second", () -> ran.add("second")));
            stepper.stepTo(event -> event == LoopEvent.TASK);
            assertThat(stops.take()).extracting(Held::event, Held::owner).containsExactly(LoopEvent.TASK, "first");
            assertThat(ran).as("its callback has not begun").isEmpty();
            stepper.step();
            assertThat(stops.take().owner()).isEqualTo("second");
            assertThat(ran).containsExactly("first");
            stepper.step();
            assertThat(next()).isEqualTo(LoopEvent.TURN_BEGIN);
            assertThat(stepper.held()).isEqualTo(new Held(LoopEvent.TURN_BEGIN, 0, ""));
            stepper.resume();
            assertThat(stepper.held()).isNull();
        }
        assertThat(ran).containsExactly("first", "second");
    }

    /** After the loop's look whether to hold, and before its select, which has no limit. */
    @Test
    void isHeldAlsoIfItIsAskedForJustBeforeTheLoopSleeps() throws Exception {
        AtomicInteger turns = new AtomicInteger();
        LoopObserver.Factory late = loop -> (event, value, owner) -> {
            if (event == LoopEvent.TURN_BEGIN && turns.incrementAndGet() == 1) {
                stepper.hold();
            }
        };
        EventLoopOptions options = EventLoopOptions.builder()
                .ticker(stepper.ticker())
                .observer(stepper.and(late))
                .build();
        try (EventLoopGroup group = EventLoopGroup.start(1, options)) {
            assertThat(next()).isEqualTo(LoopEvent.SELECT_END);
            stepper.resume();
        }
    }

    @Test
    void theClockStandsStillWhileTheLoopIsHeld() throws Exception {
        AtomicInteger fired = new AtomicInteger();
        try (EventLoopGroup group = group()) {
            EventLoop loop = only(group);
            stepper.hold();
            next();
            long before = loop.ticker().nanoTime();
            time.advance(Duration.ofHours(1));
            assertThat(loop.ticker().nanoTime()).isEqualTo(before);
            stepper.resume();
            loop.submit(() -> {
                        loop.schedule(Duration.ofMinutes(1), fired::incrementAndGet);
                        return Future.completed(null);
                    })
                    .await();
            assertThat(loop.ticker().nanoTime() - before)
                    .as("the hour is not a part of its time")
                    .isZero();
            assertThat(fired).hasValue(0);
            time.advance(Duration.ofMinutes(1));
            loop.submit(() -> loop.sleep(Duration.ZERO)).await();
            assertThat(fired).as("it goes on").hasValue(1);
        }
    }

    @Test
    void aTraceHasTheEventAtWhichTheLoopIsHeld() throws Exception {
        List<LoopEvent> last = new ArrayList<>();
        EventLoop[] loop = {null};
        Stepper listening = new Stepper(Ticker.system(), held -> {
            List<TraceRecord> records = LoopTrace.of(loop[0]).recording().records();
            last.add(records.get(records.size() - 1).event());
            last.add(held.event());
            loop[0].stop();
        });
        loop[0] = EventLoop.open(EventLoopOptions.builder()
                .observer(LoopTrace.ofCapacity(64).and(listening))
                .build());
        try (EventLoop closing = loop[0]) {
            closing.execute(() -> {});
            listening.stepTo(event -> event == LoopEvent.TASK);
            closing.run();
        }
        assertThat(last).containsExactly(LoopEvent.TASK, LoopEvent.TASK);
    }

    @Test
    void aLoopThatIsStoppedIsHeldNoMore() throws Exception {
        try (EventLoopGroup group = group()) {
            stepper.hold();
            next();
            only(group).stop(); // and so does the close of the group
            stepper.hold();
        }
        assertThat(stepper.held()).isNull();
    }

    /** It is not lost, and it does not end the wait. */
    @Test
    void anInterruptIsForTheLoopWhenItGoesOn() throws Exception {
        try (EventLoop loop =
                EventLoop.open(EventLoopOptions.builder().observer(stepper).build())) {
            stepper.hold();
            Thread runner = new Thread(loop::run);
            runner.start();
            next();
            runner.interrupt();
            while (runner.getState() != Thread.State.WAITING || runner.isInterrupted()) {
                Thread.onSpinWait();
            }
            assertThat(stepper.held()).isNotNull();
            stepper.resume();
            runner.join(); // an interrupt ends run()
        }
    }

    @Test
    void aLoopIsHeldBeforeItsFirstTurn() throws Exception {
        stepper.hold();
        try (EventLoopGroup group = group()) {
            assertThat(next()).isEqualTo(LoopEvent.TURN_BEGIN);
        }
    }

    @Test
    void aListenerMayGoOnAtOnce() throws Exception {
        List<LoopEvent> events = new ArrayList<>();
        Stepper[] own = {null};
        own[0] = new Stepper(Ticker.system(), held -> {
            events.add(held.event());
            own[0].step();
        });
        try (EventLoop loop =
                EventLoop.open(EventLoopOptions.builder().observer(own[0]).build())) {
            own[0].hold();
            loop.execute(() -> {});
            loop.runOnce();
        }
        assertThat(events).containsExactly(LoopEvent.TURN_BEGIN, LoopEvent.SELECT_END, LoopEvent.TASK);
    }

    /** The time in which it is held is not the callback's. */
    @Test
    void debugModeDoesNotTakeAHeldLoopForABlockedOne() throws Exception {
        List<DebugReport> reports = new ArrayList<>();
        DebugMode debug = DebugMode.builder().listener(reports::add).build();
        EventLoopOptions options = EventLoopOptions.builder()
                .ticker(stepper.ticker())
                .observer(debug.and(stepper))
                .build();
        try (EventLoopGroup group = EventLoopGroup.start(1, options)) {
            stepper.hold();
            next();
            only(group).execute(new NamedTask("first", () -> {}));
            only(group).execute(new NamedTask("second", () -> {}));
            String next = "";
            while (!next.equals("second")) {
                time.advance(Duration.ofHours(1));
                stepper.step();
                next = stops.take().owner();
            }
        }
        assertThat(reports).isEmpty();
    }

    /** In a simulation all hosts stand still, since all are run by the thread that is held. */
    @Test
    void ofASimulationAllStandsStill() throws Exception {
        List<String> ran = new ArrayList<>();
        try (Simulation simulation = new Simulation(1)) {
            EventLoop held = simulation.add(EventLoop.open(
                    simulation.options("10.0.0.1").toBuilder().observer(stepper).build()));
            EventLoop other = simulation.add(EventLoop.open(simulation.options("10.0.0.2")));
            held.schedule(Duration.ofSeconds(1), () -> ran.add("held"));
            other.schedule(Duration.ofSeconds(2), () -> ran.add("other"));
            stepper.stepTo(event -> event == LoopEvent.TIMER);
            Thread driver = new Thread(() -> {
                try {
                    stops.take();
                    ran.add(simulation.ticker().elapsed() + " " + ran);
                    stepper.resume();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            driver.start();
            simulation.runFor(Duration.ofSeconds(3));
            driver.join();
        }
        assertThat(ran).containsExactly("PT1S []", "held", "other");
    }

    @Test
    void aStepperIsOfOneLoop() throws Exception {
        try (EventLoopGroup group = group()) {
            assertThatThrownBy(() -> EventLoop.open(
                            EventLoopOptions.builder().observer(stepper).build()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(only(group) + ": make one for each loop");
        }
    }
}
