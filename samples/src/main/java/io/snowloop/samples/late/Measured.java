// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import java.time.Duration;
import java.util.List;

/**
 * What came of a phase on a machine that does other things as well.
 *
 * @param beats how many times the heartbeat ran
 * @param late its largest delay
 * @param inHandler how much of that the handler of the page took
 * @param reports what the debug mode reported
 */
record Measured(int beats, Duration late, Duration inHandler, List<String> reports) {
    private static final Duration CAN_BE_SEEN = Phase.WORK.minus(Phase.BEAT);

    /**
     * Says what the three phases show, if they show it: the view must be what made the heartbeat late, and the machine must
     * not have made it as late without the view.
     */
    static String judge(Measured healthy, Measured blocked, Measured handedOver) {
        Duration otherwise = healthy.late.compareTo(handedOver.late) > 0 ? healthy.late : handedOver.late;
        boolean isTheView = blocked.late.compareTo(CAN_BE_SEEN) >= 0 && isMostOf(blocked.inHandler, blocked.late);
        if (isTheView && !isMostOf(otherwise, blocked.late)) {
            return "The view that blocks made the heartbeat late by " + millis(blocked.late) + ", "
                    + millis(blocked.inHandler) + " of it in the handler. Without it the largest delay was "
                    + millis(otherwise) + ".";
        }
        return "This machine is too busy to show it: with the view that blocks the largest delay was "
                + millis(blocked.late) + ", " + millis(blocked.inHandler) + " of it in the handler; without it "
                + millis(otherwise) + ". In virtual time it always shows: leave --real out.";
    }

    private static boolean isMostOf(Duration part, Duration whole) {
        return part.multipliedBy(2).compareTo(whole) > 0;
    }

    private static String millis(Duration duration) {
        return duration.toMillis() + " ms";
    }
}
