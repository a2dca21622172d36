// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.timerroundsdown;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;

/** A wait rounded down to milliseconds. */
public final class TimerRoundsDown implements Animal<Sleeper> {
    /** The animal. */
    public TimerRoundsDown() {}

    @Override
    public Card card() {
        return new Card(
                "timer-rounds-down",
                "a wait is rounded down to milliseconds",
                "a timer of 10 ms",
                "a timer of 10 ms and a bit",
                Failure.STUCK,
                List.of(
                        "With which number is the last select called?",
                        "select(0) does not return at once. What does it do?",
                        "A timer must not fire early. In which direction does its wait have to be rounded?"));
    }

    @Override
    public Sleeper wrong() {
        return new Wrong();
    }

    @Override
    public Sleeper right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Sleeper program) {
        sleep(stage, program, Duration.ofMillis(10));
    }

    @Override
    public void field(Stage stage, Sleeper program) {
        sleep(stage, program, Duration.ofNanos(10_000_000 + stage.random().nextInt(3) * 250_000));
    }

    private static void sleep(Stage stage, Sleeper sleeper, Duration time) {
        stage.run("loop", host -> {
            try (Selector selector = host.openSelector()) {
                stage.say("loop", "waits " + time.toNanos() / 1e6 + " ms");
                sleeper.sleep(time, selector, stage);
                stage.say("loop", "the timer fires");
                long late = stage.now().minus(time).toMillis();
                Stage.check(late <= 1, "late", "late by " + late + " ms");
            }
        });
    }
}
