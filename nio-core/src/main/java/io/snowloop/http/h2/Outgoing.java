// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.Headers;
import io.snowloop.http.syntax.Grammar;

/**
 * The message that is being sent on a stream: whether its head was sent, and whether its body gets the length that the head
 * states. Its exceptions are about mistakes of the caller.
 */
final class Outgoing {
    private boolean headSent;

    /** The bytes that are still to be sent; {@link Http2Codec#UNKNOWN_LENGTH} if no length was stated. */
    private long left;

    private long announced;

    boolean isHeadSent() {
        return headSent;
    }

    void begin(long length) {
        headSent = true;
        announced = length;
        left = length;
    }

    /** Whether a piece of a body fits, and its end is where the head says. */
    void check(int bytes, boolean end) {
        if (left == Http2Codec.UNKNOWN_LENGTH) {
            return;
        }
        if (bytes > left) {
            throw new IllegalStateException(
                    "data of " + bytes + " bytes, but only " + left + " are left of the announced length");
        }
        if (end && bytes < left) {
            boolean nothing = bytes == 0 && left == announced;
            throw new IllegalStateException("the body ends " + (left - bytes) + " bytes before its announced length"
                    + (nothing ? ": nothing has come of it. A stream can be read only once: was it sent before?" : ""));
        }
    }

    void sent(int bytes) {
        if (left != Http2Codec.UNKNOWN_LENGTH) {
            left -= bytes;
        }
    }

    static void checkTrailers(Headers trailers) {
        for (String name : Grammar.NO_TRAILERS) {
            if (trailers.contains(name)) {
                throw new IllegalArgumentException(name + " cannot be a trailer");
            }
        }
    }
}
