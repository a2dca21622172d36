// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

/** When each task of a queue was queued, in the queue's order: a ring of longs that grows with it. */
final class TaskTimes {
    private long[] ring = new long[64];
    private int first;
    private int size;

    void add(long time) {
        if (size == ring.length) {
            grow();
        }
        ring[(first + size++) & (ring.length - 1)] = time;
    }

    long remove() {
        long time = ring[first];
        first = (first + 1) & (ring.length - 1);
        size--;
        return time;
    }

    private void grow() {
        long[] larger = new long[ring.length * 2];
        int tail = ring.length - first;
        System.arraycopy(ring, first, larger, 0, tail);
        System.arraycopy(ring, 0, larger, tail, first);
        ring = larger;
        first = 0;
    }
}
