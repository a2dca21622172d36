// SPDX-License-Identifier: Apache-2.0
// FAILS: queued were a and b, and they have run as [b, a]
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** The tasks of a loop. */
class Tasks implements Executor {
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();

    /** Queues a task. */
    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    /** Runs the tasks that were queued before this call, and no others. */
    void run() {
        for (int due = queue.size(); due > 0; due--) {
            queue.removeLast().run();
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
