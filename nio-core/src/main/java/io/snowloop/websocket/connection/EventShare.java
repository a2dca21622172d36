// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.TurnShare;
import io.snowloop.websocket.Event;

/**
 * What one WebSocket may take in a turn of the loop, in which all other connections wait: 1,024 events, or messages of 256 KiB and one more.
 * As compressed bytes, a thousandth of that, one read of the socket could bring 64 MiB.
 */
final class EventShare {
    private static final int EVENTS = 1_024;

    /** How many bytes of a message are as much work as a small event: as of a body. */
    private static final int BYTES_OF_ONE = 256;

    private final TurnShare share;

    EventShare(Reactor reactor, Runnable goOn) {
        share = new TurnShare(reactor, EVENTS, goOn);
    }

    /** Whether another one may be taken in this turn. If not, {@code goOn} is run in the next one. */
    boolean hasRest() {
        return share.hasRest();
    }

    void use(Event event) {
        share.use(1 + KeptBytes.length(event) / BYTES_OF_ONE);
    }

    /** Whether the rest waits for the next turn. */
    boolean isWaiting() {
        return share.isWaiting();
    }
}
