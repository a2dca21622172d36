// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.timerdrift;

import io.snowloop.samples.scene.Stage;
import java.time.Duration;

/** A periodic timer. */
final class Wrong implements Periodic {
    @Override
    public void run(Duration period, int times, Runnable work, Stage stage) {
        for (int i = 0; i < times; i++) {
            stage.sleep(period);
            work.run();
        }
    }
}
