// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import java.lang.ref.WeakReference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a promise that had no callback when it failed. Code may still ask for it. The failure is lost if the
 * promise is garbage-collected before that.
 *
 * <p>Methods may be called from any thread.
 */
public final class UnseenFailure extends WeakReference<Promise<?>> {
    private final Completed<?> outcome;

    /**
     * {@return what a {@link PromiseObserver} watches; null if there is no failure, or if some code waited for the outcome} A
     * cancellation is no failure.
     * @param promise not kept: only its end as garbage is noticed
     * @param outcome of the promise
     * @param awaited whether something waited for it
     */
    public static @Nullable UnseenFailure of(Promise<?> promise, Completed<?> outcome, boolean awaited) {
        Objects.requireNonNull(promise, "promise");
        Throwable error = Objects.requireNonNull(outcome, "outcome").error();
        return awaited || error == null || outcome.isCancellation() ? null : new UnseenFailure(promise, outcome);
    }

    private UnseenFailure(Promise<?> promise, Completed<?> outcome) {
        super(promise);
        this.outcome = outcome;
        outcome.claims = 0; // it may have been seen in the promise that it came from, but not in this one
    }

    /** {@return the error} */
    public Throwable error() {
        return Objects.requireNonNull(outcome.error());
    }

    /** {@return whether code has asked the promise for its outcome since it failed} */
    public boolean isSeen() {
        return outcome.isSeen();
    }

    /** {@return whether the promise is garbage and no code has asked for its outcome} */
    public boolean isLost() {
        return refersTo(null) && !isSeen();
    }
}
