package io.snowloop.loop;

import io.snowloop.future.Owned;

/**
 * A task or a timer's task with a name, by which traces and reports speak of it; of a bare lambda they can only say who
 * wrote it.
 *
 * @param name such as {@code retry}
 */
public record NamedTask(String name, Runnable task) implements Runnable, Owned {
    @Override
    public void run() {
        task.run();
    }

    @Override
    public Object owner() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
