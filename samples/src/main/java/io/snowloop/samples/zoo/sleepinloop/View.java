// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.sleepinloop;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Stage;

/** A view of a server: it runs on the loop. */
interface View {
    /** The text, now or later. */
    Future<String> get(EventLoop loop, Stage stage);
}
