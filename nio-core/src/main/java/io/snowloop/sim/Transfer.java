package io.snowloop.sim;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The reads and writes of a channel, scattering and gathering ones included, with the faults of its host. */
final class Transfer {
    private final SocketChannel channel;
    private final SimHost host;

    Transfer(SimSocketChannel channel) {
        this.channel = channel;
        this.host = channel.host();
    }

    /**
     * Reads into the buffers in turn.
     *
     * @return how many bytes were read; -1 at the end of the stream, 0 if nothing has arrived
     */
    long read(Endpoint connection, ByteBuffer[] dsts, int offset, int length) throws IOException {
        if (!channel.isBlocking() && host.simulation().chance(host.faults().spuriousReady)) {
            return 0; // not in blocking mode, where a read waits for at least one byte
        }
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            if (dsts[i].isReadOnly()) {
                throw new IllegalArgumentException("Read-only buffer");
            }
            // After the first byte only bytes count: an end of stream or a reset is for the next read to report.
            if (dsts[i].hasRemaining() && (total == 0 || connection.hasBytes())) {
                int count = connection.read(dsts[i]);
                if (count <= 0) {
                    return total == 0 ? count : total;
                }
                total += count;
            }
        }
        return total;
    }

    /** Writes the buffers in turn. Returns how many bytes the socket took: in blocking mode, all of them. */
    long write(Endpoint connection, ByteBuffer[] srcs, int offset, int length) throws IOException {
        long wanted = remaining(srcs, offset, length);
        long total = 0;
        do {
            host.simulation().awaitReady(channel.isBlocking() && wanted > 0, connection::isWritable, channel);
            int room = allowed(connection, wanted - total);
            for (int i = offset; i < offset + length && room > 0; i++) {
                int count = Math.min(room, srcs[i].remaining());
                connection.write(srcs[i], count);
                room -= count;
                total += count;
            }
        } while (channel.isBlocking() && total < wanted);
        return total;
    }

    /** How many of {@code wanted} bytes the socket takes now: fewer than fit, or none, if the faults say so. */
    private int allowed(Endpoint connection, long wanted) throws IOException {
        int room = (int) Math.min(wanted, connection.room());
        if (room == 0 || channel.isBlocking()) {
            return room;
        }
        Faults faults = host.faults();
        if (host.simulation().chance(faults.zeroWrites)) {
            return 0;
        }
        return host.simulation().chance(faults.shortWrites)
                ? 1 + host.simulation().random().nextInt(room)
                : room;
    }

    static long remaining(ByteBuffer[] buffers, int offset, int length) {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            total += buffers[i].remaining();
        }
        return total;
    }
}
