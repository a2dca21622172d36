// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes between the two ends of a pipe, in the kernel of its host: as many as in a pipe of Linux. */
final class PipeBuffer {
    private static final int CAPACITY = 64 * 1024;

    /** A write of so many bytes or fewer is whole: it takes all of them or none. Linux calls it PIPE_BUF. */
    private static final int ATOMIC = 4 * 1024;

    /** The ring: {@code count} bytes from {@code first} on. */
    private final byte[] ring = new byte[CAPACITY];

    private int first;
    private int count;
    private boolean sourceClosed;
    private boolean sinkClosed;

    boolean isReadable() {
        return count > 0 || sinkClosed;
    }

    /** Returns how many bytes were read; -1 at the end, 0 if there are none. */
    int read(ByteBuffer into) {
        int length = Math.min(count, into.remaining());
        if (length == 0) {
            return count == 0 && sinkClosed ? -1 : 0;
        }
        int beforeTheSeam = Math.min(length, CAPACITY - first);
        into.put(ring, first, beforeTheSeam);
        into.put(ring, 0, length - beforeTheSeam);
        first = (first + length) % CAPACITY;
        count -= length;
        return length;
    }

    boolean isWritable() {
        return sourceClosed || CAPACITY - count >= ATOMIC;
    }

    /** How many bytes a write of so many takes. Throws if they could never be read. */
    int room(long wanted) throws IOException {
        if (sourceClosed) {
            throw new IOException("Broken pipe");
        }
        int free = CAPACITY - count;
        return wanted <= ATOMIC && wanted > free ? 0 : (int) Math.min(wanted, free);
    }

    void write(ByteBuffer from, int length) {
        int end = (first + count) % CAPACITY;
        int beforeTheSeam = Math.min(length, CAPACITY - end);
        from.get(ring, end, beforeTheSeam);
        from.get(ring, 0, length - beforeTheSeam);
        count += length;
    }

    boolean isSourceClosed() {
        return sourceClosed;
    }

    void closeSource() {
        sourceClosed = true;
    }

    void closeSink() {
        sinkClosed = true;
    }

    @Override
    public String toString() {
        return count + " bytes";
    }
}
