// SPDX-License-Identifier: Apache-2.0
// FAILS: a task that was queued by a task has not run in the next turn
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
        Runnable[] due = queue.toArray(new Runnable[0]);
        for (Runnable task : due) {
            task.run();
        }
        queue.clear();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
