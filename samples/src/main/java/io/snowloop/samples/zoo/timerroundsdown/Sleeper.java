// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.timerroundsdown;

import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.nio.channels.Selector;
import java.time.Duration;

/** Waits in a select for a time, as a loop does for its next timer. */
interface Sleeper {
    /** Returns when the time is up. */
    void sleep(Duration time, Selector selector, Stage stage) throws IOException;
}
