// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Queues a task at each point at which another thread might. The clock is one of them: a loop reads it after it has looked
 * for tasks, and before it waits. Instead of another thread the code at that point queues the task: a loop cannot tell.
 */
class Check implements Examiner {
    private static final List<String> POINTS = List.of(
            "before the turn",
            "between its look at the queue and its select",
            "while the loop waits in select",
            "after its select",
            "in a timer",
            "in a task");

    private final List<String> log = new ArrayList<>();
    private Loop loop;
    private boolean turning;
    private int reads;
    private int turns;

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        String point = POINTS.get((int) (stage.simulation().seed() % POINTS.size()));
        stage.run("loop", host -> run(exam, host, point));
        if (point.startsWith("while")) {
            stage.at(Duration.ofMillis(500), () -> queue(exam));
        }
        stage.at(
                Duration.ofSeconds(2),
                () -> exam.check("late", log.contains("task"), "a task was queued " + point + ", and is late"));
    }

    private void run(Exam exam, SelectorProvider host, String point) throws IOException {
        Stage stage = exam.stage();
        loop = new Loop(host, () -> clock(exam, point));
        if (point.equals("before the turn")) {
            queue(exam);
        } else if (point.equals("in a task")) {
            loop.execute(() -> queue(exam));
        } else if (point.equals("in a timer")) {
            loop.after(Duration.ofMillis(500).toNanos(), () -> queue(exam));
        }
        long next = Duration.ofMillis(point.startsWith("after") ? 500 : 60_000).toNanos();
        loop.after(next, () -> {});
        turning = true;
        while (!log.contains("task")) {
            loop.turn();
            exam.explain("turns", ++turns < 100, "nothing is to be done, and the loop turns again and again");
        }
        exam.check("next", !log.contains("next"), "a task has queued another, and it has run in the same turn");
        loop.turn(); // that other one
        exam.check("stops", stops(), "stop() was called, and run() goes on");
    }

    private boolean stops() throws IOException {
        boolean[] still = {false};
        loop.stop();
        loop.after(Duration.ofSeconds(1).toNanos(), () -> {
            still[0] = true;
            loop.stop();
        });
        loop.run();
        return !still[0];
    }

    /** The clock of the loop. Its first read in a turn is before the select, its second after it. */
    private long clock(Exam exam, String point) {
        reads += turning ? 1 : 0;
        if (reads == 1 && point.startsWith("between") || reads == 2 && point.startsWith("after")) {
            queue(exam);
        }
        return exam.stage().now().toNanos();
    }

    private void queue(Exam exam) {
        if (log.isEmpty()) {
            log.add("queued");
            loop.execute(() -> {
                log.add("task");
                loop.execute(() -> log.add("next"));
            });
            exam.explain(
                    "inline", !log.contains("task"), "execute has run the task itself, on the thread that called it");
        }
    }
}
