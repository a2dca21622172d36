// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

/** How many bytes a connection of HTTP/2, or a stream, keeps in memory, as it was counted in the {@link MemoryBudget} last. */
final class BudgetShare {
    private final MemoryBudget budget;
    private long received;
    private long ofAnswer;

    BudgetShare(MemoryBudget budget) {
        this.budget = budget;
    }

    /** So many received bytes are kept now. Returns whether there are more than before, and too many. */
    boolean received(long bytes) {
        long more = bytes - received;
        received = bytes;
        return more != 0 && budget.add(more);
    }

    /** So many of those were taken. */
    void taken(long bytes) {
        received(Math.max(0, received - bytes));
    }

    /** The answer keeps so many now. Returns whether there are more than before, and too many. */
    boolean ofAnswer(long bytes) {
        long more = bytes - ofAnswer;
        ofAnswer = bytes;
        return more != 0 && budget.add(more);
    }

    /** None are kept any more. */
    void release() {
        received(0);
        ofAnswer(0);
    }
}
