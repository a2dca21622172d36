// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transport calls: the side of a connection that understands the bytes.
 *
 * <p>The order of calls is a grammar:
 *
 * <pre>
 *   connected (received | writable)* (ended writable*)? closed
 * </pre>
 *
 * <p>All calls come from the loop's thread, and never from inside a call of the protocol to its transport. What a method
 * throws is reported, and ends this connection only.
 */
public interface Protocol {
    /**
     * Tells that the connection is open.
     * @param transport what the protocol sends by
     */
    void connected(Transport transport);

    /**
     * Tells that bytes have come.
     * @param bytes lent until this returns: the buffer is the loop's own, and the bytes of the next connection are read into
     *     it; what is left in it then is lost
     */
    void received(ByteBuffer bytes);

    /**
     * Tells whether there is room to write. Called once with false when more bytes are queued than the high
     * {@link WaterMarks water mark}: stop writing. Called once with true when the queue has sunk to the low one: go on.
     * Called with true, too, when there is room again for a {@link Transport#transferFrom transfer} that found none.
     *
     * @param writable whether to go on
     */
    default void writable(boolean writable) {}

    /**
     * EOF: the peer has shut its output down and sends no more. It may still read, so the protocol may send what is left
     * and then {@link Transport#close close}. The transport doesn't close by itself.
     */
    void ended();

    /**
     * The connection is closed: the last call. It comes exactly once. If a write failed, it comes when what the peer had
     * sent before has been received; a protocol that has paused reading has 5 seconds for that.
     *
     * @param cause what went wrong; null if this side has closed it in an orderly way
     */
    void closed(@Nullable Throwable cause);

    /**
     * Begins on a connection that another protocol has had so far, which calls this and is done with it. {@link #connected} is called,
     * and then {@link #received} with what has come for this protocol already. Reading goes on.
     *
     * @param transport of the other protocol
     * @param ahead what that has read too much, lent until this returns; may be empty
     */
    default void takeOver(Transport transport, ByteBuffer ahead) {
        Objects.requireNonNull(ahead, "ahead");
        Objects.requireNonNull(transport, "transport").protocol(this);
        transport.resumeReading();
        connected(transport);
        if (ahead.hasRemaining() && transport.isOpen()) {
            received(ahead);
        }
    }
}
