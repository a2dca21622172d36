// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import io.snowloop.loop.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The one thread of a server, whose work takes time. As Redis does, it runs the commands that have come, and then sends the answers of all; what comes
 * meanwhile waits for the next turn.
 */
final class BusyThread {
    /** Commands in a turn. */
    private static final int MOST = 100;

    private final Scheduler loop;
    private final Deque<Work> waiting = new ArrayDeque<>();
    private boolean busy;

    private record Work(long nanos, Runnable answer) {}

    BusyThread(Scheduler loop) {
        this.loop = loop;
    }

    /**
     * Does what takes some time.
     * @param cost in nanoseconds
     * @param answer run when it and all that has come with it are done; at once if there is nothing to do
     */
    void run(long cost, Runnable answer) {
        if (cost == 0 && !busy) {
            answer.run();
            return;
        }
        waiting.add(new Work(cost, answer));
        if (!busy) {
            busy = true;
            loop.execute(this::turn); // with all that has come to the others in this turn
        }
    }

    private void turn() {
        List<Work> done = new ArrayList<>();
        while (!waiting.isEmpty() && done.size() < MOST) {
            done.add(waiting.remove());
        }
        Duration taken = Duration.ofNanos(done.stream().mapToLong(Work::nanos).sum());
        loop.schedule(taken, () -> {
            done.forEach(each -> each.answer.run());
            busy = !waiting.isEmpty();
            if (busy) {
                turn();
            }
        });
    }
}
