// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import org.jspecify.annotations.Nullable;

/** The message that is being received on a stream: how far it is, and whether its body has the length that its head states. */
final class Incoming {
    private static final long UNKNOWN = -1;

    private boolean headRead;

    /** The length by {@code Content-Length}; unknown if there is none, or none that is about this body. */
    private long declared = UNKNOWN;

    private long received;
    private int informational;

    /** Whether the final head has come, so that what follows is data and trailers. */
    boolean isHeadRead() {
        return headRead;
    }

    /** Counts an informational response. */
    int countInformational() {
        return ++informational;
    }

    /** The head has come. */
    void begin(long declaredLength) {
        headRead = true;
        declared = declaredLength;
    }

    /**
     * Counts data. Returns what is wrong with the length (RFC 9113 §8.1.1: the message is malformed then); null if nothing is.
     *
     * @param end whether the message ends with it
     */
    @Nullable
    String count(int bytes, boolean end) {
        received += bytes;
        if (declared != UNKNOWN && (received > declared || (end && received < declared))) {
            return (received > declared ? "more" : "less") + " data than the Content-Length of " + declared;
        }
        return null;
    }
}
