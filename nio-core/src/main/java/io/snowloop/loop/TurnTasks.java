// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.loop.channel.LargeTask;

/** Runs the tasks of a turn, or of the end of the loop. */
final class TurnTasks {
    private TurnTasks() {}

    /** Runs so many tasks, or fewer if they take long. The others keep their order for the next turn. */
    static void run(EventLoop loop, ClockLooks looks, int count) {
        if (count <= 1) { // behind the only one, a look changes nothing
            runAll(loop, count);
            return;
        }
        Ticker ticker = loop.ticker();
        looks.begin(ticker.nanoTime());
        for (int done = 0; done < count; done++) {
            if (looks.areLong(ticker, loop.runTask() instanceof LargeTask)) {
                return;
            }
        }
        looks.end(ticker);
    }

    /** Runs so many tasks, however long they take. */
    static void runAll(EventLoop loop, int count) {
        for (int i = 0; i < count; i++) {
            loop.runTask();
        }
    }
}
