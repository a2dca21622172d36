// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.nobackpressure;

import io.snowloop.samples.scene.Stage;
import java.nio.ByteBuffer;

/** Queues what the client has not taken. */
final class Wrong extends Feed {
    Wrong(Stage stage) {
        super(stage);
    }

    @Override
    void add(ByteBuffer news) {
        queue.add(news);
    }
}
