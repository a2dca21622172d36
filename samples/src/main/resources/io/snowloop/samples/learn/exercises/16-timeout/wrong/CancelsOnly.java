// SPDX-License-Identifier: Apache-2.0
// FAILS: at 2.000 s there is no error: the limit is 2 s
/** A limit for how long something may take. */
class Timeout {
    /** The same as a future, but an error after so many nanoseconds: then {@code cancel} stops what is under way. */
    static <T> Future<T> of(Loop loop, long nanos, Future<T> future, Runnable cancel) {
        Promise<T> first = new Promise<>(loop);
        Timer timer = loop.after(nanos, () -> {
            cancel.run();
        });
        future.onComplete((value, error) -> timer.cancel());
        future.passTo(first);
        return new Future<>(first, loop);
    }
}
