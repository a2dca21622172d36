package io.snowloop.future;

import java.lang.ref.WeakReference;
import java.util.Objects;

/**
 * The failure of a promise that had no callback when it failed. Somebody may look at it yet; it is lost if the promise
 * is garbage before anybody has.
 *
 * <p>Methods may be called from any thread.
 */
public final class UnseenFailure extends WeakReference<Promise<?>> {
    private final Completed<?> outcome;

    /** Begins to follow a promise that has failed. */
    public UnseenFailure(Promise<?> promise, Completed<?> outcome) {
        super(promise);
        this.outcome = outcome;
        outcome.seen = false; // by whom it came from, maybe, but not yet in this promise
    }

    /** What went wrong. */
    public Throwable error() {
        return Objects.requireNonNull(outcome.error());
    }

    /** Whether anybody has looked at the promise since it failed. */
    public boolean isSeen() {
        return outcome.seen;
    }

    /** Whether nobody has, and nobody can any more. */
    public boolean isLost() {
        return refersTo(null) && !isSeen();
    }
}
