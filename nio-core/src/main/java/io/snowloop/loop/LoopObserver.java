// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An observer of a loop: it gets each event.
 *
 * <p>A loop has no observer unless it is {@linkplain EventLoopOptions#observer opened with one}.
 *
 * <p>It is called up to about ten times for each callback, in the middle of the loop's work. So it must not throw, should
 * not allocate, and must not call the loop. There is one method for all events. A new kind of event is a new constant of
 * {@link LoopEvent}.
 */
@FunctionalInterface
public interface LoopObserver {
    // region observe
    /**
     * Tells of an event, at the time when it happens. On the loop's thread, except for three events: see
     * {@link LoopEvent#isOfAnyThread}.
     *
     * @param event its kind, which says what the other arguments are
     * @param value what {@link LoopEvent} says, or 0
     * @param owner what {@link LoopEvent} says, or null. An observer that keeps it keeps what it references, which can be a
     *     lot
     */
    void observe(LoopEvent event, long value, @Nullable Object owner);
    // endregion

    /**
     * {@return whether it gets the {@linkplain LoopEvent#isOfFuture events of futures} and {@linkplain LoopEvent#isOfStream of streams}
     * too} Asked once, when the loop is opened.
     * What another thread does with a future of the loop is told when the loop takes over the tasks of other threads.
     */
    default boolean observesFutures() {
        return false;
    }

    /**
     * {@return this observer if it is of that type, or one that it passes its events on to; null if there is none} So a trace
     * is found behind the debug mode, and among several observers.
     * @param <T> that type
     * @param type its class
     */
    default <T extends LoopObserver> @Nullable T find(Class<T> type) {
        return type.isInstance(this) ? type.cast(this) : null;
    }

    /** Makes the observer of each loop. */
    @FunctionalInterface
    interface Factory {
        /** No observer. */
        Factory NONE = loop -> null;

        /**
         * {@return the observer of a loop that is being opened; null for none}
         * @param loop not open yet: it may be kept, and not be called
         */
        @Nullable
        LoopObserver observe(EventLoop loop);

        /**
         * {@return a factory of this one's observer and another one's: each event goes to both, first to this one's} Where one
         * of the two makes no observer, it costs nothing. {@code builder.observer(DebugMode.DEFAULT.and(LoopTrace.ofCapacity(1_000)))}
         * is one that reports and records.
         * @param other asked after this one
         */
        default Factory and(Factory other) {
            Objects.requireNonNull(other, "other");
            return loop -> ObserverPair.of(observe(loop), () -> other.observe(loop));
        }
    }
}
