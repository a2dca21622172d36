package io.snowloop.future;

/** Something under way that can be called off: a timer, a future. */
public interface Cancellable {
    /**
     * Calls it off, if it has not happened yet. May be called from any thread, and more than once.
     *
     * @return whether this call was the one that ended it
     */
    boolean cancel();
}
