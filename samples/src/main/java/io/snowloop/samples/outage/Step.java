// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.outage;

import io.snowloop.samples.scene.Moment;
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
        TO_CLIENT,
        /** A segment of the client was lost. */
        LOST_OF_CLIENT,
        /** A segment of the server was lost. */
        LOST_OF_SERVER
    }

    static Step of(Moment moment) {
        return new Step(moment.at(), kind(moment), moment.text());
    }

    private static Kind kind(Moment moment) {
        boolean ofClient = moment.host().equals(Outage.CLIENT);
        return switch (moment.kind()) {
            case NETWORK -> moment.text().equals(Outage.CUT) ? Kind.CUT : Kind.RESTORED;
            case SEGMENT -> ofClient ? Kind.TO_SERVER : Kind.TO_CLIENT;
            case LOST -> ofClient ? Kind.LOST_OF_CLIENT : Kind.LOST_OF_SERVER;
            case CALL, SAID -> ofClient ? said(moment.text()) : Kind.REQUEST;
        };
    }

    private static Kind said(String text) {
        if (text.startsWith("attempt ")) {
            return Kind.ATTEMPT;
        }
        if (text.startsWith("pause ")) {
            return Kind.PAUSE;
        }
        return text.startsWith("200 ") ? Kind.SUCCESS : Kind.FAILURE;
    }
}
