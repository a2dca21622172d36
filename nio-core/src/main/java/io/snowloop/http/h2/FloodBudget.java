// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/** How many frames without a use the peer may still send: {@link FloodLimits}. */
final class FloodBudget {
    private final String name;
    private final int limit;
    private int left;

    /** A full budget. */
    FloodBudget(String name, int limit) {
        this.name = name;
        this.limit = limit;
        this.left = limit;
    }

    /** The peer has sent one. */
    void spend() throws Http2Exception {
        if (left == 0) {
            throw over(name, limit);
        }
        left--;
    }

    /** Something useful was done, which is worth so many. */
    void refill(int worth) {
        left = Math.min(limit, left + worth);
    }

    /** RFC 9113 §10.5: the error of a peer that makes too much work. */
    static Http2Exception over(String name, int limit) {
        return new Http2Exception(
                ErrorCode.ENHANCE_YOUR_CALM, "more than " + limit + " " + name + " without a use (limit " + name + ")");
    }
}
