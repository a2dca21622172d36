// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.wallclock;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.time.Duration;
import java.util.List;

/** A time-out by the clock on the wall. */
public final class WallClock implements Animal<Waiting> {
    /** The animal. */
    public WallClock() {}

    @Override
    public Card card() {
        return new Card(
                "wall-clock",
                "a time-out by the clock on the wall",
                "the clock is not set",
                "the clock is set back by a minute",
                "late",
                List.of(
                        "What happens to the clock while the program waits?",
                        "The clock on the wall is set: by people, by NTP, twice a year. What is a duration by such a clock?",
                        "Java has a clock that cannot be set. What can it not tell?"));
    }

    @Override
    public Waiting wrong() {
        return new Wrong();
    }

    @Override
    public Waiting right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Waiting program) {
        wait(stage, program, Duration.ZERO);
    }

    @Override
    public void field(Stage stage, Waiting program) {
        wait(stage, program, Duration.ofMillis(stage.random().nextInt(10_000)));
    }

    private static void wait(Stage stage, Waiting waiting, Duration setBack) {
        long[] wall = {1_700_000_000_000L};
        if (!setBack.isZero()) {
            stage.at(setBack, () -> {
                wall[0] -= 60_000;
                stage.say("client", "(the clock is set back by a minute)");
            });
        }
        stage.run("client", host -> {
            stage.say("client", "waits 5 seconds");
            waiting.await(
                    5_000,
                    () -> wall[0] + stage.now().toMillis(),
                    () -> stage.now().toNanos(),
                    stage);
            stage.say("client", "the time is up");
            Stage.check(
                    stage.now().toMillis() < 7_000,
                    "late",
                    "a time-out of 5 s after " + stage.now().toSeconds() + " s");
        });
    }
}
