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

    /** Apart, because a busy connection ends thousands of streams in the time that frames for one that we reset are on the way. */
    private final Ring resetByUs = new Ring();

    private final Ring endedByPeer = new Ring();

    void add(int number, boolean byUs) {
        (byUs ? resetByUs : endedByPeer).add(number);
    }

    Cause causeOf(int number) {
        if (resetByUs.has(number)) {
            return Cause.RESET_BY_US;
        }
        return endedByPeer.has(number) ? Cause.ENDED_BY_PEER : Cause.UNKNOWN;
    }

    /** The last numbers: the oldest one is overwritten. */
    private static final class Ring {
        private int[] numbers = NONE;
        private int next;

        void add(int number) {
            if (numbers.length == 0) {
                numbers = new int[REMEMBERED];
            }
            numbers[next] = number;
            next = (next + 1) % REMEMBERED;
        }

        boolean has(int number) {
            for (int each : numbers) {
                if (each == number) {
                    return true;
                }
            }
            return false;
        }
    }
}
