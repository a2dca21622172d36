// SPDX-License-Identifier: Apache-2.0
// FAILS: the error comes at
import java.util.concurrent.TimeoutException;

/** A limit for how long something may take. */
class Timeout {
    /** The same as a future, but an error after so many nanoseconds: then {@code cancel} stops what is under way. */
    static <T> Future<T> of(Loop loop, long nanos, Future<T> future, Runnable cancel) {
        Promise<T> first = new Promise<>(loop);
        Timer timer = loop.after(nanos / 1_000, () -> {
            if (first.fail(new TimeoutException("not done after " + nanos / 1_000_000 + " ms"))) {
                cancel.run();
            }
        });
        future.onComplete((value, error) -> timer.cancel());
        future.passTo(first);
        return new Future<>(first, loop);
    }
}
