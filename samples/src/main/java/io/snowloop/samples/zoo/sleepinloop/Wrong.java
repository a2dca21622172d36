// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.sleepinloop;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Stage;
import java.time.Duration;

/** A report that takes half a second, most of it a wait for a database. */
final class Wrong implements View {
    @Override
    public Future<String> get(EventLoop loop, Stage stage) {
        stage.sleep(Duration.ofMillis(500)); // a real one: Thread.sleep, or a driver that blocks
        return Future.completed("report");
    }
}
