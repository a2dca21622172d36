// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.util.ArrayDeque;
import java.util.Queue;

/** Futures that have a value, that fail, and that are not done yet, with functions that give, fail and throw. */
class Check implements Examiner {
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final RuntimeException broken = new RuntimeException("broken");
    private final RuntimeException other = new RuntimeException("other");
    private boolean called;

    @Override
    public void examine(Exam exam) {
        boolean late = exam.random().nextBoolean();
        is(exam, "map", "map", of(20, late).map(value -> value + 1), "21");
        is(exam, "map error", "map of a future that has failed", failed(late).map(this::call), "error broken");
        exam.check("map called", !called, "map: the future has failed, and the function was called all the same");
        is(exam, "map throws", "map with a function that throws", of(20, late).map(this::fail), "error other");
        is(exam, "flatMap", "flatMap", of(20, late).flatMap(value -> of(value + 2, late)), "22");
        is(
                exam,
                "second",
                "flatMap with a second step that fails",
                of(20, late).flatMap(value -> failed(late)),
                "error broken");
        is(
                exam,
                "flatMap throws",
                "flatMap with a function that throws",
                of(20, late).flatMap(this::fail),
                "error other");
        is(exam, "recover", "recover", failed(late).recover(error -> of(3, late)), "3");
        is(
                exam,
                "recover value",
                "recover of a future that has a value",
                of(20, late).recover(error -> of(3, late)),
                "20");
        is(
                exam,
                "recover again",
                "recover with a second attempt that fails",
                failed(late).recover(error -> this.fail(20)),
                "error other");
    }

    private void is(Exam exam, String id, String what, Future<?> future, String expected) {
        StringBuilder got = new StringBuilder();
        future.onComplete((value, error) -> got.append(error == null ? value : "error " + error.getMessage()));
        while (!queue.isEmpty()) {
            try {
                queue.remove().run();
            } catch (RuntimeException e) {
                exam.explain(
                        "lost", false, what + ": the exception leaves the callback, and the future does not get it");
            }
        }
        exam.explain("never", !got.isEmpty(), what + ": the future is never done");
        exam.check(id, got.toString().equals(expected), what + ": expected " + expected + ", and got " + got);
    }

    private Future<Integer> of(int value, boolean late) {
        Promise<Integer> promise = new Promise<>(queue::add);
        decide(late, () -> promise.complete(value));
        return new Future<>(promise, queue::add);
    }

    private Future<Integer> failed(boolean late) {
        Promise<Integer> promise = new Promise<>(queue::add);
        decide(late, () -> promise.fail(broken));
        return new Future<>(promise, queue::add);
    }

    private void decide(boolean late, Runnable decision) {
        if (late) {
            queue.add(decision);
        } else {
            decision.run();
        }
    }

    private Integer call(Integer value) {
        called = true;
        return value;
    }

    private <R> R fail(Integer value) {
        throw other;
    }
}
