// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.nio.ByteBuffer;

/**
 * The destination of a {@link Transfer}: it gets the pieces of a body, in order, and then either its end or an error.
 *
 * <pre>
 *   (write | flush)* (end | fail)
 * </pre>
 *
 * <p>All calls come from the loop's thread.
 */
public interface BodySink {
    /**
     * Takes the next piece.
     *
     * @param piece at least one byte; the sink may keep it
     * @return whether to continue; after {@code false} no call follows before {@link Transfer#resume}
     * @throws Exception to end the transfer: the body is cancelled, and {@link #fail} gets what was thrown
     */
    boolean write(ByteBuffer piece) throws Exception;

    /** No piece follows at once: a sink that gathers small pieces must pass them on now. */
    default void flush() {}

    /**
     * The body is complete.
     *
     * @param trailers the trailer fields (RFC 9110 §6.5), usually none
     * @throws Exception to make it a failure: {@link #fail} gets what was thrown
     */
    void end(Headers trailers) throws Exception;

    /**
     * Tells that the body is incomplete: reading it failed, or this sink threw. The body has been cancelled.
     * @param error the cause
     */
    void fail(Throwable error);
}
