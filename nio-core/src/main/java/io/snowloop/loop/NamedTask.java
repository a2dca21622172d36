// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Owned;

/**
 * A task, or the task of a timer, with a name for traces and reports. Of a lambda they know only the class that it stands
 * in.
 *
 * @param name such as {@code retry}
 * @param task what is run
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
