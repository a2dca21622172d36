// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.sleepinloop;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Stage;
import java.time.Duration;

/** A report that takes half a second, most of it a wait for a database. */
final class Right implements View {
    @Override
    public Future<String> get(EventLoop loop, Stage stage) {
        return loop.sleep(Duration.ofMillis(500)).map(slept -> "report");
    }
}
