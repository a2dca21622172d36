// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopObserver;
import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.samples.CommandRun;
import io.snowloop.sim.Simulation;
import io.snowloop.sim.VirtualTicker;
import io.snowloop.trace.Stepper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pages ask on which one watches a loop: the first ten minutes, the trace and the lens. */
final class WatchQuestions {
    private WatchQuestions() {}

    // ---------------------------------------------------------------------------------------------- ten minutes

    static String nextTurn() throws Exception {
        List<LoopEvent> events = new ArrayList<>();
        EventLoopOptions options = EventLoopOptions.builder()
                .observer(loop -> (event, value, owner) -> events.add(event))
                .build();
        try (EventLoop loop = EventLoop.open(options)) {
            loop.execute(() -> loop.execute(() -> {}));
            loop.runOnce();
            loop.runOnce();
        }
        int first = events.indexOf(LoopEvent.TASK);
        List<LoopEvent> between = events.subList(first + 1, events.lastIndexOf(LoopEvent.TASK));
        return between.contains(LoopEvent.SELECT_BEGIN) ? "after it" : "before it";
    }

    static String howLong() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            loop.sleep(ofMillis(10));
            loop.schedule(ofMillis(4), () -> {});
            simulation.runFor(ofMillis(1));
            return loop.timeToWait() == ofMillis(3).toNanos()
                    ? "until the first of all that it waits for"
                    : String.valueOf(loop.timeToWait());
        }
    }

    static String turnsOfAChain() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            List<Long> turns = new ArrayList<>();
            // region chain
            Future<String> answer =
                    loop.sleep(ofMillis(10)).map(slept -> "page").map(page -> "<p>" + page);
            // endregion
            loop.schedule(ofMillis(10), () -> turns.add(loop.reactor().turn()));
            answer.onComplete((page, error) -> turns.add(loop.reactor().turn()));
            simulation.runUntil(() -> turns.size() == 2);
            return turns.get(1) - turns.get(0) == 3 ? "3" : turns.toString();
        }
    }

    // -------------------------------------------------------------------------------------------------- the trace

    /** What {@code why-late} prints of a phase. */
    private static List<String> whyLate(String phase) {
        List<String> lines = CommandRun.of("run", "why-late").lines();
        int begin = lines.indexOf(phase);
        int end = begin;
        while (!lines.get(end).startsWith("  => ")) {
            end++;
        }
        return lines.subList(begin, end + 1);
    }

    private static String timeOf(String what, String phase, int number) {
        return whyLate(phase).stream()
                .filter(line -> line.strip().endsWith(what))
                .map(line -> "at " + line.strip().split(" ", -1)[0])
                .skip(number)
                .findFirst()
                .orElseThrow();
    }

    static String lateBeat() {
        return timeOf(" beat", "A view that blocks for 150 ms", 1);
    }

    static String whoIsNamed() {
        List<String> lines = whyLate("A view that blocks for 150 ms");
        return lines.get(lines.size() - 1).contains("in handler GET /report") ? "the view" : "another one";
    }

    static String handedOver() {
        return timeOf("200 OK: rendered", "That view in blocking(...)", 0);
    }

    static String beatsWhileHandedOver() {
        List<String> lines = whyLate("That view in blocking(...)");
        return lines.get(lines.size() - 1).contains("no beat is late") ? "not at all" : "late";
    }

    // --------------------------------------------------------------------------------------------------- the lens

    static String selectWithATask() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            loop.schedule(ofMillis(30), () -> {});
            simulation.runFor(ofMillis(1));
            long withoutATask = loop.timeToWait();
            loop.execute(() -> {});
            return withoutATask > 0 && loop.timeToWait() == 0 ? "not at all" : loop.timeToWait() + " ns";
        }
    }

    static String firstOfATurn() throws Exception {
        List<String> log = new ArrayList<>();
        Pipe pipe = Pipe.open();
        try (EventLoop loop = EventLoop.open()) {
            pipe.source().configureBlocking(false);
            loop.reactor().register(pipe.source(), SelectionKey.OP_READ, new ReadyHandler() {
                @Override
                public void ready(int readyOps) throws IOException {
                    log.add("the channel's");
                    pipe.source().close();
                }

                @Override
                public void closed(@Nullable Throwable cause) {}
            });
            pipe.sink().write(ByteBuffer.allocate(1));
            loop.execute(() -> log.add("the task"));
            loop.schedule(Duration.ZERO, () -> log.add("the timer's"));
            while (log.size() < 3) {
                loop.runOnce();
            }
        } finally {
            pipe.sink().close();
        }
        return log.get(0);
    }

    static String heldForASecond() throws Exception {
        VirtualTicker wall = new VirtualTicker();
        List<Long> late = new ArrayList<>();
        Stepper[] steppers = {null};
        Stepper stepper = new Stepper(wall, held -> {
            wall.advance(ofSeconds(1));
            steppers[0].resume();
        });
        steppers[0] = stepper;
        LoopObserver.Factory delays = loop -> (event, value, owner) -> {
            if (event == LoopEvent.TIMER) {
                late.add(stepper.ticker().nanoTime() - value);
            }
        };
        EventLoopOptions options = EventLoopOptions.builder()
                .ticker(stepper.ticker())
                .observer(delays.and(stepper))
                .build();
        try (EventLoop loop = EventLoop.open(options)) {
            loop.schedule(ofMillis(50), () -> {});
            stepper.hold();
            loop.runNow();
            wall.advance(ofMillis(50));
            loop.runNow();
        }
        return late.equals(List.of(0L)) ? "not at all" : late.toString();
    }
}
