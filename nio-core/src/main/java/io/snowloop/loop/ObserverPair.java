// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Two observers of a loop. What the first one throws keeps no event from the second. */
record ObserverPair(LoopObserver first, LoopObserver second) implements LoopObserver {
    /** A pair, or the only one that there is. If the second one cannot be made, the first one's loop is closed. */
    static @Nullable LoopObserver of(@Nullable LoopObserver first, Supplier<@Nullable LoopObserver> other) {
        LoopObserver second;
        try {
            second = other.get();
        } catch (Throwable inFactory) {
            if (first != null) { // it may have a thread, which would go on
                first.observe(LoopEvent.CLOSED, 0, null);
            }
            throw inFactory;
        }
        return first == null ? second : second == null ? first : new ObserverPair(first, second);
    }

    @Override
    public void observe(LoopEvent event, long value, @Nullable Object owner) {
        try {
            tell(first, event, value, owner);
        } finally {
            tell(second, event, value, owner);
        }
    }

    private static void tell(LoopObserver each, LoopEvent event, long value, @Nullable Object owner) {
        if (!(event.isOfFuture() || event.isOfStream()) || each.observesFutures()) {
            each.observe(event, value, owner);
        }
    }

    @Override
    public boolean observesFutures() {
        return first.observesFutures() || second.observesFutures();
    }

    @Override
    public <T extends LoopObserver> @Nullable T find(Class<T> type) {
        T found = first.find(type);
        return found != null ? found : second.find(type);
    }
}
