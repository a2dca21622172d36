// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.util.ArrayList;
import java.util.List;

/** Tasks that queue tasks, and one that throws. */
class Check implements Examiner {
    private final List<String> log = new ArrayList<>();

    @Override
    public void examine(Exam exam) {
        Tasks tasks = new Tasks();
        exam.check("empty", tasks.isEmpty(), "nothing was queued, and isEmpty() is false");
        tasks.execute(() -> log.add("a"));
        exam.explain("queued", log.isEmpty(), "execute has run the task at once");
        exam.check("waiting", !tasks.isEmpty(), "a task is queued, and isEmpty() is true");
        tasks.execute(() -> log.add("b"));
        tasks.run();
        exam.explain("ran", log.contains("a"), "a task was queued, and run() has not run it");
        exam.check("order", log.equals(List.of("a", "b")), "queued were a and b, and they have run as " + log);
        tasks.execute(() -> tasks.execute(() -> log.add("later")));
        tasks.run();
        exam.check("later", !log.contains("later"), "a task has queued another, and it has run in the same turn");
        tasks.run();
        exam.explain("next", log.contains("later"), "a task that was queued by a task has not run in the next turn");
        tasks.execute(() -> {
            throw new IllegalStateException("thrown by a task");
        });
        tasks.execute(() -> log.add("behind"));
        boolean thrown = false;
        try {
            tasks.run();
        } catch (IllegalStateException e) {
            thrown = true;
        }
        exam.check("thrown", thrown, "a task has thrown, and run() does not tell");
        tasks.run();
        exam.check("behind", log.contains("behind"), "a task has thrown, and the one behind it is lost");
    }
}
