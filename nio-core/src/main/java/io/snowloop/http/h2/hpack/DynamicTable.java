// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import org.jspecify.annotations.Nullable;

/**
 * The fields that were sent before (RFC 7541 §2.3.2): first in, first out, bounded by the sum of their sizes. A ring, so a
 * field that enters or leaves moves no other one.
 *
 * <p>Fields are numbered in the order in which they enter. The ring is indexed by the number; the index in a block counts
 * from the newest field, so it is a difference of numbers. Numbers wrap around, which differences don't see.
 */
final class DynamicTable {
    private static final int SMALLEST = 8;

    /** What a field takes beyond its size, in bytes: a record, two strings and their arrays. Measured with JDK 25. */
    private static final int OF_OBJECTS = 160;

    /** Its length is a power of two, so that numbers wrap around with it. */
    private @Nullable HeaderField[] ring = {};

    /** The number of the next field to enter. */
    private int next;

    private int count;
    private int size;
    private int maxSize;

    /** An empty table, for fields of {@code maxSize} bytes by {@link HeaderField#size}. */
    DynamicTable(int maxSize) {
        this.maxSize = maxSize;
    }

    /** How many fields there are. */
    int count() {
        return count;
    }

    /** How many bytes of memory it takes, roughly. */
    int memory() {
        return size + count * OF_OBJECTS;
    }

    /** How many fields fit in the ring, which grows. */
    int capacity() {
        return ring.length;
    }

    int maxSize() {
        return maxSize;
    }

    /** The number of the next field to enter. */
    int nextNumber() {
        return next;
    }

    /** The field with this index: 1 is the newest one; null if there is none. */
    @Nullable
    HeaderField get(int index) {
        return index <= 0 || index > count ? null : ring[(next - index) & (ring.length - 1)];
    }

    /** Sets the largest size. The oldest fields leave until the others fit (§4.3). */
    void setMaxSize(int bytes) {
        maxSize = bytes;
        evict(bytes);
        if (count == 0) {
            ring = new HeaderField[0];
        }
    }

    /**
     * Enters a field; the oldest ones leave until it fits. One that is larger than the table empties it, and does not enter:
     * this is not an error (§4.4).
     */
    void add(HeaderField field) {
        evict(maxSize - field.size());
        if (field.size() > maxSize) {
            return;
        }
        if (count == ring.length) {
            grow();
        }
        ring[next & (ring.length - 1)] = field;
        next++;
        count++;
        size += field.size();
    }

    private void evict(int most) {
        while (count > 0 && size > most) {
            int oldest = (next - count) & (ring.length - 1);
            HeaderField field = ring[oldest];
            ring[oldest] = null;
            size -= field == null ? 0 : field.size();
            count--;
        }
    }

    private void grow() {
        @Nullable HeaderField[] larger = new HeaderField[Math.max(SMALLEST, 2 * ring.length)];
        for (int number = next - count; number != next; number++) {
            larger[number & (larger.length - 1)] = ring[number & (ring.length - 1)];
        }
        ring = larger;
    }
}
