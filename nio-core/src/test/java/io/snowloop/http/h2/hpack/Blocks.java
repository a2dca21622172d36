// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import io.snowloop.buffer.ByteQueue;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Header blocks as hexadecimal text, and fields as {@code name: value}. */
final class Blocks {
    /** The index of the newest field of a dynamic table. */
    private static final int FIRST_DYNAMIC = 62;

    private Blocks() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static String hex(ByteQueue queue) {
        byte[] bytes = new byte[queue.size()];
        queue.peek().get(bytes);
        queue.clear();
        return HexFormat.of().formatHex(bytes);
    }

    /** The fields of a block; they must be within the limit of the list. */
    static List<String> decode(HpackDecoder decoder, String hex) throws HpackException {
        List<String> fields = new ArrayList<>();
        byte[] bytes = bytes(hex);
        if (!decoder.decode(bytes, 0, bytes.length, field -> fields.add(text(field)))) {
            throw new AssertionError("over the limit: " + fields);
        }
        return fields;
    }

    static String text(HeaderField field) {
        return field.name() + ": " + field.value() + (field.isNeverIndexed() ? " (never indexed)" : "");
    }

    /** What is in the dynamic table, the newest first: each index in a block of its own, up to the first that is refused. */
    static List<String> table(HpackDecoder decoder) {
        List<String> fields = new ArrayList<>();
        ByteQueue block = new ByteQueue();
        try {
            for (int index = FIRST_DYNAMIC; ; index++) {
                HpackEncoder.appendInteger(0x80, 7, index, block);
                fields.addAll(decode(decoder, hex(block)));
            }
        } catch (HpackException e) {
            return fields;
        }
    }
}
