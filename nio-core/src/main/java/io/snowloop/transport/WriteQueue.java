package io.snowloop.transport;

import io.snowloop.buffer.ByteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.WritableByteChannel;

/** The bytes that a socket has not taken yet, and whether they are too many. */
final class WriteQueue {
    /**
     * How much is given to the socket at once. The JDK copies a heap buffer into a direct one of the same size, and
     * keeps that one for ever: without a bound, one large write would cost its size twice.
     */
    private static final int SLICE = 128 * 1024;

    private final WaterMarks marks;
    private final ByteQueue bytes = new ByteQueue();
    private boolean aboveHigh;

    /** Somebody with a file has found no room: there is some once the channel has taken all that is kept. */
    private boolean starved;

    WriteQueue(WaterMarks marks) {
        this.marks = marks;
    }

    // region write
    /** Writes what the channel takes at once and keeps a copy of the rest. */
    void write(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        if (bytes.isEmpty()) {
            drain(buffer, channel);
        }
        if (buffer.hasRemaining()) {
            bytes.append(buffer);
        }
    }

    /** The same with two buffers, which mostly leave together: a head and its body. */
    void write(ByteBuffer first, ByteBuffer second, GatheringByteChannel channel) throws IOException {
        if (first.hasRemaining() && bytes.isEmpty() && second.remaining() <= SLICE) {
            channel.write(new ByteBuffer[] {first, second});
            bytes.append(first);
            bytes.append(second);
        } else {
            write(first, channel);
            write(second, channel);
        }
    }

    /** Writes what the channel takes of the bytes kept. */
    void flush(WritableByteChannel channel) throws IOException {
        ByteBuffer kept = bytes.peek();
        drain(kept, channel);
        bytes.skip(bytes.size() - kept.remaining());
        bytes.trim();
        starved &= !bytes.isEmpty();
    }

    /**
     * Has the channel take bytes of a file, past this queue, which has to be empty for that.
     *
     * @return how many it took; -1 if the file ends before {@code position}
     * @throws IOException of the channel or of the file, there is no telling
     */
    long transfer(FileChannel file, long position, long count, WritableByteChannel channel) throws IOException {
        long taken = bytes.isEmpty() ? file.transferTo(position, count, channel) : 0;
        if (taken == 0 && position >= file.size()) {
            return -1;
        }
        starved = taken < count;
        aboveHigh |= starved; // known to the caller, so it is no crossing to tell of
        return taken;
    }

    private static void drain(ByteBuffer buffer, WritableByteChannel channel) throws IOException {
        int limit = buffer.limit();
        try {
            boolean taken = true;
            while (taken && buffer.position() < limit) {
                buffer.limit(Math.min(limit, buffer.position() + SLICE));
                channel.write(buffer);
                taken = !buffer.hasRemaining();
            }
        } finally {
            buffer.limit(limit);
        }
    }
    // endregion

    int size() {
        return bytes.size();
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    /** Whether something is to be done once the channel has room. */
    boolean awaitsRoom() {
        return starved || !bytes.isEmpty();
    }

    void clear() {
        bytes.clear();
    }

    boolean isWritable() {
        return !aboveHigh;
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
