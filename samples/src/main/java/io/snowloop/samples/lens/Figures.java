// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.NamedTask;
import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.Stage;
import io.snowloop.trace.LoopState;
import io.snowloop.trace.Recording;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The figures of the docs. Each is a moment of a scene, so it shows what a loop does, and not what its author thinks that it does. */
final class Figures {
    private Figures() {}

    /** The pictures by the names of their files. */
    static Map<String, String> all() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put(
                "next-turn.svg",
                Figure.of(
                        recording(Figures::taskThatQueuesATask, "server"),
                        "A task has queued another one, which waits in the box of the next turn",
                        state -> state.tasks().contains("second")));
        figures.put(
                "futures-wait.svg",
                Figure.of(
                        recording(Figures::futureOfFutures, "server"),
                        "A future with a time-out waits for a race, and the race for two promises, which code must complete",
                        state -> state.futures().size() == 4 && state.phase() == LoopState.Phase.STOPPED));
        figures.put(
                "timer-overdue.svg",
                Figure.of(
                        recording(WhyLateCommand.SCENE, "server"),
                        "A view has held the loop for 150 ms; the timer of the heartbeat is overdue",
                        state -> state.timers().stream().anyMatch(timer -> timer.due() < state.time())));
        return figures;
    }

    private static Recording recording(Scene scene, String loop) {
        return Objects.requireNonNull(Scenes.traced(scene, 1L).traces().get(loop));
    }

    private static void taskThatQueuesATask(Stage stage) {
        EventLoop loop = stage.loop("server");
        boolean[] ran = {false};
        NamedTask second = new NamedTask("second", () -> ran[0] = true);
        loop.execute(new NamedTask("first", () -> {
            loop.schedule(Duration.ofMillis(10), new NamedTask("retry", () -> {}));
            loop.execute(second);
        }));
        stage.await("server", "the second task", () -> ran[0]);
    }

    private static void futureOfFutures(Stage stage) {
        EventLoop loop = stage.loop("server");
        Future<Void> race = Future.race(loop, List.of(loop.sleep(Duration.ofMillis(20)), loop.newPromise()));
        stage.await("server", race.timeout(Duration.ofMillis(50)));
    }
}
