// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.greedytasks;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import java.time.Duration;
import java.util.List;

/** A turn that runs tasks until there are none. */
public final class GreedyTasks implements Animal<Tasks> {
    /** The animal. */
    public GreedyTasks() {}

    @Override
    public Card card() {
        return new Card(
                "greedy-tasks",
                "a turn runs tasks until there are none",
                "a few tasks",
                "a task that queues itself again",
                "late",
                List.of(
                        "What runs between the time when the timer is due and when it fires?",
                        "Can the queue become empty while a task adds itself?",
                        "A turn should end. Which tasks were there when it began?"));
    }

    @Override
    public Tasks wrong() {
        return new Wrong();
    }

    @Override
    public Tasks right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Tasks program) {
        loop(stage, program, 1);
    }

    @Override
    public void field(Stage stage, Tasks program) {
        loop(stage, program, 20 + stage.random().nextInt(200));
    }

    private static final Duration DUE = Duration.ofMillis(10);

    private static void loop(Stage stage, Tasks tasks, int times) {
        tasks.execute(() -> work(stage, tasks, times));
        stage.run("loop", host -> {
            boolean fired = false;
            while (!fired || !tasks.queue.isEmpty()) {
                tasks.run();
                if (!fired && stage.now().compareTo(DUE) >= 0) {
                    fired = true;
                    long late = stage.now().minus(DUE).toMillis();
                    stage.say("loop", "the timer fires, " + late + " ms late");
                    Stage.check(late <= 2, "late", "a timer of 10 ms is late by " + late + " ms");
                }
                if (tasks.queue.isEmpty()) {
                    stage.sleep(Duration.ofMillis(1));
                }
            }
        });
    }

    /** A task that takes a millisecond, and is not done with one run. */
    private static void work(Stage stage, Tasks tasks, int left) {
        stage.sleep(Duration.ofMillis(1));
        if (left > 1) {
            tasks.execute(() -> work(stage, tasks, left - 1));
        }
    }
}
