// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.table;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to the streams of a connection, by their numbers. A hash table with open addressing: each frame looks its stream
 * up, and a {@code Map<Integer, T>} would make an Integer for it, and an entry for each stream.
 *
 * <p>The table is at most half full. It becomes smaller when an eighth is left, so that what a connection has had once is not kept for its
 * life. The hash scatters the numbers, which differ by 2 (Fibonacci hashing, Knuth, volume 3, §6.4): in slots in a row, those of a client
 * with thousands of requests would be one long search, and to end them all would take the square of their number.
 *
 * @param <T> one is kept for each stream
 */
public final class StreamTable<T> {
    private static final int SMALLEST = 8;

    /** 2^32 divided by the golden ratio. */
    private static final int GOLDEN_RATIO = 0x9E37_79B9;

    /** In slots, half a KiB. It does not become smaller than that: a few streams that come and go would have it change its size each time. */
    private static final int KEPT = 64;

    /** The number in each slot; 0, which is that of the connection, in a free one. */
    private int[] numbers = new int[SMALLEST];

    private @Nullable Object[] values = new Object[SMALLEST];
    private int size;

    /** An empty table. */
    public StreamTable() {}

    /** {@return how many streams there are} */
    public int size() {
        return size;
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * {@return what belongs to a stream; null if nothing does}
     * @param number any
     */
    public @Nullable T get(int number) {
        return at(slotWith(number));
    }

    /** The slot of a number, or the free one that ends the search. */
    private int slotWith(int number) {
        int slot = slotOf(number);
        while (numbers[slot] != number && numbers[slot] != 0) {
            slot = next(slot);
        }
        return slot;
    }

    @SuppressWarnings("unchecked") // put has taken nothing else
    private @Nullable T at(int slot) {
        return (T) values[slot];
    }

    /**
     * Adds a stream.
     * @param number positive, and not in the table
     * @param value what belongs to it
     */
    public void put(int number, T value) {
        requireNonNull(value, "value");
        if (2 * ++size > numbers.length) {
            resize(2 * numbers.length);
        }
        int slot = slotWith(number);
        numbers[slot] = number;
        values[slot] = value;
    }

    private void resize(int length) {
        int[] oldNumbers = numbers;
        @Nullable Object[] oldValues = values;
        numbers = new int[length];
        values = new Object[length];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slotWith(oldNumbers[i]);
                numbers[slot] = oldNumbers[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /**
     * Removes a stream. A search ends at a free slot, so those behind it move forward, each at most to its own slot. This is one
     * pass: numbers that all have the same slot, which a peer may choose, make it no longer.
     * @param number any
     * @return what belonged to it; null if nothing did
     */
    public @Nullable T remove(int number) {
        int free = slotWith(number);
        T gone = at(free);
        if (gone == null) {
            return null;
        }
        size--;
        for (int slot = next(free); numbers[slot] != 0; slot = next(slot)) {
            if (distance(slotOf(numbers[slot]), slot) >= distance(free, slot)) {
                numbers[free] = numbers[slot];
                values[free] = values[slot];
                free = slot;
            }
        }
        numbers[free] = 0;
        values[free] = null;
        if (numbers.length > KEPT && 8 * size <= numbers.length) {
            resize(numbers.length / 2);
        }
        return gone;
    }

    /**
     * Goes through all streams, in the order of their numbers.
     * @param action may add and remove streams
     */
    public void forEach(Consumer<? super T> action) {
        requireNonNull(action, "action");
        all().forEach(action);
    }

    /** {@return what belongs to all streams, in the order of their numbers} A copy. */
    public List<T> all() {
        int[] sorted = numbers.clone();
        Arrays.sort(sorted);
        List<T> all = new ArrayList<>(size);
        for (int i = sorted.length - size; i < sorted.length; i++) { // the free ones are in front
            all.add(requireNonNull(get(sorted[i])));
        }
        return all;
    }

    /** How many numbers it has room for. */
    int slots() {
        return numbers.length;
    }

    private int slotOf(int number) {
        return (number * GOLDEN_RATIO) >>> Integer.numberOfLeadingZeros(numbers.length - 1);
    }

    /** How many steps of {@link #next} lead from one slot to another. */
    private int distance(int from, int to) {
        return to - from & numbers.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & numbers.length - 1;
    }
}
