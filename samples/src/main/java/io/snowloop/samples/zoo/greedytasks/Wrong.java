// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.greedytasks;

/** Runs all tasks that there are. */
final class Wrong extends Tasks {
    @Override
    void run() {
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
    }
}
