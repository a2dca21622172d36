// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/**
 * The streams that have closed last, and how. A frame that comes for one of them was on the way when we reset it, and is
 * ignored; or the peer has sent it behind its own end of the stream, which is an error (RFC 9113 §5.1). Streams that closed
 * long ago are forgotten: frames are on the way for one round trip.
 */
final class ClosedStreams {
    private static final int REMEMBERED = 128;
    private static final int[] NONE = {};

    /** How a stream has closed. */
    enum Cause {
        /** We have reset it: the peer may not know yet. */
        RESET_BY_US,
        /** The peer has ended or reset it, so it knows. */
        ENDED_BY_PEER,
        /** It closed long ago, or its number was left out (§5.1.1). */
        UNKNOWN
    }

    /** The numbers, negative for those that we have reset. It is a ring: the oldest one is overwritten. */
    private int[] ring = NONE;

    private int next;

    void add(int number, boolean byUs) {
        if (ring.length == 0) {
            ring = new int[REMEMBERED];
        }
        ring[next] = byUs ? -number : number;
        next = (next + 1) % REMEMBERED;
    }

    Cause causeOf(int number) {
        for (int each : ring) {
            if (each == number) {
                return Cause.ENDED_BY_PEER;
            }
            if (each == -number) {
                return Cause.RESET_BY_US;
            }
        }
        return Cause.UNKNOWN;
    }
}
