package io.snowloop.loop;

import org.jspecify.annotations.Nullable;

/**
 * Who is told what a loop does: the one point at which it can be watched. A loop has none unless it is
 * {@linkplain EventLoopOptions#observer opened with one}.
 *
 * <p>It is called in the middle of everything, up to some ten times a callback. So it must not throw, should not
 * allocate, and must not touch the loop. A loop that wants to know more of itself than this tells a new
 * {@link LoopEvent}, not through another method.
 */
@FunctionalInterface
public interface LoopObserver {
    // region observe
    /**
     * Something happens now. On the loop's thread, except for the two events that {@linkplain LoopEvent#isOfAnyThread say
     * otherwise}.
     *
     * @param value what {@link LoopEvent} says, or 0
     * @param owner what {@link LoopEvent} says, or null; who keeps it keeps all that it holds, which can be a lot
     */
    void observe(LoopEvent event, long value, @Nullable Object owner);
    // endregion

    /** Makes each loop its observer. */
    @FunctionalInterface
    interface Factory {
        /** Nobody watches. */
        Factory NONE = loop -> null;

        /** The observer of a loop that is being opened; null for none. */
        @Nullable
        LoopObserver observe(EventLoop loop);
    }
}
