package io.snowloop.transport;

import java.nio.ByteBuffer;
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
 * <p>All calls come from the loop's thread, and never from inside a call of the protocol's to its transport. Whatever a
 * method throws is reported and ends this connection only.
 */
public interface Protocol {
    /** The connection is there; {@code transport} is how to talk back. */
    void connected(Transport transport);

    /**
     * Bytes came. The buffer is lent until this returns: it is the loop's own, and the next connection's bytes will be
     * read into it. What is left in it then is lost.
     */
    void received(ByteBuffer bytes);

    /**
     * Once with false when more bytes wait to be sent than the high {@link WaterMarks water mark}: stop writing. Once
     * with true when they have sunk to the low one: go on. And with true when there is room again for a
     * {@link Transport#transferFrom transfer} that found none.
     */
    default void writable(boolean writable) {}

    /**
     * The peer will send no more. It may still read: a protocol with something left to say may say it and then
     * {@link Transport#close close}; one that does nothing here has to close some time, too.
     */
    void ended();

    /**
     * The connection is over: the last call, and it comes exactly once.
     *
     * @param cause what went wrong; null if it was closed in an orderly way by this side
     */
    void closed(@Nullable Throwable cause);
}
