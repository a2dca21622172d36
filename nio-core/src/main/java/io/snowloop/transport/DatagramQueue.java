// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The datagrams that a socket has not taken yet, with two bounds: an empty datagram has no bytes, and is one all the same. */
final class DatagramQueue {
    private final int mostDatagrams;
    private final int mostBytes;
    private final Queue<Queued> datagrams = new ArrayDeque<>();
    private int bytes;
    private long dropped;

    /** Whether one was dropped since the queue was empty. */
    private boolean overflown;

    DatagramQueue(DatagramOptions options) {
        mostDatagrams = options.queuedDatagrams();
        mostBytes = options.queuedBytes();
    }

    /** Keeps a copy. Returns false if there is no room: the datagram is dropped, and counted. */
    boolean add(ByteBuffer datagram, InetSocketAddress to) {
        if (datagrams.size() >= mostDatagrams || datagram.remaining() > mostBytes - bytes) {
            dropped++;
            overflown = true;
            return false;
        }
        ByteBuffer copy = ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        bytes += copy.remaining();
        datagrams.add(new Queued(copy, to));
        return true;
    }

    /** The oldest one; null if there is none. */
    @Nullable
    Queued peek() {
        return datagrams.peek();
    }

    /** The oldest one was sent, or can't be: {@code length} bytes less. */
    void remove(int length) {
        datagrams.remove();
        bytes -= length;
    }

    /** Whether {@link #add} has dropped one before, and all others are gone now. The next call says no. */
    boolean hasRoomAgain() {
        boolean again = overflown && datagrams.isEmpty();
        overflown &= !again;
        return again;
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
    record Queued(ByteBuffer bytes, InetSocketAddress to) {}
}
