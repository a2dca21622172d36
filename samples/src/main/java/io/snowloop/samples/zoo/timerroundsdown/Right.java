// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.timerroundsdown;

import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;

/** Selects until the timer is due. */
final class Right implements Sleeper {
    @Override
    public void sleep(Duration time, Selector selector, Stage stage) throws IOException {
        Duration due = stage.now().plus(time);
        while (stage.now().compareTo(due) < 0) {
            Duration wait = due.minus(stage.now());
            selector.select(wait.plusNanos(999_999).toMillis());
        }
    }
}
