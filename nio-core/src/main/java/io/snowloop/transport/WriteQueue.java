// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.buffer.ByteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.WritableByteChannel;

/** The bytes that a socket has not taken yet, and whether they are above the high water mark. */
final class WriteQueue {
    /**
     * How much is given to the socket at once. The JDK copies a heap buffer into a direct one of the same size, which the
     * thread then keeps: without a bound, one large write would cost its size twice.
     */
    private static final int SLICE = 128 * 1024;

    /** The same for a group of buffers: heads, and the bodies between them. */
    private static final int GATHERED = 2 * SLICE;

    private final WaterMarks marks;
    private final ByteQueue bytes = new ByteQueue();
    private boolean aboveHigh;

    /** A {@link #transfer} has found too little room: there is some once the channel has taken all kept bytes. */
    private boolean starved;

    /** The channel takes no bytes any more. */
    private boolean refused;

    WriteQueue(WaterMarks marks) {
        this.marks = marks;
    }

    // region write
    /** Writes what the channel takes at once and keeps a copy of the rest. Returns how many bytes the channel took. */
    int write(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        int taken = bytes.isEmpty() ? writeSlices(buffer, channel) : 0;
        if (buffer.hasRemaining()) {
            bytes.append(buffer);
        }
        return taken;
    }

    /** The same with several buffers, by as few system calls as may be: heads and bodies. */
    int write(ByteBuffer[] buffers, GatheringByteChannel channel) throws IOException {
        int taken = 0;
        int next = 0;
        while (next < buffers.length) {
            int end = bytes.isEmpty() ? endOfGroup(buffers, next) : next + 1;
            if (end - next > 1) {
                taken += (int) channel.write(buffers, next, end - next);
                for (; next < end; next++) {
                    bytes.append(buffers[next]);
                }
            } else {
                taken += write(buffers[next++], channel);
            }
        }
        return taken;
    }

    /** Writes what the channel takes of the bytes kept. Returns how many these are. */
    int flush(WritableByteChannel channel) throws IOException {
        int taken = writeSlices(bytes.peek(), channel);
        bytes.skip(taken);
        bytes.trim();
        starved &= !bytes.isEmpty();
        return taken;
    }

    private static int writeSlices(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        int limit = buffer.limit();
        int from = buffer.position();
        try {
            boolean taken = true;
            while (taken && buffer.position() < limit) {
                buffer.limit(Math.min(limit, buffer.position() + SLICE));
                channel.write(buffer);
                taken = !buffer.hasRemaining();
            }
            return buffer.position() - from;
        } finally {
            buffer.limit(limit);
        }
    }
    // endregion

    /** The end of the longest group from {@code first} that goes to the socket at once: of one buffer, however large, or more. */
    private static int endOfGroup(ByteBuffer[] buffers, int first) {
        int end = first + 1;
        long size = buffers[first].remaining();
        while (end < buffers.length && size + buffers[end].remaining() <= GATHERED) {
            size += buffers[end++].remaining();
        }
        return end;
    }

    /**
     * Has the channel take bytes of a file directly. It takes none as long as bytes are kept, which are to go first.
     *
     * @return how many it took; -1 if the file ends before {@code position}
     * @throws IOException of the channel or of the file: the JDK doesn't say which
     */
    long transfer(FileChannel file, long position, long count, WritableByteChannel channel) throws IOException {
        long taken = bytes.isEmpty() ? file.transferTo(position, count, channel) : 0;
        if (taken == 0 && position >= file.size()) {
            return -1;
        }
        starved = taken < count;
        aboveHigh |= starved; // the caller sees it in the result, so this is no crossing of the mark to tell
        return taken;
    }

    /** Takes the bytes of all buffers without writing them. */
    static void skip(ByteBuffer... buffers) {
        for (ByteBuffer each : buffers) {
            each.position(each.limit());
        }
    }

    int size() {
        return bytes.size();
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    /** Whether there is something to do once the channel has room. */
    boolean awaitsRoom() {
        return starved || !bytes.isEmpty();
    }

    /** Drops all bytes, and their memory: the selector refers to a closed channel until its next select. */
    void clear() {
        bytes.clear();
        bytes.trim();
    }

    /** The channel takes no bytes any more: drops those that are kept. There is no room from now on. */
    void refuse() {
        clear();
        starved = false;
        refused = true;
    }

    boolean isWritable() {
        return !aboveHigh && !refused;
    }

    // region marks
    /** Whether the level has crossed a mark since the last call: {@link #isWritable} has changed then. */
    boolean crossedMark() {
        boolean before = aboveHigh;
        aboveHigh = starved || bytes.size() > (aboveHigh ? marks.low() : marks.high());
        return aboveHigh != before;
    }
    // endregion
}
