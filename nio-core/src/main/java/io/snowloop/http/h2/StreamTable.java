// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The streams that are not closed, by their numbers. A hash table with open addressing: each DATA frame looks its stream up,
 * and a {@code Map<Integer, Stream>} would make an Integer for it.
 *
 * <p>The table is at most half full. The numbers of one side differ by 2, so half of the number is the hash.
 */
final class StreamTable {
    private static final int SMALLEST = 8;

    private @Nullable Stream[] slots = new Stream[SMALLEST];
    private int size;

    int size() {
        return size;
    }

    /** The stream of this number; null if it is idle or closed. */
    @Nullable
    Stream get(int number) {
        for (int slot = slotOf(number); ; slot = next(slot)) {
            Stream stream = slots[slot];
            if (stream == null || stream.number == number) {
                return stream;
            }
        }
    }

    void put(Stream stream) {
        if (2 * ++size > slots.length) {
            List<Stream> all = all();
            slots = new Stream[2 * slots.length];
            all.forEach(this::place);
        }
        place(stream);
    }

    private void place(Stream stream) {
        int slot = slotOf(stream.number);
        while (slots[slot] != null) {
            slot = next(slot);
        }
        slots[slot] = stream;
    }

    /**
     * Removes a stream, which is in the table. A search ends at a free slot, so those behind it move forward, each at most to its
     * own slot. This is one pass: numbers that all have the same slot, which a peer may choose, make it no longer.
     */
    void remove(Stream gone) {
        int free = slotOf(gone.number);
        while (slots[free] != gone) {
            free = next(free);
        }
        size--;
        Stream stream;
        for (int slot = next(free); (stream = slots[slot]) != null; slot = next(slot)) {
            if (distance(slotOf(stream.number), slot) >= distance(free, slot)) {
                slots[free] = stream;
                free = slot;
            }
        }
        slots[free] = null;
    }

    /** All streams, in no order. The action may remove them. */
    void forEach(Consumer<Stream> action) {
        all().forEach(action);
    }

    /** All streams, in no order. */
    List<Stream> all() {
        List<Stream> all = new ArrayList<>(size);
        for (Stream stream : slots) {
            if (stream != null) {
                all.add(stream);
            }
        }
        return all;
    }

    private int slotOf(int number) {
        return number >>> 1 & slots.length - 1;
    }

    /** How many steps of {@link #next} lead from one slot to another. */
    private int distance(int from, int to) {
        return to - from & slots.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & slots.length - 1;
    }
}
