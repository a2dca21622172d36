package io.snowloop.samples.outage;

import java.time.Duration;

/**
 * One event of the simulated outage.
 *
 * @param at the virtual time since the start
 * @param text what a reader sees, such as {@code attempt 2} or {@code SYN}
 */
record Step(Duration at, Kind kind, String text) {
    enum Kind {
        /** The client begins to fetch. */
        ATTEMPT,
        /** The client's attempt ended without a response. */
        FAILURE,
        /** The client begins to wait before the next attempt. */
        PAUSE,
        /** The client has the response. */
        SUCCESS,
        /** The server has the request. */
        REQUEST,
        /** From now on all segments are lost. */
        CUT,
        /** Segments arrive again. */
        RESTORED,
        /** A segment of the client has arrived. */
        TO_SERVER,
        /** A segment of the server has arrived. */
        TO_CLIENT
    }
}
