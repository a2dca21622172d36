// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.greedytasks;

/** Runs all tasks that there are. */
final class Right extends Tasks {
    @Override
    void run() {
        for (int left = queue.size(); left > 0; left--) {
            queue.remove().run();
        }
    }
}
