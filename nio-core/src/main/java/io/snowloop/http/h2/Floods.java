// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

/** The budgets of one connection, and what refills them: see {@link FloodLimits}. */
final class Floods {
    /** Simple clients send two for each piece of data, for the stream and for the connection. */
    private static final int UPDATES_FOR_ONE_FRAME = 4;

    final FloodBudget resets;
    final FloodBudget pings;
    final FloodBudget settings;
    final FloodBudget emptyFrames;
    final FloodBudget updates;

    Floods(FloodLimits limits) {
        resets = new FloodBudget("resets", limits.resets());
        pings = new FloodBudget("pings", limits.pings());
        settings = new FloodBudget("settings", limits.settings());
        emptyFrames = new FloodBudget("emptyFrames", limits.emptyFrames());
        updates = new FloodBudget("updates", limits.updates());
    }

    /** A head or a piece of data was sent or received. */
    void useful() {
        pings.refill(1);
        updates.refill(UPDATES_FOR_ONE_FRAME);
    }

    /** A stream has ended with complete messages. */
    void streamCompleted() {
        resets.refill(1);
        settings.refill(1);
    }

    /** Some time has passed. */
    void calm() {
        pings.refill(1);
        updates.refill(1);
        settings.refill(1);
        resets.refill(1);
        emptyFrames.refill(1);
    }
}
