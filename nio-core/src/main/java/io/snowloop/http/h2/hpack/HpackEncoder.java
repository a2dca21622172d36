// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static java.util.Objects.requireNonNull;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.options.Bounds;

/**
 * The encoder of the header blocks that are sent on one connection. What is in a table takes one or two bytes, and
 * nothing is allocated for it.
 *
 * <p>The blocks must be sent in the order in which they were encoded, and all of them: the peer's decoder follows step by
 * step.
 */
public final class HpackEncoder {
    /** §7.1.3: a short value can be found by trial. Longer cookies cost much if each request carries them whole. */
    private static final int SHORT_COOKIE = 20;

    /** How a field, or a table size, begins (§6). */
    private static final int INDEXED = 0x80;

    private static final int INCREMENTAL = 0x40;
    private static final int TABLE_SIZE = 0x20;
    private static final int NEVER = 0x10;

    private final int largestTable;
    private final EncoderTable table;

    /** The smallest table size since the last block, if the peer has not been told of the table's size; else -1. */
    private int untoldSize = -1;

    /**
     * An encoder with an empty table.
     * @param largestTable the most bytes that its table may use, whatever the peer allows; at least 0
     */
    public HpackEncoder(int largestTable) {
        this.largestTable = Bounds.atLeast("largestTable", 0, largestTable);
        this.table = new EncoderTable(HpackDecoder.DEFAULT_TABLE_SIZE);
        setMaxTableSize(HpackDecoder.DEFAULT_TABLE_SIZE);
    }

    /**
     * Sets the largest table that the peer allows: its SETTINGS_HEADER_TABLE_SIZE, which is 4096 before any SETTINGS. The
     * next block tells the peer which size is used (RFC 7541 §4.2). Call it between blocks.
     *
     * @param bytes as in the frame: at least 0
     */
    public void setMaxTableSize(long bytes) {
        int size = (int) Math.min(Bounds.atLeast("bytes", 0, bytes), largestTable);
        if (size != table.maxSize()) {
            untoldSize = untoldSize < 0 ? size : Math.min(untoldSize, size);
            table.setMaxSize(size);
        }
    }

    /**
     * Appends all fields, in order, each as by {@link #encode(String, String, ByteQueue)}.
     * @param headers encoded
     * @param out gets the encoded fields
     */
    public void encode(Headers headers, ByteQueue out) {
        requireNonNull(headers, "headers");
        requireNonNull(out, "out");
        for (int i = 0; i < headers.size(); i++) {
            encode(headers.name(i), headers.value(i), out);
        }
    }

    /**
     * Appends a field. Its name decides on the indexing: never for {@code Authorization}, {@code Proxy-Authorization},
     * {@code Set-Cookie}, and a {@code Cookie} of less than 20 bytes (§7.1.3); none for what is different in most messages,
     * such as {@code :path} and {@code Content-Length}; incremental for all others.
     *
     * @param name a token, or one with a colon before it; it is sent in lower case
     * @param value a field value
     * @param out gets the encoded field
     * @throws IllegalArgumentException if the name is not a token, or the value has a character above U+00FF; then nothing is
     *     appended
     */
    public void encode(String name, String value, ByteQueue out) {
        FieldName known = FieldName.of(requireNonNull(name, "name"));
        requireNonNull(value, "value");
        requireNonNull(out, "out");
        boolean shortCookie = value.length() < SHORT_COOKIE && known.name().equals("cookie");
        encode(known, value, shortCookie ? Indexing.NEVER : known.indexing(), out);
    }

    /**
     * Appends a field.
     * @param name a token, or one with a colon before it; it is sent in lower case
     * @param value a field value
     * @param indexing what becomes of it if it is in no table; {@link Indexing#NEVER} also if it is in one
     * @param out gets the encoded field
     * @throws IllegalArgumentException if the name is not a token, or the value has a character above U+00FF; then nothing is
     *     appended
     */
    public void encode(String name, String value, Indexing indexing, ByteQueue out) {
        requireNonNull(value, "value");
        requireNonNull(indexing, "indexing");
        requireNonNull(out, "out");
        encode(FieldName.of(requireNonNull(name, "name")), value, indexing, out);
    }

    private void encode(FieldName name, String value, Indexing indexing, ByteQueue out) {
        int index = indexing == Indexing.NEVER ? 0 : indexOf(name, value);
        if (index > 0) {
            appendTableSize(out);
            appendInteger(INDEXED, 7, index, out); // §6.1
            return;
        }
        int huffmanLength = Huffman.encodedLength(value); // which checks it: nothing is appended before
        appendTableSize(out);
        if (indexing == Indexing.INCREMENTAL && isWorthItsPlace(name, value)) {
            appendName(INCREMENTAL, 6, name, out); // §6.2.1
            table.add(name.name(), value);
        } else {
            appendName(indexing == Indexing.NEVER ? NEVER : 0, 4, name, out); // §6.2.2, §6.2.3
        }
        appendString(value, huffmanLength, out);
    }

    private int indexOf(FieldName name, String value) {
        int index = name.staticIndex() == 0 ? 0 : StaticTable.indexOf(name.staticIndex(), value);
        return index > 0 ? index : behindStatic(table.indexOf(name.name(), value));
    }

    private static int behindStatic(int index) {
        return index == 0 ? 0 : StaticTable.SIZE + index;
    }

    /** A field that fills most of the table would drive out nearly all others. */
    private boolean isWorthItsPlace(FieldName name, String value) {
        long size = (long) name.name().length() + value.length() + HeaderField.OVERHEAD;
        return size <= table.maxSize() * 3L / 4;
    }

    private void appendName(int pattern, int bits, FieldName name, ByteQueue out) {
        int index = name.staticIndex() > 0 ? name.staticIndex() : behindStatic(table.indexOf(name.name()));
        appendInteger(pattern, bits, index, out);
        if (index == 0) {
            out.append(name.literal());
        }
    }

    /** §4.2: the smallest size since the last block, and the final one, if it is another. */
    private void appendTableSize(ByteQueue out) {
        if (untoldSize >= 0) {
            appendInteger(TABLE_SIZE, 5, untoldSize, out);
            if (untoldSize != table.maxSize()) {
                appendInteger(TABLE_SIZE, 5, table.maxSize(), out);
            }
            untoldSize = -1;
        }
    }

    /** Appends a string (§5.2), in Huffman's code if this is shorter. */
    static void appendString(String text, int huffmanLength, ByteQueue out) {
        if (huffmanLength < text.length()) {
            appendInteger(0x80, 7, huffmanLength, out);
            Huffman.encode(text, out);
        } else {
            appendInteger(0, 7, text.length(), out);
            out.appendLatin1(text);
        }
    }

    /** Appends an integer (§5.1), whose first {@code bits} bits are the lowest ones of a byte with {@code pattern} above. */
    static void appendInteger(int pattern, int bits, int value, ByteQueue out) {
        int prefix = (1 << bits) - 1;
        if (value < prefix) {
            out.append((byte) (pattern | value));
            return;
        }
        out.append((byte) (pattern | prefix));
        int rest = value - prefix;
        for (; rest > 0x7F; rest >>>= 7) {
            out.append((byte) (0x80 | rest));
        }
        out.append((byte) rest);
    }
}
