// SPDX-License-Identifier: Apache-2.0
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs the four programs, and compares. */
class Check implements Examiner {
    private final List<String> log = new ArrayList<>();

    @Override
    public void examine(Exam exam) {
        EventLoop loop = exam.stage().loop("loop");
        compare(exam, "A", Order.programA(), run(loop, () -> programA(loop)), """
                In a turn, what comes first: timers that are due, or tasks?""");
        compare(exam, "B", Order.programB(), run(loop, () -> programB(loop, loop.newPromise())), """
                Does complete call the callback, or does it queue it?""");
        compare(exam, "C", Order.programC(), run(loop, () -> programC(loop)), """
                A task that is queued by a task: does it run in this turn, or in the next?""");
        compare(exam, "D", Order.programD(), run(loop, () -> programD(loop, loop.newPromise())), """
                Has a promise a queue of its own, before all others, as in a browser?""");
        loop.close();
    }

    private void programA(EventLoop loop) {
        loop.execute(() -> log("task"));
        loop.schedule(Duration.ZERO, () -> log("timer"));
    }

    private void programB(EventLoop loop, Promise<String> promise) {
        promise.onComplete((value, error) -> log("promise"));
        loop.execute(() -> {
            promise.complete("done");
            log("task");
        });
    }

    private void programC(EventLoop loop) {
        loop.execute(() -> {
            loop.execute(() -> log("task 2"));
            loop.schedule(Duration.ZERO, () -> log("timer"));
            log("task 1");
        });
    }

    private void programD(EventLoop loop, Promise<String> promise) {
        promise.onComplete((value, error) -> log("promise"));
        loop.execute(() -> {
            loop.execute(() -> log("task"));
            promise.complete("done");
            loop.schedule(Duration.ZERO, () -> log("timer"));
        });
    }

    private void log(String name) {
        log.add(name);
    }

    private List<String> run(EventLoop loop, Runnable program) {
        log.clear();
        loop.execute(program);
        for (int turn = 1; turn <= 4; turn++) {
            loop.runNow();
        }
        return List.copyOf(log);
    }

    private static void compare(Exam exam, String program, List<String> said, List<String> ran, String question) {
        String sentence = said.isEmpty() ? "nothing is predicted yet" : "not in this order. " + question;
        exam.check(program, said.equals(ran), "program " + program + ": " + sentence);
    }
}
