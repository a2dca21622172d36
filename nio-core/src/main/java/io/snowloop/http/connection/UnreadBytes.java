// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

/**
 * How many bytes have come on a stream of HTTP/2 for which the windows were not opened again (RFC 9113 §5.2). They are opened for each byte
 * once: a body can be read after its stream is over, which has opened them for all that was left.
 */
public final class UnreadBytes {
    private int count;

    /** None yet. */
    public UnreadBytes() {}

    /** So many have come. */
    public void came(int bytes) {
        count += bytes;
    }

    /** A reader has taken so many, or they were dropped. Returns for how many the windows are to be opened. */
    public int take(int bytes) {
        int taken = Math.min(bytes, count);
        count -= taken;
        return taken;
    }

    /** No more of them is read. Returns for how many the windows are to be opened. */
    public int takeAll() {
        return take(count);
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    @Override
    public String toString() {
        return count + " unread bytes";
    }
}
