// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.logging.LimitLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/** The datagrams that a socket has not taken yet, with two bounds: an empty datagram has no bytes, and is one all the same. */
final class DatagramQueue {
    private final int mostDatagrams;
    private final int mostBytes;
    private final Queue<Queued> datagrams = new ArrayDeque<>();
    private int bytes;
    private long dropped;

    /** How many bytes the channel has taken since this was asked last. */
    private int written;

    /** Whether one was dropped since the queue was empty. */
    private boolean overflown;

    DatagramQueue(DatagramOptions options) {
        mostDatagrams = options.maxQueuedDatagrams();
        mostBytes = options.maxQueuedBytes();
    }

    // region send
    /** Sends a datagram, or keeps a copy if the channel has no room. Returns false if there is none here either: it is dropped. */
    boolean send(ByteBuffer datagram, InetSocketAddress to, DatagramChannel channel) throws IOException {
        return (datagrams.isEmpty() && take(datagram, to, channel)) || keep(datagram, to);
    }

    /**
     * Sends what the channel has room for, up to as many as are queued now: {@code failed} is told of those that it refuses, and
     * may queue them again.
     *
     * @return whether there is room again: one was dropped, and all others are gone now
     */
    boolean flush(DatagramChannel channel, Consumer<IOException> failed) {
        boolean taken = true;
        for (int rest = datagrams.size(); taken && rest > 0 && !datagrams.isEmpty(); rest--) {
            Queued next = datagrams.element();
            int length = next.bytes.remaining();
            IOException refusal = null;
            try {
                taken = take(next.bytes, next.to, channel);
            } catch (IOException e) {
                refusal = e;
            }
            if (taken) {
                datagrams.remove();
                bytes -= length;
            }
            if (refusal != null) {
                failed.accept(refusal);
            }
        }
        boolean hasRoomAgain = overflown && datagrams.isEmpty();
        overflown &= !hasRoomAgain;
        return hasRoomAgain;
    }

    /**
     * Returns whether the channel has taken it: all of a datagram or nothing. Of an empty one java.nio does not tell: it returns 0 in
     * both cases. To keep it could send it twice, so it counts as taken.
     */
    private boolean take(ByteBuffer datagram, InetSocketAddress to, DatagramChannel channel) throws IOException {
        int length = datagram.remaining();
        int sent = channel.send(datagram, to);
        written += sent;
        return sent == length;
    }

    private boolean keep(ByteBuffer datagram, InetSocketAddress to) {
        boolean full = datagrams.size() >= mostDatagrams;
        if (full || datagram.remaining() > mostBytes - bytes) {
            drop(full ? "maxQueuedDatagrams" : "maxQueuedBytes", full ? mostDatagrams : mostBytes);
            return false;
        }
        ByteBuffer copy =
                ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        bytes += copy.remaining();
        return datagrams.add(new Queued(copy, to));
    }
    // endregion

    private void drop(String setting, int value) {
        overflown = true;
        if (dropped++ == 0) {
            new LimitLog(DatagramOptions.class)
                    .hit("DatagramOptions." + setting, value, "dropped a datagram that the kernel has no room for");
        }
    }

    /** How many bytes the channel has taken since the last call. */
    int takeWritten() {
        int count = written;
        written = 0;
        return count;
    }

    boolean isEmpty() {
        return datagrams.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    long dropped() {
        return dropped;
    }

    void clear() {
        datagrams.clear();
        bytes = 0;
    }

    /** A datagram, and where it goes. */
    private record Queued(ByteBuffer bytes, InetSocketAddress to) {}
}
