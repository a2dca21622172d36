// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.timerdrift;

import io.snowloop.samples.scene.Stage;
import java.time.Duration;

/** Does something again and again. */
interface Periodic {
    /** Runs {@code work} so many times, once in each {@code period}. */
    void run(Duration period, int times, Runnable work, Stage stage);
}
