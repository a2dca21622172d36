// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.loop.channel.Reactor;

/** The tasks of one turn, run in parts: what they cost only they know, so the clock is read between the parts, and behind large ones. */
final class TurnTasks {
    /** How many tasks are a part, or timers: to read the clock costs more than an empty task does. */
    static final int PART = 32;

    private TurnTasks() {}

    /** Runs so many tasks, or fewer if they take long. The others keep their order for the next turn. */
    static void run(EventLoop loop, int count) {
        long began = count > 1 ? loop.ticker().nanoTime() : 0;
        int left = count;
        do {
            left -= loop.runTasks(Math.min(left, PART));
        } while (left > 0 && loop.ticker().nanoTime() - began <= Reactor.LONG_TURN);
    }

    /** Runs so many tasks, however long they take. */
    static void runAll(EventLoop loop, int count) {
        for (int left = count; left > 0; ) {
            left -= loop.runTasks(left);
        }
    }
}
