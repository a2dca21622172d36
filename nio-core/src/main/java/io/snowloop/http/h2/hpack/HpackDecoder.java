// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

/**
 * The decoder of the header blocks that one peer sends on one connection, in the order in which they arrive (RFC 7541
 * §3). A block is what HEADERS and its CONTINUATION frames carry together, without padding and priority.
 *
 * <p>Its memory is bounded by the size of the table. Its work for a block is in proportion to the bytes of the block, and
 * the fields that it gives away are bounded by the limit of the list: a few bytes can stand for many kilobytes (a header
 * bomb), so the limit counts what the bytes stand for.
 */
public final class HpackDecoder {
    /** The size of the table before any SETTINGS, in bytes (RFC 9113 §6.5.2). */
    public static final int DEFAULT_TABLE_SIZE = 4096;

    /**
     * A decoder with an empty table of {@link #DEFAULT_TABLE_SIZE}.
     * @param maxListSize the largest list of fields, in bytes, counted as SETTINGS_MAX_HEADER_LIST_SIZE does: 32 for each
     *     field, and its name and value; at least 0
     */
    public HpackDecoder(int maxListSize) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sets the largest table that the peer may use. Call it when the peer has acknowledged our
     * SETTINGS_HEADER_TABLE_SIZE, not before: until then the peer may use the old size. If the table is larger now, the peer
     * must make it smaller at the beginning of its next block (§4.2).
     *
     * @param bytes at least 0
     */
    public void setMaxTableSize(int bytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * Decodes one whole block.
     *
     * <p>A block over the limit of the list is decoded to its end, so that the table stays the one of the peer, and the
     * connection can go on. Fields over the limit are not given to the sink.
     *
     * @param bytes not kept
     * @param from the index of the first byte of the block
     * @param to the index behind its last byte
     * @param sink gets the fields
     * @return whether the list was within the limit; if not, the sink has not got all fields
     * @throws HpackException if the block is malformed; the decoder cannot be used any more
     */
    public boolean decode(byte[] bytes, int from, int to, HeaderSink sink) throws HpackException {
        throw new UnsupportedOperationException();
    }
}
