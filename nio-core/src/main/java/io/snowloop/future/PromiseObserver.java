// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import org.jspecify.annotations.Nullable;

/**
 * Gets what the promises of an {@link EventExecutor} do. The methods that are not overridden do nothing.
 *
 * <p>The methods are called from any thread, in the middle of an operation of the promise. So they must not throw, and must not
 * add a callback or ask for the outcome: that would count as seeing it.
 */
public interface PromiseObserver {
    /**
     * A promise was made.
     * @param promise pending
     * @param maker the function whose result it will have, or the name of the operation that it comes from; null if code that
     *     holds the promise completes it. Keeping it keeps what the function references
     */
    default void made(Promise<?> promise, @Nullable Object maker) {}

    /**
     * A promise will be completed when another one is, or as a result of that.
     * @param promise waits; it may wait for several
     * @param source may belong to another executor, and may be done
     */
    default void waits(Promise<?> promise, Promise<?> source) {}

    /**
     * A promise is one with another one from now on, and is never {@link #decided} itself: see {@link Future#transform}. What it
     * waited for, the other one waits for.
     * @param promise the derived future that a function returned
     * @param other the result of that function's {@code transform}
     */
    default void joined(Promise<?> promise, Promise<?> other) {}

    /**
     * A promise has its outcome.
     * @param promise done
     * @param outcome of it
     * @param awaited whether a callback, another future or a thread waited for it
     */
    void decided(Promise<?> promise, Completed<?> outcome, boolean awaited);
}
