// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8ValidatorTest {
    private static final CharsetDecoder JDK = StandardCharsets.UTF_8.newDecoder();
    private static final byte[] EDGES = Endpoint.bytes(
            "00 7f 80 81 8f 90 9f a0 bf c0 c1 c2 df e0 e1 ec ed ee ef f0 f1 f3 f4 f5 f7 f8 fb fc fd fe ff");

    private static boolean isValid(byte[] bytes) {
        Utf8Validator utf8 = new Utf8Validator();
        return utf8.check(bytes, 0, bytes.length) < 0 && utf8.isComplete();
    }

    private static boolean isValidToTheJdk(byte[] bytes) {
        JDK.reset();
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        return !JDK.decode(ByteBuffer.wrap(bytes), out, true).isError();
    }

    /** Four bytes of those at which the rules change, a million of them. */
    @Test
    void agreesWithTheJdk() {
        byte[] bytes = new byte[4];
        List<String> differing = new ArrayList<>();
        for (byte first : EDGES) {
            for (byte second : EDGES) {
                for (byte third : EDGES) {
                    for (byte fourth : EDGES) {
                        bytes[0] = first;
                        bytes[1] = second;
                        bytes[2] = third;
                        bytes[3] = fourth;
                        if (isValid(bytes) != isValidToTheJdk(bytes)) { // an assertion for each takes seconds
                            differing.add(Endpoint.hex(ByteBuffer.wrap(bytes)));
                        }
                    }
                }
            }
        }
        assertThat(differing).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "61 62 63 ff, 3",
        "c3 28, 1",
        "e2 82 28, 2",
        "f0 9d 84 28, 3",
        "ed a0, 1",
        "e0 9f, 1",
        "f4 90, 1",
        "f0 8f, 1",
        "80, 0",
        "c0, 0",
        "f5, 0",
        "61 61 61 61 61 61 61 61 61 80, 9",
        "ce ba 80, 2"
    })
    void findsTheFirstWrongByteWhereverTheTextIsCut(String hex, int wrong) {
        byte[] bytes = Endpoint.bytes(hex);
        for (int cut = 0; cut <= wrong; cut++) {
            Utf8Validator utf8 = new Utf8Validator();
            assertThat(utf8.check(bytes, 0, cut)).isEqualTo(-1);
            assertThat(utf8.check(bytes, cut, bytes.length))
                    .as("cut at %s", cut)
                    .isEqualTo(wrong - cut);
        }
    }

    @Test
    void aTextDoesNotEndWithinACharacter() {
        byte[] euro = Endpoint.bytes("e2 82 ac");
        Utf8Validator utf8 = new Utf8Validator();
        utf8.check(euro, 0, 2);
        assertThat(utf8.isComplete()).isFalse();
        utf8.check(euro, 2, 3);
        assertThat(utf8.isComplete()).isTrue();
        assertThat(utf8.check(euro, 0, 3)).as("another").isEqualTo(-1);
    }
}
