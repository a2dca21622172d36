// SPDX-License-Identifier: Apache-2.0
// FAILS: a task has thrown, and the one behind it is lost
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
        queue.clear();
        for (Runnable task : due) {
            task.run();
        }
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
