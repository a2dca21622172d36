// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A content coding (RFC 9110 §8.4.1), such as gzip. {@link Compression} has gzip and deflate of the JDK; this interface adds
 * another one, such as Brotli or Zstandard, from a library of your choice. Most have an {@code OutputStream} for it.
 */
public interface ContentCoding {
    /** {@return its name in {@code Accept-Encoding} and {@code Content-Encoding}} A token, in lower case: {@code br}. */
    String name();

    /**
     * {@return a new encoder for one body} It is used on one loop's thread. Its {@code write} may keep bytes back; {@code
     * flush} must give all that was written to {@code out}, so that a client can decode it, or events would be late; {@code
     * close} ends the coded body and frees memory outside of the heap. It is closed exactly once, also if the body is
     * cancelled or fails.
     *
     * @param out keeps the coded bytes in memory; it does not throw
     * @throws IOException if the encoder cannot be made; then nothing is left to close
     */
    OutputStream encoder(OutputStream out) throws IOException;
}
