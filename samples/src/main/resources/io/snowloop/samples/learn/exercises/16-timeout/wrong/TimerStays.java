// SPDX-License-Identifier: Apache-2.0
// FAILS: at 2.000 s the timer fired all the same
import java.util.concurrent.TimeoutException;

/** A limit for how long something may take. */
class Timeout {
    /** The same as a future, but an error after so many nanoseconds: then {@code cancel} stops what is under way. */
    static <T> Future<T> of(Loop loop, long nanos, Future<T> future, Runnable cancel) {
        Promise<T> first = new Promise<>(loop);
        Timer timer = loop.after(nanos, () -> {
            if (first.fail(new TimeoutException("not done after " + nanos / 1_000_000 + " ms"))) {
                cancel.run();
            }
        });
        future.passTo(first);
        return new Future<>(first, loop);
    }
}
