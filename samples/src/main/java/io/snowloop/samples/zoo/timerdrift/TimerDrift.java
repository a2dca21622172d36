// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.timerdrift;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.time.Duration;
import java.util.List;

/** A period counted from the end of the work. */
public final class TimerDrift implements Animal<Periodic> {
    /** The animal. */
    public TimerDrift() {}

    @Override
    public Card card() {
        return new Card(
                "timer-drift",
                "the next period begins when the work has ended",
                "work that takes no time",
                "work that takes up to 5 ms",
                "late",
                List.of(
                        "When is each run due, and when is it? How does the difference grow?",
                        "From which time on is the next wait counted?",
                        "The work takes time. If each wait is as long as the period, how long is a period?"));
    }

    @Override
    public Periodic wrong() {
        return new Wrong();
    }

    @Override
    public Periodic right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Periodic program) {
        tick(stage, program, 0);
    }

    @Override
    public void field(Stage stage, Periodic program) {
        tick(stage, program, 1 + stage.random().nextInt(5));
    }

    private static void tick(Stage stage, Periodic periodic, int millis) {
        int[] runs = {0};
        stage.run(
                "clock",
                host -> periodic.run(
                        Duration.ofSeconds(1),
                        10,
                        () -> {
                            long late = stage.now().toMillis() - ++runs[0] * 1_000L;
                            stage.say("clock", "run " + runs[0] + (late == 0 ? "" : ", " + late + " ms late"));
                            Stage.check(late < 5, "late", "run " + runs[0] + " is late by " + late + " ms");
                            stage.sleep(Duration.ofMillis(millis));
                        },
                        stage));
    }
}
