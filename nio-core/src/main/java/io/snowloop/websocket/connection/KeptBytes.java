// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import io.snowloop.transport.Transport;
import io.snowloop.websocket.Event;
import io.snowloop.websocket.WebSocketCodec;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** How many bytes a WebSocket keeps in memory, for the owner, which bounds those of all. */
final class KeptBytes {
    private final WebSocketCodec codec;
    private final LongFunction<@Nullable String> owner;
    private final Consumer<String> tooMuch;
    private long told;

    /** {@code tooMuch} gets what the owner says, unless that is null. */
    KeptBytes(WebSocketCodec codec, LongFunction<@Nullable String> owner, Consumer<String> tooMuch) {
        this.codec = codec;
        this.owner = owner;
        this.tooMuch = tooMuch;
    }

    /** Counts them, and tells the owner if they have become more or fewer. {@code held} waits for the app. */
    void count(Transport transport, Outbox outbox, @Nullable Event held) {
        long now = codec.kept() + transport.queued() + outbox.memoryOfFutures() + length(held);
        if (now != told) {
            told = now;
            String why = owner.apply(now);
            if (why != null) {
                tooMuch.accept(why);
            }
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
