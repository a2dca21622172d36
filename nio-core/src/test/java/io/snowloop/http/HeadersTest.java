// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.syntax.Grammar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {
    private final Headers headers = Headers.of("Host", "a", "Accept", "b", "accept", "c", "X", "");

    @Test
    void namesAreFoundInAnyCase() {
        assertThat(headers.get("ACCEPT")).isEqualTo("b");
        assertThat(headers.all("ACCEPT")).containsExactly("b", "c");
        assertThat(headers.count("ACCEPT")).isEqualTo(2);
        assertThat(headers.contains("x")).isTrue();
        assertThat(headers.contains("host")).as("the first").isTrue();
        assertThat(headers.count("host")).isEqualTo(1);
    }

    @Test
    void whatIsNotThere() {
        assertThat(headers.get("Y")).isNull();
        assertThat(headers.all("Y")).isEmpty();
        assertThat(headers.count("Y")).isZero();
        assertThat(headers.contains("Y")).isFalse();
    }

    @Test
    void orderAndSpellingAreKept() {
        List<String> fields = new ArrayList<>();
        headers.forEach((name, value) -> fields.add(name + "=" + value));
        assertThat(fields).containsExactly("Host=a", "Accept=b", "accept=c", "X=");
        assertThat(headers.size()).isEqualTo(4);
        assertThat(headers.name(2)).isEqualTo("accept");
        assertThat(headers.value(2)).isEqualTo("c");
        assertThat(headers.names()).containsExactly("Accept", "Host", "X");
        assertThat(headers.isEmpty()).isFalse();
        assertThatThrownBy(() -> headers.name(4)).isInstanceOf(IndexOutOfBoundsException.class);
        Headers three = headers.without("X");
        assertThatThrownBy(() -> three.name(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void blanksAroundAValueOfBytesAreNotPartOfIt() {
        byte[] line = "X: \t a b\t  ".getBytes(ISO_8859_1);
        Headers.Builder builder = Headers.builder();
        builder.add(line, 0, 1, 2, line.length);
        builder.add(line, 0, 1, 2, 4); // blanks only, and a blank behind them
        builder.add(line, 0, 1, 4, 4);
        assertThat(builder.build().all("X")).containsExactly("a b", "", "");
    }

    @Test
    void changesMakeNewHeaders() {
        assertThat(headers.with("ACCEPT", "d")).isEqualTo(Headers.of("Host", "a", "X", "", "ACCEPT", "d"));
        assertThat(headers.plus("Accept", "d").all("Accept")).containsExactly("b", "c", "d");
        assertThat(headers.without("accept")).isEqualTo(Headers.of("Host", "a", "X", ""));
        assertThat(headers.without("Y")).isSameAs(headers);
        assertThat(headers.size()).isEqualTo(4);
    }

    /** After each size of the builder's array, because it may be the built headers' array too. */
    @Test
    void aBuilderStaysAsItIsAndMayGoOn() {
        for (int fields = 0; fields < 9; fields++) {
            Headers.Builder builder = Headers.builder();
            for (int i = 0; i < fields; i++) {
                builder.add("N" + i, "v");
            }
            Headers first = builder.build();
            Headers same = builder.build();
            Headers second = builder.add("A", "b").build();
            Headers third = builder.add("C", "d").build();

            assertThat(builder.size()).isEqualTo(fields + 2);
            assertThat(first).isEqualTo(same).hasToString(same.toString());
            assertThat(first.size()).isEqualTo(fields);
            assertThat(first.contains("A")).isFalse();
            assertThat(second).isEqualTo(first.plus("A", "b"));
            assertThat(third).isEqualTo(first.plus("A", "b").plus("C", "d"));
        }
    }

    @Test
    void aBuilderMayBeginAgain() {
        Headers.Builder builder = Headers.builder().addAll(headers);
        Headers first = builder.build();
        Headers second = builder.clear().add("A", "b").build();

        assertThat(first).isEqualTo(headers);
        assertThat(second).isEqualTo(Headers.of("A", "b"));
        assertThat(second.contains("Host")).isFalse();
        assertThat(builder.clear().size()).isZero();
        assertThat(builder.build()).isSameAs(Headers.empty());
        assertThat(Headers.empty().isEmpty()).isTrue();
    }

    @Test
    void growsAsNeeded() {
        Headers.Builder builder = Headers.builder();
        for (int i = 0; i < 100; i++) {
            builder.add("n" + i, "v" + i);
        }
        assertThat(builder.build().get("n99")).isEqualTo("v99");
    }

    @Test
    void equality() {
        assertThat(Headers.of("A", "b")).isEqualTo(Headers.of("a", "b")).hasSameHashCodeAs(Headers.of("a", "b"));
        assertThat(Headers.of("A", "b"))
                .isNotEqualTo(Headers.of("A", "B"))
                .isNotEqualTo(Headers.of("B", "b"))
                .isNotEqualTo(Headers.of("A", "b", "A", "b"))
                .isNotEqualTo("A: b");
        assertThat(Headers.of("A", "b", "C", "d")).isNotEqualTo(Headers.of("C", "d", "A", "b"));
        assertThat(Headers.of("A", "b")).doesNotHaveSameHashCodeAs(Headers.of("A", "c"));
    }

    @Test
    void secretsStayOutOfLogs() {
        Headers secrets = Headers.of(
                "authorization", "secret", "Proxy-Authorization", "secret", "Cookie", "secret", "Set-Cookie", "secret");
        assertThat(secrets.plus("A", "b").toString()).doesNotContain("secret").endsWith(", A: b}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "close | true",
                "Close | true",
                "keep-alive, close | true",
                "keep-alive ,\tCLOSE\t, x | true",
                ",,close,, | true",
                "closed | false",
                "xclose | false",
                "clo,se | false",
                "clo | false",
                "'' | false",
                ", | false",
                "close x | false"
            })
    void tokensInLists(String value, boolean has) {
        assertThat(Headers.of("Connection", value).hasToken("connection", "close"))
                .isEqualTo(has);
        assertThat(Headers.of("Connection", "x", "Connection", value).hasToken("connection", "close"))
                .isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\n", "\0", "\u00e9", "\u0141", "a/b", "(a)"})
    void badNames(String name) {
        assertThatThrownBy(() -> Headers.of(name, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a token");
        assertThatThrownBy(() -> headers.with(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> headers.plus(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    /** U+010A has the low byte of LF: written carelessly it would become one. */
    @ParameterizedTest
    @CsvSource({"000A,3", "000D,0", "0000,1", "007F,2", "001B,3", "010A,0", "2028,1"})
    void badValues(String code, int at) {
        StringBuilder value = new StringBuilder("abc");
        value.insert(at, (char) Integer.parseInt(code, 16));
        assertThatThrownBy(() -> Headers.of("A", value.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("value of header A holds the character U+" + code + " at index " + at)
                .hasMessageContaining("encode it first");
    }

    @Test
    void badValuesInBytes() {
        byte[] line = "A: b\0c".getBytes(ISO_8859_1);
        assertThatThrownBy(() -> Headers.builder().add(line, 0, 1, 2, line.length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("value of header A holds the character U+0000 at index 2: ");
    }

    /** At every place, because eight bytes are looked at in one step. */
    @Test
    void everyByteAtEveryPlaceOfAValue() {
        for (int c = 0; c < 256; c++) {
            for (int at = 3; at < 25; at++) {
                byte[] line = ("A: " + "\u00ff!".repeat(11)).getBytes(ISO_8859_1);
                line[at] = (byte) c;
                int where = at;
                if (Grammar.isFieldChar(c)) {
                    assertThat(Headers.builder().add(line, 0, 1, 3, 25).size()).isEqualTo(1);
                } else {
                    assertThatThrownBy(() -> Headers.builder().add(line, 0, 1, 3, 25))
                            .hasMessageContaining(" at index " + (where - 3) + ": ");
                }
            }
        }
    }

    @Test
    void blanksAroundAValueAreNotPartOfIt() {
        assertThat(Headers.of("A", " \tb c\t ").get("A")).isEqualTo("b c");
    }

    @Test
    void anOddNumberOfTexts() {
        assertThatThrownBy(() -> Headers.of("A", "b", "C"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the last name, C, has no value");
    }

    @Test
    void usualNamesAreSharedInBothSpellings() {
        byte[] bytes = "Content-Type content-type CONTENT-TYPE".getBytes(ISO_8859_1);
        assertThat(FieldNames.of(bytes, 0, 12))
                .isSameAs(FieldNames.of(bytes, 0, 12))
                .isEqualTo("Content-Type");
        assertThat(FieldNames.of(bytes, 13, 25))
                .isSameAs(FieldNames.of(bytes, 13, 25))
                .isEqualTo("content-type");
        assertThat(FieldNames.of(bytes, 26, 38)).isEqualTo("CONTENT-TYPE");
    }

    @Test
    void usualNamesAreTheStringsThatLiteralsAre() {
        for (String name : FieldNames.USUAL.split("\\s+")) {
            for (String spelled : List.of(name, name.toLowerCase(Locale.ROOT))) {
                byte[] line = (spelled + ":1").getBytes(StandardCharsets.ISO_8859_1);
                Headers parsed = Headers.builder()
                        .add(line, 0, spelled.length(), spelled.length() + 1, line.length)
                        .build();
                assertThat(parsed.name(0)).isSameAs(spelled.intern());
            }
        }
    }

    @Test
    void theMemoryOfFieldsIsTheirTextAndTheirObjects() {
        assertThat(Headers.of("Ab", "cde", "f", "").memory()).isEqualTo(6 + 2 * Headers.MEMORY_OF_FIELD);
        assertThat(Headers.empty().memory()).isZero();
    }
}
