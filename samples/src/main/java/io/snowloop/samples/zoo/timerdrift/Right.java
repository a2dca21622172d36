// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.timerdrift;

import io.snowloop.samples.scene.Stage;
import java.time.Duration;

/** A periodic timer. */
final class Right implements Periodic {
    @Override
    public void run(Duration period, int times, Runnable work, Stage stage) {
        Duration next = stage.now();
        for (int i = 0; i < times; i++) {
            next = next.plus(period);
            stage.sleep(next.minus(stage.now()));
            work.run();
        }
    }
}
