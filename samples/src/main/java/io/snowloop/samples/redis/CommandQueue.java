// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Commands that wait, in their order. It knows what they take: there is a bound of their number, and one of their bytes. */
final class CommandQueue<E extends CommandQueue.Entry> {
    private final Deque<E> entries = new ArrayDeque<>();
    private long bytes;

    /** A command that waits. */
    interface Entry {
        Command command();
    }

    void add(E entry) {
        entries.add(entry);
        bytes += entry.command().size();
    }

    /** The first one; null if there is none. */
    @Nullable
    E peek() {
        return entries.peek();
    }

    /** Takes the first one; null if there is none. */
    @Nullable
    E poll() {
        E first = entries.poll();
        if (first != null) {
            bytes -= first.command().size();
        }
        return first;
    }

    void removeIf(Predicate<E> condition) {
        entries.removeIf(entry -> {
            boolean goes = condition.test(entry);
            bytes -= goes ? entry.command().size() : 0;
            return goes;
        });
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** About what they take on the wire, and in memory. */
    long bytes() {
        return bytes;
    }
}
