// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.loop.channel.LargeTask;
import io.snowloop.loop.channel.Reactor;

/**
 * Runs the tasks of a turn, or of the end of the loop. What they cost only they know: so in a turn the clock is read behind each 32,
 * and behind large ones.
 */
final class TurnTasks {
    /** So many tasks, or timers, come between two looks: to read the clock costs more than an empty task does. */
    static final int BETWEEN_LOOKS = 32;

    private TurnTasks() {}

    /** Runs so many tasks, or fewer if they take long. The others keep their order for the next turn. */
    static void run(EventLoop loop, int count) {
        long began = count > 1 ? loop.ticker().nanoTime() : 0; // behind the only one, a look changes nothing
        for (int done = 1; done <= count; done++) {
            boolean looks = loop.runTask() instanceof LargeTask || done % BETWEEN_LOOKS == 0;
            if (looks && loop.ticker().nanoTime() - began > Reactor.LONG_TURN) {
                return;
            }
        }
    }

    /** Runs so many tasks, however long they take. */
    static void runAll(EventLoop loop, int count) {
        for (int i = 0; i < count; i++) {
            loop.runTask();
        }
    }
}
