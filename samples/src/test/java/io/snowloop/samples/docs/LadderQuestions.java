// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import io.snowloop.samples.ladder.LadderRuns;
import java.time.Duration;

/** What the page on the ladder asks. Each method returns the answer. */
final class LadderQuestions {
    private LadderQuestions() {}

    static String fiftyAtOnce() {
        return after(LadderRuns.select(50, 50));
    }

    static String fourAtOnce() {
        return after(LadderRuns.loop(12, 4));
    }

    static String twoInOneSegment() {
        return after(LadderRuns.twoInOneSegment());
    }

    private static String after(Duration time) {
        return "after " + time.toMillis() + " ms";
    }
}
