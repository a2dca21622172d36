// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which fields are well-formed (RFC 9113 §8.2.1): the same by each way into and out of a block. */
class HeaderFieldTest {
    record Row(String name, String value, boolean wellFormed) {}

    static List<Row> rows() {
        return List.of(
                new Row("a", "b", true),
                new Row("a", "", true),
                new Row("x-!#$%&'*+.^_`|~9", "a b\tc", true),
                new Row("a", "\u0080\u00e4\u00ff", true),
                new Row(":path", "/", true),
                new Row(":any", "x", true),
                new Row("", "b", false),
                new Row(":", "b", false),
                new Row("::a", "b", false),
                new Row("a:", "b", false),
                new Row("a:b", "b", false),
                new Row("A", "b", false),
                new Row("aZ", "b", false),
                new Row(":Path", "/", false),
                new Row("a b", "b", false),
                new Row(" a", "b", false),
                new Row("a\0", "b", false),
                new Row("\u00e4", "b", false),
                new Row("a", " b", false),
                new Row("a", "b ", false),
                new Row("a", "\tb", false),
                new Row("a", "b\t", false),
                new Row("a", " ", false),
                new Row("a", "b\r\nc: d", false),
                new Row("a", "b\nc", false),
                new Row("a", "b\rc", false),
                new Row("a", "b\0c", false),
                new Row("a", "b\u007f", false),
                new Row("a", "long enough for eight bytes at a time\nc", false));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isWellFormed(Row row) throws HpackException {
        check(row, new HeaderField(row.name, row.value));
        for (int pattern : new int[] {0x40, 0x00, 0x10}) {
            for (HeaderField field : decode(row, pattern)) {
                check(row, field);
            }
        }
    }

    private static void check(Row row, HeaderField field) {
        assertThat(field.name()).isEqualTo(row.name);
        assertThat(field.value()).isEqualTo(row.value);
        assertThat(field.size()).isEqualTo(row.name.length() + row.value.length() + 32);
        assertThat(field.isWellFormed()).isEqualTo(row.wellFormed);
        assertThat(field.isPseudo()).isEqualTo(row.name.startsWith(":"));
        Headers.Builder headers = Headers.builder();
        if (row.wellFormed && !field.isPseudo()) {
            field.addTo(headers);
            assertThat(headers.build()).isEqualTo(Headers.of(row.name, row.value));
        } else {
            assertThatThrownBy(() -> field.addTo(headers)).isInstanceOf(IllegalArgumentException.class);
            assertThat(headers.size()).isZero();
        }
    }

    /** As it is, in Huffman's code, and with the name of a field in the table. */
    private static List<HeaderField> decode(Row row, int pattern) throws HpackException {
        ByteQueue block = new ByteQueue();
        for (boolean huffman : new boolean[] {false, true}) {
            block.append((byte) pattern);
            append(row.name, huffman, block);
            append(row.value, huffman, block);
        }
        block.append((byte) 0x40);
        append(row.name, false, block);
        append("x", false, block);
        HpackEncoder.appendInteger(pattern, pattern == 0x40 ? 6 : 4, 62, block);
        append(row.value, false, block);
        List<HeaderField> fields = new ArrayList<>();
        new HpackDecoder(4096).decode(block.array(), block.arrayOffset(), block.size(), fields::add);
        fields.remove(2);
        assertThat(fields).hasSize(3);
        return fields;
    }

    private static void append(String text, boolean huffman, ByteQueue out) {
        HpackEncoder.appendInteger(huffman ? 0x80 : 0, 7, huffman ? Huffman.encodedLength(text) : text.length(), out);
        if (huffman) {
            Huffman.encode(text, out);
        } else {
            out.appendLatin1(text);
        }
    }

    @Test
    void doesNotShowItsValue() {
        assertThat(new HeaderField("authorization", "secret")).hasToString("\"authorization\"");
        assertThatThrownBy(() -> new HeaderField("a", "secret\n").addTo(Headers.builder()))
                .hasMessage("malformed header field \"a\"");
    }
}
