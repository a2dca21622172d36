// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.options.Bounds;
import java.time.Duration;

/**
 * How many requests a filter may add to those that it gets: a share of those of the last 10 s, and a fixed number a second more.
 * So a server that fails gets a bounded load on top, however many clients try again.
 */
final class RequestBudget {
    private static final int SECONDS = 10;

    private final int percent;
    private final int perSecond;
    private final RecentCount requests = new RecentCount(Duration.ofSeconds(SECONDS));
    private final RecentCount added = new RecentCount(Duration.ofSeconds(SECONDS));

    /**
     * A budget that has been used for nothing.
     * @throws IllegalArgumentException if a number is out of its bounds
     */
    RequestBudget(int percent, int perSecond) {
        this.percent = Bounds.atLeast("percent", 0, percent);
        this.perSecond = Bounds.atLeast("perSecond", 0, perSecond);
    }

    /** The filter has got a request. */
    void request(long now) {
        requests.add(now);
    }

    /** Whether one may be added now; then it is counted. */
    boolean take(long now) {
        long most = requests.sum(now) * percent / 100 + (long) perSecond * SECONDS;
        if (added.sum(now) >= most) {
            return false;
        }
        added.add(now);
        return true;
    }
}
