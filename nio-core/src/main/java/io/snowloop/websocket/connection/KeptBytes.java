// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import io.snowloop.transport.Transport;
import io.snowloop.websocket.Event;
import io.snowloop.websocket.WebSocketCodec;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** How many bytes a WebSocket keeps in memory, for the owner, which bounds those of all. */
final class KeptBytes {
    private final WebSocketCodec codec;
    private final LongConsumer owner;
    private long told;

    KeptBytes(WebSocketCodec codec, LongConsumer owner) {
        this.codec = codec;
        this.owner = owner;
    }

    /** Counts them, and tells the owner if they have become more or fewer. {@code held} waits for the app. */
    void count(Transport transport, Outbox outbox, @Nullable Event held) {
        long now = codec.kept() + transport.queued() + outbox.memoryOfFutures() + length(held);
        if (now != told) {
            told = now;
            owner.accept(now);
        }
    }

    /** The length of a message; 0 of all other events. */
    static int length(@Nullable Event event) {
        if (event instanceof Event.Binary binary) {
            return binary.bytes().remaining();
        }
        return event instanceof Event.Text text ? text.text().length() : 0;
    }
}
