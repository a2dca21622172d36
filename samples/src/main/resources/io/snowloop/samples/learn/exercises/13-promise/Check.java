// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.util.ArrayList;
import java.util.List;

/** Promises that are completed before and after their callbacks are there. */
class Check implements Examiner {
    private final Tasks tasks = new Tasks();
    private final List<String> log = new ArrayList<>();

    @Override
    public void examine(Exam exam) {
        values(exam);
        second(exam);
        errors(exam);
        nothing(exam);
    }

    private Promise<String> promise(String... names) {
        Promise<String> promise = new Promise<>(tasks);
        log.clear();
        for (String name : names) {
            promise.onComplete((value, error) -> log.add(name + " " + value + " " + error));
        }
        return promise;
    }

    private void values(Exam exam) {
        Promise<String> promise = promise("a", "b");
        exam.check("not done", !promise.isDone(), "nothing has completed it, and isDone() is true");
        boolean first = promise.complete("value");
        exam.explain("queued", log.isEmpty(), "complete has called the callback itself, not the queue");
        exam.check("first", first, "complete was the first, and has returned false");
        tasks.run();
        exam.explain("called", !log.isEmpty(), "it is complete, and no callback is called");
        exam.explain("both", log.size() == 2, "it has two callbacks, and calls " + log.size());
        exam.explain("order", log.get(0).startsWith("a"), "its callbacks are called in another order: " + log);
        exam.check(
                "value",
                log.get(0).equals("a value null"),
                "a callback gets not the value and null, but " + log.get(0));
        promise.onComplete((value, error) -> log.add("late"));
        exam.check("late queued", log.size() == 2, "onComplete has called the callback itself, not the queue");
        tasks.run();
        exam.check("late", log.contains("late"), "onComplete comes after complete, and the callback is never called");
    }

    private void second(Exam exam) {
        Promise<String> promise = promise("a");
        promise.complete("one");
        boolean again = promise.complete("two");
        tasks.run();
        exam.explain("once", log.size() == 1, "it was completed twice, and has called back " + log.size() + " times");
        exam.check("keeps", log.get(0).contains("one"), "a second complete has changed its value");
        exam.check("false", !again, "a second complete has returned true");
    }

    private void errors(Exam exam) {
        Promise<String> promise = promise("a");
        promise.fail(new IllegalStateException("broken"));
        tasks.run();
        boolean told = log.equals(List.of("a null java.lang.IllegalStateException: broken"));
        exam.check("error", told, "it has failed, and the callback gets not null and the error, but " + log);
    }

    private void nothing(Exam exam) {
        Promise<String> promise = promise("a");
        promise.complete(null);
        exam.check("null", promise.isDone(), "it was completed with null, and isDone() is false");
    }
}
