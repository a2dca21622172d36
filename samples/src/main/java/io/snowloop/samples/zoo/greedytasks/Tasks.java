// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.greedytasks;

import java.util.ArrayDeque;
import java.util.Queue;

/** The tasks of a loop. */
abstract class Tasks {
    /** Those that wait, the oldest first. */
    protected final Queue<Runnable> queue = new ArrayDeque<>();

    /** Queues a task. */
    final void execute(Runnable task) {
        queue.add(task);
    }

    /** Runs tasks: once in each turn of the loop. */
    abstract void run();
}
