package io.snowloop.transport;

import io.snowloop.buffer.ByteQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
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
        aboveHigh = bytes.size() > (aboveHigh ? marks.low() : marks.high());
        return aboveHigh != before;
    }
    // endregion
}
