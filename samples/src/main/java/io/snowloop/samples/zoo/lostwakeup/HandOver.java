// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.lostwakeup;

import java.util.List;

/**
 * A loop that is about to sleep, and a thread that hands it a task. Each step is one access to memory that both share, so
 * steps do not overlap; but their order is any order in which the steps of each are in their own order.
 */
abstract class HandOver {
    /** A task is in the queue. */
    protected boolean queued;

    /** The loop says that it sleeps, or is about to. */
    protected boolean sleeping;

    /** The selector was woken up. A select that begins afterwards returns at once. */
    protected boolean wokenUp;

    /** The loop waits in its select. */
    protected boolean selecting;

    /** The steps of the loop. */
    abstract List<Step> loop();

    /** The steps of the thread. */
    final List<Step> thread() {
        boolean[] seen = {false};
        return List.of(
                new Step("queues a task", () -> queued = true),
                new Step("looks whether the loop sleeps", () -> seen[0] = sleeping),
                new Step("wakes it up if it does", () -> wokenUp |= seen[0]));
    }

    /** A step, and how a person would call it. */
    record Step(String text, Runnable action) {}
}
