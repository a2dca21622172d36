// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What has come of many rounds of the same requests. */
final class Tally {
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int rounds;
    private int failures;

    /** A round is over. */
    void add(List<FetchResult> results) {
        rounds++;
        for (FetchResult result : results) {
            Integer status = result.status();
            if (result.failed() || status == null) {
                failures++;
            } else {
                statuses.merge(status, 1, Integer::sum);
            }
        }
    }

    int failures() {
        return failures;
    }

    /**
     * The summary, in two lines.
     *
     * @param nanos the time of all rounds, with the pauses
     * @param connections how many are open at the end
     */
    String summary(long nanos, int connections) {
        int responses = statuses.values().stream().mapToInt(Integer::intValue).sum();
        double seconds = nanos / 1e9;
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d rounds, %,d responses in %.2f s, %,.0f a second; connections open at the end: %,d%n",
                rounds,
                responses,
                seconds,
                responses / seconds,
                connections));
        statuses.forEach((status, count) -> text.append(String.format(Locale.ROOT, "status %d: %,d%n", status, count)));
        if (failures > 0) {
            text.append(String.format(Locale.ROOT, "failed: %,d%n", failures));
        }
        return text.toString();
    }
}
