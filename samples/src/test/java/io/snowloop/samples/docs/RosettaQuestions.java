// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import io.snowloop.samples.lens.ScoreRuns;
import io.snowloop.samples.rosetta.Orders;

/** What the page on other loops asks. Each method returns the answer. */
final class RosettaQuestions {
    private RosettaQuestions() {}

    private static boolean isBefore(String first, String second) {
        String order = ScoreRuns.order();
        return order.indexOf(first) < order.indexOf(second);
    }

    static String timerOfZero() {
        return isBefore("t", "Q")
                ? "before the task that was queued earlier"
                : "after the task that was queued earlier";
    }

    static String promise() {
        return isBefore("q", "p")
                ? "after the task that the same callback has queued before"
                : "before the task that the same callback has queued before";
    }

    /** As Node.js has played it: the order is compared with a run where it is installed. */
    static String microtask() {
        return Orders.of("node").contains("Sp")
                ? "as soon as the callback of the socket has returned"
                : "when all callbacks of this turn have run";
    }
}
