// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static java.util.Objects.checkFromToIndex;
import static java.util.Objects.requireNonNull;

import io.snowloop.options.Bounds;

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

    /** How a field, or a table size, begins (§6). */
    private static final int INDEXED = 0x80;

    private static final int INCREMENTAL = 0x40;
    private static final int TABLE_SIZE = 0x20;
    private static final int NEVER = 0x10;

    /** §4.2: a block has to tell the smallest size since the last block, and the final one. */
    private static final int MOST_SIZE_UPDATES = 2;

    private final DynamicTable table = new DynamicTable(DEFAULT_TABLE_SIZE);
    private final BlockReader in = new BlockReader();
    private final int maxListSize;

    /** The largest size that the peer may choose for the table. */
    private int maxTableSize = DEFAULT_TABLE_SIZE;

    /**
     * A decoder with an empty table of {@link #DEFAULT_TABLE_SIZE}.
     * @param maxListSize the largest list of fields, in bytes, counted as SETTINGS_MAX_HEADER_LIST_SIZE does: 32 for each
     *     field, and its name and value; at least 0
     */
    public HpackDecoder(int maxListSize) {
        this.maxListSize = Bounds.atLeast("maxListSize", 0, maxListSize);
    }

    /**
     * Sets the largest table that the peer may use. Call it when the peer has acknowledged our
     * SETTINGS_HEADER_TABLE_SIZE, not before: until then the peer may use the old size. If the table is larger now, the peer
     * must make it smaller at the beginning of its next block (§4.2).
     *
     * @param bytes at least 0
     */
    public void setMaxTableSize(int bytes) {
        maxTableSize = Bounds.atLeast("bytes", 0, bytes);
    }

    /**
     * {@return how many bytes of memory the table takes, roughly} It may be five times the size of the table, because an entry counts 32
     * bytes there (§4.1), and is several objects here.
     */
    public int memory() {
        return table.memory();
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
        requireNonNull(bytes, "bytes");
        requireNonNull(sink, "sink");
        checkFromToIndex(from, to, bytes.length);
        in.open(bytes, from, to);
        readTableSizes();
        long listSize = 0;
        while (in.hasMore()) {
            HeaderField field = next();
            listSize += field.size();
            if (listSize <= maxListSize) {
                sink.field(field);
            }
        }
        in.close();
        return listSize <= maxListSize;
    }

    /** §4.2: a change of the table size "MUST occur at the beginning" of a block. */
    private void readTableSizes() throws HpackException {
        for (int i = 0; i < MOST_SIZE_UPDATES && in.hasMore() && isTableSize(in.peek()); i++) {
            int size = in.readInteger(5);
            if (size > maxTableSize) {
                throw new HpackException("dynamic table of " + size + " bytes: at most " + maxTableSize
                        + " are allowed (RFC 7541 section 6.3)");
            }
            table.setMaxSize(size);
        }
        if (table.maxSize() > maxTableSize) {
            throw new HpackException("header block without the change of the dynamic table to at most " + maxTableSize
                    + " bytes, which SETTINGS asked for (RFC 7541 section 4.2)");
        }
    }

    private static boolean isTableSize(byte first) {
        return (first & (INDEXED | INCREMENTAL | TABLE_SIZE)) == TABLE_SIZE;
    }

    private HeaderField next() throws HpackException {
        byte first = in.peek();
        if ((first & INDEXED) != 0) {
            return indexed(in.readInteger(7)); // §6.1
        }
        if ((first & INCREMENTAL) != 0) {
            HeaderField field = literal(6, Indexing.INCREMENTAL); // §6.2.1
            table.add(field);
            return field;
        }
        if (isTableSize(first)) {
            throw new HpackException(
                    "change of the dynamic table's size which is not at the beginning of a header block,"
                            + " or is the third one there (RFC 7541 section 4.2)");
        }
        return literal(4, (first & NEVER) != 0 ? Indexing.NEVER : Indexing.NONE); // §6.2.2, §6.2.3
    }

    private HeaderField indexed(int index) throws HpackException {
        if (index > 0 && index <= StaticTable.SIZE) {
            return StaticTable.get(index);
        }
        HeaderField field = table.get(index - StaticTable.SIZE);
        if (field == null) {
            throw new HpackException("header field with index " + index + ": the tables have " + StaticTable.SIZE
                    + " and " + table.count() + " fields (RFC 7541 section 2.3.3)");
        }
        return field;
    }

    private HeaderField literal(int indexBits, Indexing indexing) throws HpackException {
        int index = in.readInteger(indexBits);
        String name;
        boolean goodName;
        if (index == 0) {
            name = in.readString();
            goodName = HeaderField.isGoodName(name);
        } else {
            HeaderField named = indexed(index);
            name = named.name();
            goodName = named.hasGoodName();
        }
        String value = in.readString();
        return new HeaderField(name, goodName, value, in.isFieldValue(), indexing);
    }
}
