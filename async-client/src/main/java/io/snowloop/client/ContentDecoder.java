// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of one body in one content coding, without I/O (RFC 9110 §8.4.1): encoded bytes in, as they arrive, and decoded bytes
 * out. {@link ContentDecoding#withDecoder} plugs in that of a library.
 *
 * <pre>
 *   (feed next* )* close
 * </pre>
 *
 * <p>All calls come from the loop's thread, so none may block. What a decoder holds must have a bound that does not depend on
 * the body.
 */
public interface ContentDecoder {
    /** The largest piece that {@link #next} may give, in bytes. */
    int MAX_PIECE = 64 * 1024;

    /**
     * Takes encoded bytes. It is called only after {@link #next} has returned null, and once before that.
     *
     * @param encoded at least one byte; the decoder's until {@link #next} returns null, and by then all of it has been read
     */
    void feed(ByteBuffer encoded);

    /**
     * {@return the next decoded bytes, at least one and at most {@link #MAX_PIECE}, which the caller may keep; null if it
     * needs more input}
     *
     * @throws IOException if the bytes are not of this coding
     */
    @Nullable
    ByteBuffer next() throws IOException;

    /** {@return whether the body may end here} False in the middle of it: then a body that ends is truncated. */
    boolean mayEnd();

    /** Frees what the decoder holds. It is called once, and no call follows. */
    void close();
}
