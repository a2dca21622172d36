// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;

/**
 * The encoder of the header blocks that are sent on one connection. What is in a table takes one or two bytes, and
 * nothing is allocated for it.
 *
 * <p>The blocks must be sent in the order in which they were encoded, and all of them: the peer's decoder follows step by
 * step.
 */
public final class HpackEncoder {
    /**
     * An encoder with an empty table.
     * @param largestTable the most bytes that its table may use, whatever the peer allows; at least 0
     */
    public HpackEncoder(int largestTable) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the largest table that the peer allows: its SETTINGS_HEADER_TABLE_SIZE, which is 4096 before any SETTINGS. The
     * next block tells the peer which size is used (RFC 7541 §4.2). Call it between blocks.
     *
     * @param bytes as in the frame: at least 0
     */
    public void setMaxTableSize(long bytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends all fields, in order, each as by {@link #encode(String, String, ByteQueue)}.
     * @param headers encoded
     * @param out gets the encoded fields
     */
    public void encode(Headers headers, ByteQueue out) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends a field. Its name decides on the indexing: never for {@code Authorization}, {@code Proxy-Authorization},
     * {@code Set-Cookie}, and a {@code Cookie} of less than 20 bytes (§7.1.3); none for what is different in most messages,
     * such as {@code :path} and {@code Content-Length}; incremental for all others.
     *
     * @param name a token, or one with a colon before it; it is sent in lower case
     * @param value a field value
     * @param out gets the encoded field
     * @throws IllegalArgumentException if there is a character above U+00FF; then nothing is appended
     */
    public void encode(String name, String value, ByteQueue out) {
        throw new UnsupportedOperationException();
    }

    /**
     * Appends a field.
     * @param name a token, or one with a colon before it; it is sent in lower case
     * @param value a field value
     * @param indexing what becomes of it if it is in no table; {@link Indexing#NEVER} also if it is in one
     * @param out gets the encoded field
     * @throws IllegalArgumentException if there is a character above U+00FF; then nothing is appended
     */
    public void encode(String name, String value, Indexing indexing, ByteQueue out) {
        throw new UnsupportedOperationException();
    }
}
