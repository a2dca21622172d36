// SPDX-License-Identifier: Apache-2.0
// FAILS: a task was queued, and run() has not run it
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** The tasks of a loop. */
class Tasks implements Executor {
    private final Queue<Runnable> queue = new ArrayDeque<>();

    /** Queues a task. */
    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    /** Runs the tasks that were queued before this call, and no others. */
    void run() {
        for (int due = queue.size(); due > 0; due--) {
            queue.add(queue.remove());
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
