// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

/** How many bytes a connection of HTTP/2, or a stream, keeps in memory, as it was counted in the {@link MemoryBudget} last. */
final class BudgetShare {
    private final MemoryBudget budget;
    private long received;
    private long ofAnswer;

    BudgetShare(LoopServer server) {
        this.budget = server.context().memory();
    }

    /** So many received bytes are kept now. Returns whether there are more than before, and too many. */
    boolean received(long bytes) {
        long more = bytes - received;
        received = bytes;
        return add(more);
    }

    /** So many of those were taken. */
    void taken(long bytes) {
        received(Math.max(0, received - bytes));
    }

    /** The answer keeps so many now. Returns whether there are more than before, and too many. */
    boolean ofAnswer(long bytes) {
        long more = bytes - ofAnswer;
        ofAnswer = bytes;
        return add(more);
    }

    private boolean add(long more) {
        return more != 0 && budget.add(more);
    }

    /** Of those that were received no more than this are kept. */
    void keepsAtMost(long bytes) {
        received(Math.min(received, bytes));
    }

    /** The answer keeps no more than this. */
    void answerKeepsAtMost(long bytes) {
        ofAnswer(Math.min(ofAnswer, bytes));
    }

    /** None are kept any more. */
    void release() {
        received(0);
        ofAnswer(0);
    }
}
