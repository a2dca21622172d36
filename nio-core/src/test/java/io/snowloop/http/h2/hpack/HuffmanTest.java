// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.testing.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of RFC 7541, Appendix B, and the padding of §5.2. */
class HuffmanTest {
    /** Code and length of a symbol, as the appendix lists them: the first and the last of each length. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "48, 0, 5",
        "116, 9, 5",
        "32, 14, 6",
        "117, 2d, 6",
        "58, 5c, 7",
        "122, 7b, 7",
        "38, f8, 8",
        "90, fd, 8",
        "33, 3f8, 10",
        "63, 3fc, 10",
        "39, 7fa, 11",
        "124, 7fc, 11",
        "35, ffa, 12",
        "62, ffb, 12",
        "0, 1ff8, 13",
        "126, 1ffd, 13",
        "94, 3ffc, 14",
        "125, 3ffd, 14",
        "60, 7ffc, 15",
        "123, 7ffe, 15",
        "92, 7fff0, 19",
        "208, 7fff2, 19",
        "128, fffe6, 20",
        "226, fffed, 20",
        "153, 1fffdc, 21",
        "230, 1fffe8, 21",
        "129, 3fffd2, 22",
        "233, 3fffeb, 22",
        "1, 7fffd8, 23",
        "239, 7ffff4, 23",
        "9, ffffea, 24",
        "237, fffff5, 24",
        "199, 1ffffec, 25",
        "235, 1ffffef, 25",
        "192, 3ffffe0, 26",
        "255, 3ffffee, 26",
        "203, 7ffffde, 27",
        "254, 7fffff0, 27",
        "2, fffffe2, 28",
        "249, ffffffe, 28",
        "10, 3ffffffc, 30",
        "13, 3ffffffd, 30",
        "22, 3ffffffe, 30"
    })
    void codes(int symbol, String code, int length) throws HpackException {
        long padded = ((Long.parseLong(code, 16) + 1) << (32 - length)) - 1; // with ones
        byte[] expected = new byte[(length + 7) / 8];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (byte) (padded >> (24 - 8 * i));
        }
        String text = String.valueOf((char) symbol);
        assertThat(encode(text)).isEqualTo(expected);
        assertThat(decode(expected)).isEqualTo(text);
    }

    /** Each byte once, in order: every code has the length of the appendix. The bytes are from python3-hpack 4.0. */
    @Test
    void eachSymbolHasItsCode() throws HpackException {
        StringBuilder text = new StringBuilder();
        for (char symbol = 0; symbol < 256; symbol++) {
            text.append(symbol);
        }
        String hex = "ffc7fffd8fffffe2fffffe3fffffe4fffffe5fffffe6fffffe7fffffe8ffffeafffffff3fffffa7fffffabffff"
                + "ffdfffffebfffffecfffffedfffffeefffffefffffff0ffffff1ffffff2fffffffbfffffcffffffd3fffffd7ff"
                + "fffdbfffffdffffffe3fffffe7fffffebfffffed4fe3f9ffaffcabf1febfafefe7fdfd2cbb00089969b71d79fb"
                + "9f7fff20ffbff3ff50ddbd7f061c58f265cd9f469d5af66dddbf871e5f9cff7ff7fffc3ff9ffe45fff4719242c"
                + "b34e6e9d68a6a3d7dac426defe3cfaf7fffbfe7ffbffdffffffcfffe6ffff4bfff9ffffa3fffd3ffff53fffd5f"
                + "fffb3fffeb7fffdaffffb7ffff73fffeeffffdeffffebffffbfffffd9ffffdbfffebffffe0ffffeeffffc3ffff"
                + "8bffff1ffffe4fffee7fffb1ffff97fffd9ffffcdffff9fffffbffffdafffeeffff4ffffb7fffee7fffe8ffffd"
                + "3fffdeffffd5fffeeffffbdffffe1fffdfffff7fffff5ffffecffff07fff87fffe0ffff17fffedffff87ffff77"
                + "fffeffffeaffff8bfffe3ffff93ffff87fffcbffff37ffff1fffff83ffffe1fffebfffe3ffff3fffff2ffffa3f"
                + "fffd9fffff17ffffc7fffff27ffffdefffffbffffff2fffff8fffffb7fff97fff8fffffe6fffffc1fffff87fff"
                + "fe7fffffc5ffffe5fffe4ffff2fffffd1fffff4ffffffefffffe3fffffc9fffff97fffb3ffffcffffb7fffcdff"
                + "ff4ffff9ffffd1ffffcffffeaffffafffffddffffeffffff4fffff5fffffabffffa7ffffd7fffff9bffffecfff"
                + "ffb7fffff3fffffe8fffffd3fffffabfffff5fffffff7ffffecfffffdbfffffbbfffff7ffffff0fffffbbf";
        assertThat(encode(text.toString())).isEqualTo(Blocks.bytes(hex));
        assertThat(decode(Blocks.bytes(hex))).isEqualTo(text.toString());
    }

    @Seeds(200)
    void textsAreDecodedAsTheyWereEncoded(long seed) throws HpackException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int most = random.nextBoolean() ? 256 : 128;
        for (int i = random.nextInt(200); i > 0; i--) {
            text.append((char) random.nextInt(most));
        }
        byte[] encoded = encode(text.toString());
        assertThat(encoded).hasSize(Huffman.encodedLength(text.toString()));
        assertThat(decode(encoded)).isEqualTo(text.toString());
    }

    /** Any bytes: as by a decoder that takes one bit after the other, and looks the code up in a map. */
    @Seeds(2000)
    void anyBytesAreDecodedAsBitByBit(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(12)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] |= (byte) (random.nextInt(3) == 0 ? 0xFF : 0); // long codes begin with ones
        }
        String expected;
        try {
            expected = bitByBit(bytes);
        } catch (HpackException e) {
            assertThatThrownBy(() -> decode(bytes)).isInstanceOf(HpackException.class);
            return;
        }
        assertThat(bytes).satisfies(all -> assertThat(decode(all)).isEqualTo(expected));
    }

    private static final Map<String, Character> SYMBOLS = new HashMap<>();

    static {
        for (char symbol = 0; symbol < 256; symbol++) {
            String eightTimes = bits(encode(String.valueOf(symbol).repeat(8))); // whole bytes, so there is no padding
            SYMBOLS.put(eightTimes.substring(0, eightTimes.length() / 8), symbol);
        }
    }

    private static String bitByBit(byte[] bytes) throws HpackException {
        StringBuilder text = new StringBuilder();
        String code = "";
        for (char bit : bits(bytes).toCharArray()) {
            code += bit;
            Character symbol = SYMBOLS.get(code);
            if (symbol != null) {
                text.append(symbol.charValue());
                code = "";
            }
        }
        if (code.length() > 7 || code.contains("0")) {
            throw new HpackException("padding");
        }
        return text.toString();
    }

    private static String bits(byte[] bytes) {
        StringBuilder bits = new StringBuilder();
        for (byte b : bytes) {
            bits.append(Integer.toBinaryString((b & 0xFF) | 0x100), 1, 9);
        }
        return bits.toString();
    }

    /** An {@code a} is 00011, an ampersand 11111000: the last row ends within an ampersand. */
    @ParameterizedTest
    @ValueSource(strings = {"18", "1e", "f800", "00", "1ffe", "18ee7c"})
    void paddingIsAllOnes(String hex) {
        assertThatThrownBy(() -> decode(Blocks.bytes(hex)))
                .isInstanceOf(HpackException.class)
                .hasMessageStartingWith("Huffman-coded string with padding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "1fff", "f8ff", "1fffff", "ffff", "ffffff"})
    void paddingIsShorterThanAByte(String hex) {
        assertThatThrownBy(() -> decode(Blocks.bytes(hex)))
                .isInstanceOf(HpackException.class)
                .hasMessageContaining("at most 7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff", "fffffffc", "1fffffffff", "ffffffffffffffffffff"})
    void theEndOfTheStringIsNotSent(String hex) {
        assertThatThrownBy(() -> decode(Blocks.bytes(hex)))
                .isInstanceOf(HpackException.class)
                .hasMessageContaining("EOS");
    }

    @Test
    void noTextIsNoByte() throws HpackException {
        assertThat(encode("")).isEmpty();
        assertThat(decode(new byte[0])).isEmpty();
    }

    @Test
    void aCharacterAboveLatin1IsRefused() {
        assertThatThrownBy(() -> Huffman.encodedLength("ab\u0100"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("character U+0100 at index 2 of a header field is above U+00FF");
    }

    private static byte[] encode(String text) {
        ByteQueue out = new ByteQueue();
        Huffman.encode(text, out);
        byte[] bytes = new byte[out.size()];
        out.peek().get(bytes);
        return bytes;
    }

    private static String decode(byte[] bytes) throws HpackException {
        byte[] text = new byte[Huffman.longestDecoded(bytes.length)];
        return new String(text, 0, Huffman.decode(bytes, 0, bytes.length, text), ISO_8859_1);
    }
}
