// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.sleepinloop;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Timer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.time.Duration;
import java.util.List;

/** A callback of the loop that blocks. */
public final class SleepInLoop implements Animal<View> {
    /** The animal. */
    public SleepInLoop() {}

    @Override
    public Card card() {
        return new Card(
                "sleep-in-loop",
                "a callback of the loop blocks",
                "nothing else on the loop",
                "a heartbeat on the same loop",
                "late",
                List.of(
                        "When did the heartbeat run, and when was it due?",
                        "A loop has one thread. What does the heartbeat wait for?",
                        "The view is not late. Everything else is. How could it wait without the thread?"));
    }

    @Override
    public View wrong() {
        return new Wrong();
    }

    @Override
    public View right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, View program) {
        EventLoop loop = stage.loop("server");
        loop.schedule(Duration.ofMillis(50), () -> report(stage, loop, program));
        stage.await("server", "the report", () -> stage.now().compareTo(Duration.ofMillis(600)) > 0);
        stage.at(Duration.ofMillis(601), () -> {});
    }

    @Override
    public void field(Stage stage, View program) {
        EventLoop loop = stage.loop("server");
        Timer heart = loop.scheduleAtFixedRate(BEAT, BEAT, () -> beat(stage));
        loop.schedule(Duration.ofMillis(50 + stage.random().nextInt(50)), () -> report(stage, loop, program));
        stage.await("server", "the end", () -> stage.now().compareTo(Duration.ofSeconds(1)) > 0);
        stage.atEnd(heart::cancel);
    }

    private static final Duration BEAT = Duration.ofMillis(100);

    private static void report(Stage stage, EventLoop loop, View view) {
        stage.say("server", "GET /report");
        view.get(loop, stage).onComplete((text, error) -> stage.say("server", "200 " + text));
    }

    private static void beat(Stage stage) {
        long late = stage.now().toMillis() % BEAT.toMillis();
        stage.say("server", "beat" + (late == 0 ? "" : ", " + late + " ms late"));
        Stage.check(late == 0, "late", "the heartbeat is late by at least " + late + " ms");
    }
}
