// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import java.nio.ByteBuffer;

/**
 * What {@link WebSocketCodec#next} has read from the peer: a message, whatever the fragments in which it came, or a control
 * frame.
 *
 * <pre>
 * (Text | Binary | Ping | Pong)* Close
 * </pre>
 *
 * <p>The events do not depend on the pieces in which the bytes arrive. A buffer in an event is lent until the next call of
 * the codec.
 */
public sealed interface Event {
    /**
     * A message of text.
     * @param text which was valid UTF-8
     */
    record Text(String text) implements Event {}

    /**
     * A message of bytes.
     * @param bytes all that remain are the message's; lent
     */
    record Binary(ByteBuffer bytes) implements Event {}

    /**
     * A ping, which wants a pong with the same bytes.
     * @param bytes up to 125; lent
     */
    record Ping(ByteBuffer bytes) implements Event {}

    /**
     * A pong.
     * @param bytes up to 125, those of the ping that it answers; lent
     */
    record Pong(ByteBuffer bytes) implements Event {}

    /**
     * The last event: the peer sends no more.
     * @param reason with {@link CloseReason#NO_STATUS} if the frame had no code
     */
    record Close(CloseReason reason) implements Event {}
}
