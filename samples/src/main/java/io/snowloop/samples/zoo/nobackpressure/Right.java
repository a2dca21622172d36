// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.nobackpressure;

import io.snowloop.samples.scene.Stage;
import java.nio.ByteBuffer;

/** Queues what the client has not taken. */
final class Right extends Feed {
    Right(Stage stage) {
        super(stage);
    }

    @Override
    void add(ByteBuffer news) {
        if (queued() < 64 * 1024) { // else it is dropped: a client that is slow gets fewer news
            queue.add(news);
        }
    }
}
