// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.thunderingherd;

import java.time.Duration;
import java.util.Random;

/** How long a client waits before it connects again. */
interface Backoff {
    /** The pause after so many attempts that failed. */
    Duration pause(int failed, Random random);
}
