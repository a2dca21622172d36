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
import org.junit.jupiter.params.provider.CsvSource;

class HpackDecoderTest {
    private final HpackDecoder decoder = new HpackDecoder(64 * 1024);

    /** Each row is one block on a new connection; the table is empty. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "index 0, 80, header field with index 0: the tables have 61 and 0 fields",
        "index behind the tables, be, header field with index 62: the tables have 61 and 0 fields",
        "large index, ff80ffffff07, header field with index 2147483647",
        "index of a name behind the tables, 7e0161, header field with index 62",
        "index of a name of a field without indexing, 0f2f0161, header field with index 62",
        "index of a name of a field never indexed, 1f2f0161, header field with index 62",
        "integer above 2^31 - 1, ffffffffff0f, integer 4294967422 in a header block is above 2^31 - 1",
        "integer of seven bytes, ff808080808001, integer of more than 6 bytes",
        "zeros without end, ff80808080808080808080808080808000, integer of more than 6 bytes",
        "block ends in an integer, ff80, header block ends within a field",
        "block ends before a name, 40, header block ends within a field",
        "block ends before a value, 400161, header block ends within a field",
        "block ends before a value with an indexed name, 44, header block ends within a field",
        "block ends in a name, 40036161, string of 3 bytes in a header block which has only 2 more",
        "block ends in a value, 4402, string of 2 bytes in a header block which has only 0 more",
        "block ends in a value with Huffman code, 44821f, string of 2 bytes in a header block which has only 1 more",
        "string of 2 GB, 44ff80ffffff07, string of 2147483647 bytes in a header block which has only 0 more",
        "EOS in a name, 4084ffffffff0161, Huffman-coded string with EOS in it",
        "padding of a value, 448118, Huffman-coded string with padding that is not all ones",
        "padding of eight bits, 44821fff, Huffman-coded string with padding of 11 bits",
        "table larger than allowed, 3fe21f, dynamic table of 4097 bytes: at most 4096 are allowed",
        "table size behind a field, 8220, change of the dynamic table's size which is not at the beginning",
        "three table sizes, 202020, change of the dynamic table's size which is not at the beginning of a header block",
        "block ends in a table size, 3f, header block ends within a field",
    })
    void refuses(String what, String hex, String message) {
        assertThatThrownBy(() -> Blocks.decode(decoder, hex))
                .as(what)
                .isInstanceOf(HpackException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void integersAreRightUpToTheBound() throws HpackException {
        for (int value : new int[] {0, 30, 31, 32, 158, 159, 4096, Integer.MAX_VALUE}) {
            ByteQueue out = new ByteQueue();
            HpackEncoder.appendInteger(0x20, 5, value, out);
            byte[] bytes = Blocks.bytes(Blocks.hex(out));
            BlockReader in = new BlockReader();
            in.open(bytes, 0, bytes.length);
            assertThat(in.readInteger(5)).isEqualTo(value);
        }
    }

    /** Zeros behind an integer are allowed, as long as it is not too long. */
    @Test
    void anIntegerMayHaveZerosAtItsEnd() throws HpackException {
        Blocks.decode(decoder, "3f8080808000"); // a table of 31 bytes
        decoder.setMaxTableSize(31);
        assertThat(Blocks.decode(decoder, "82")).hasSize(1);
    }

    @Test
    void theBlockIsAPartOfTheArray() throws HpackException {
        List<String> fields = new ArrayList<>();
        assertThat(decoder.decode(Blocks.bytes("80828480"), 1, 3, field -> fields.add(Blocks.text(field))))
                .isTrue();
        assertThat(fields).containsExactly(":method: GET", ":path: /");
        assertThatThrownBy(() -> decoder.decode(new byte[3], 2, 4, field -> {}))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void noFieldsAreABlock() throws HpackException {
        assertThat(Blocks.decode(decoder, "")).isEmpty();
        assertThat(Blocks.decode(decoder, "2020")).isEmpty();
    }

    // ---------------------------------------------------------------------------------------------------- the tables

    @Test
    void theStaticTableHas61Fields() throws HpackException {
        Blocks.decode(decoder, "4001610162");
        assertThat(Blocks.decode(decoder, "81" + "82" + "8e" + "8f" + "90" + "bc" + "bd" + "be"))
                .containsExactly(
                        ":authority: ",
                        ":method: GET",
                        ":status: 500",
                        "accept-charset: ",
                        "accept-encoding: gzip, deflate",
                        "via: ",
                        "www-authenticate: ",
                        "a: b");
    }

    /** "a: b" has 34 bytes: 120 of them have 4080. */
    @Test
    void theOldestFieldLeavesWhenTheTableIsFull() throws HpackException {
        for (int i = 0; i < 120; i++) {
            Blocks.decode(decoder, "40016101" + String.format("%02x", '!' + i % 64));
        }
        assertThat(Blocks.table(decoder)).hasSize(120).last().isEqualTo("a: !");
        Blocks.decode(decoder, "4001610178");
        assertThat(Blocks.table(decoder)).hasSize(120).startsWith("a: x").last().isEqualTo("a: \"");
    }

    /** RFC 7541 §4.4: "an attempt to add an entry larger than the maximum size causes the table to be emptied". */
    @Test
    void aFieldThatIsLargerThanTheTableEmptiesIt() throws HpackException {
        Blocks.decode(decoder, "3f09" + "4001610162"); // 40 bytes
        assertThat(Blocks.table(decoder)).containsExactly("a: b");
        assertThat(Blocks.decode(decoder, "40016108" + "62".repeat(8))).containsExactly("a: bbbbbbbb");
        assertThat(Blocks.table(decoder)).isEmpty();
        Blocks.decode(decoder, "40016107" + "62".repeat(7));
        assertThat(Blocks.table(decoder)).containsExactly("a: bbbbbbb");
    }

    /** §4.4: the name of the new field may be the one of a field that leaves because of it. */
    @Test
    void theNameMayBeOfAFieldThatLeaves() throws HpackException {
        Blocks.decode(decoder, "3f09" + "4001610162");
        assertThat(Blocks.decode(decoder, "7e0163")).containsExactly("a: c");
        assertThat(Blocks.table(decoder)).containsExactly("a: c");
    }

    @Test
    void aSmallerTableKeepsTheNewestFields() throws HpackException {
        Blocks.decode(decoder, "4001610162" + "4001630164" + "4001650166");
        Blocks.decode(decoder, "3f25" + "3fe11f"); // 68, which holds two; and 4096 again
        assertThat(Blocks.table(decoder)).containsExactly("e: f", "c: d");
        Blocks.decode(decoder, "20");
        assertThat(Blocks.table(decoder)).isEmpty();
        assertThat(Blocks.decode(decoder, "4001610162")).containsExactly("a: b");
        assertThat(Blocks.table(decoder)).isEmpty();
    }

    @Test
    void fieldsWithoutIndexingDoNotEnter() throws HpackException {
        assertThat(Blocks.decode(decoder, "0001610162" + "1001630164")).containsExactly("a: b", "c: d (never indexed)");
        assertThat(Blocks.table(decoder)).isEmpty();
    }

    /** RFC 9113 §4.3.1: a reduction that was acknowledged must be told before the next field. */
    @Test
    void aReductionBySettingsIsToldByThePeer() throws HpackException {
        decoder.setMaxTableSize(100);
        assertThatThrownBy(() -> Blocks.decode(decoder, "82"))
                .isInstanceOf(HpackException.class)
                .hasMessage("header block without the change of the dynamic table to at most 100 bytes, "
                        + "which SETTINGS asked for (RFC 7541 section 4.2)");
        assertThatThrownBy(() -> Blocks.decode(decoder, "3f46"))
                .isInstanceOf(HpackException.class)
                .hasMessageStartingWith("dynamic table of 101 bytes: at most 100");
        assertThat(Blocks.decode(decoder, "3f45" + "82")).hasSize(1);
        assertThat(Blocks.decode(decoder, "82")).hasSize(1);
    }

    @Test
    void aLargerTableIsThePeersChoice() throws HpackException {
        decoder.setMaxTableSize(8192);
        assertThat(Blocks.decode(decoder, "82")).hasSize(1);
        assertThat(Blocks.decode(decoder, "3fe13f" + "82")).hasSize(1);
    }

    // ------------------------------------------------------------------------------------------ the limit of the list

    /** {@code :method: GET} has 42 bytes. */
    @Test
    void theListMayBeAsLargeAsItsLimit() throws HpackException {
        HpackDecoder small = new HpackDecoder(84);
        assertThat(Blocks.decode(small, "8282")).hasSize(2);
        List<String> fields = new ArrayList<>();
        assertThat(small.decode(Blocks.bytes("828282"), 0, 3, field -> fields.add(field.name())))
                .isFalse();
        assertThat(fields).hasSize(2);
        assertThat(Blocks.decode(small, "8282")).hasSize(2);
    }

    /** What is behind the limit enters the table, as it does in the table of the peer. */
    @Test
    void aListOverTheLimitKeepsTheTableInStep() throws HpackException {
        HpackDecoder small = new HpackDecoder(70);
        byte[] block = Blocks.bytes("4001610162" + "82" + "4001630164");
        assertThat(small.decode(
                        block,
                        0,
                        block.length,
                        field -> assertThat(field.name()).isEqualTo("a")))
                .isFalse();
        assertThat(Blocks.table(small)).containsExactly("c: d", "a: b");
    }

    /** A header bomb: 4 KiB in the table, and 16384 times one byte that stands for them. */
    @Test
    void aBombGivesNoMoreThanTheLimit() throws HpackException {
        ByteQueue block = new ByteQueue();
        block.append(Blocks.bytes("400161"));
        HpackEncoder.appendInteger(0, 7, 4000, block);
        block.append(new byte[4000]);
        for (int i = 0; i < 16_384; i++) {
            block.append((byte) 0xBE);
        }
        List<HeaderField> fields = new ArrayList<>();
        assertThat(decoder.decode(block.array(), block.arrayOffset(), block.size(), fields::add))
                .isFalse();
        assertThat(fields).hasSize(65_536 / 4033);
        assertThat(fields).allMatch(field -> field == fields.get(1) || field == fields.get(0));
    }

    // -------------------------------------------------------------------------------------------------- shared fields

    @Test
    void aFieldOfATableIsTheSameObjectEachTime() throws HpackException {
        List<HeaderField> fields = new ArrayList<>();
        byte[] block = Blocks.bytes("82" + "4001610162" + "be" + "82");
        decoder.decode(block, 0, block.length, fields::add);
        assertThat(fields.get(2)).isSameAs(fields.get(1));
        assertThat(fields.get(3)).isSameAs(fields.get(0));
        assertThat(fields.get(0).name()).isSameAs(":method");
        Headers.Builder one = Headers.builder();
        Headers.Builder other = Headers.builder();
        fields.get(1).addTo(one);
        fields.get(2).addTo(other);
        assertThat(one.build().value(0)).isSameAs(other.build().value(0));
    }
}
