// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The receive buffer of a UDP socket. A datagram that has no room in it is dropped: UDP has no window. */
final class UdpBuffer {
    /** What a datagram takes beside its bytes, as in a kernel: else a buffer would hold any number of empty ones. */
    private static final int OVERHEAD = 256;

    private final Queue<UdpDatagram> datagrams = new ArrayDeque<>();
    private int used;

    /** Returns false if there is no room. In an empty buffer each datagram has some, whatever the size. */
    boolean add(UdpDatagram datagram, int size) {
        int cost = datagram.bytes().length + OVERHEAD;
        if (used > 0 && used + cost > size) {
            return false;
        }
        used += cost;
        return datagrams.add(datagram);
    }

    @Nullable
    UdpDatagram poll() {
        UdpDatagram first = datagrams.poll();
        if (first != null) {
            used -= first.bytes().length + OVERHEAD;
        }
        return first;
    }

    void clear() {
        datagrams.clear();
        used = 0;
    }

    boolean isEmpty() {
        return datagrams.isEmpty();
    }

    int size() {
        return datagrams.size();
    }
}
