// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** All members, among what an int can be: a byte as it is, any character, and the end of a stream. */
    private static String members(IntPredicate group) {
        return IntStream.rangeClosed(-0x180, 0x10FFFF)
                .filter(group)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static String sorted(String characters) {
        return characters.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    @Test
    void tokens() {
        assertThat(members(Grammar::isTokenChar)).isEqualTo(sorted(ALPHANUMERIC + "!#$%&'*+-.^_`|~"));
        assertThat(Grammar.isToken("Content-Type")).isTrue();
        assertThat(Grammar.isToken("")).isFalse();
        assertThat(Grammar.isToken("a b")).isFalse();
    }

    @Test
    void hosts() {
        assertThat(members(Grammar::isHostChar)).isEqualTo(sorted(ALPHANUMERIC + "-._~%"));
    }

    @Test
    void targets() {
        assertThat(members(Grammar::isTargetChar)).isEqualTo(sorted(ALPHANUMERIC + "-._~%!$&'()*+,;=:@/?[]{}|\\^`"));
    }

    @Test
    void uris() {
        assertThat(members(Grammar::isUriChar)).isEqualTo(sorted(ALPHANUMERIC + "-._~%!$&'()*+,;=:@/?#[]"));
    }

    @Test
    void fieldValues() {
        String allowed = IntStream.range(0, 256)
                .filter(c -> c == '\t' || (c >= ' ' && c != 0x7F))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        assertThat(members(Grammar::isFieldChar)).isEqualTo(allowed);
        assertThat(Grammar.isFieldValue("")).isTrue();
        assertThat(Grammar.isFieldValue("a\t b\u00e9")).isTrue();
        assertThat(Grammar.isFieldValue(" a")).isFalse();
        assertThat(Grammar.isFieldValue("a ")).isFalse();
        assertThat(Grammar.isFieldValue("a\t")).isFalse();
        assertThat(Grammar.isFieldValue("a\nb")).isFalse();
        assertThat(Grammar.isFieldValue("\u007fa")).isFalse();
    }

    /** Header injection would begin with a line end that is overlooked in one place of a long value. */
    @ParameterizedTest
    @ValueSource(chars = {'0', 'a', '\u00e9'})
    void aCharacterThatIsNotAllowedIsFoundInEveryPlace(char around) {
        byte[] bytes = new byte[2 + 20 + 2];
        for (int bad : new int[] {0, '\t', '\n', '\r', 0x1F, ' ', '~', 0x7F, 0x80, 0xFF}) {
            for (int at = 0; at < 20; at++) {
                Arrays.fill(bytes, (byte) around);
                bytes[0] = '\n'; // outside
                bytes[22] = '\n';
                bytes[2 + at] = (byte) bad;
                boolean allowed = Grammar.isFieldChar(bad);
                assertThat(Grammar.indexOfNonFieldChar(bytes, 2, 22))
                        .as("%02x at %d", bad, at)
                        .isEqualTo(allowed ? 22 : 2 + at);
                assertThat(Grammar.indexOfNonFieldChar(new String(bytes, 2, 20, ISO_8859_1)))
                        .isEqualTo(allowed ? -1 : at);
            }
        }
    }

    @Test
    void aSearchStopsAtItsEnd() {
        byte[] bytes = "what is behind the end".getBytes(ISO_8859_1);
        for (int to = 0; to <= bytes.length; to++) {
            assertThat(Grammar.indexOfNonFieldChar(bytes, 0, to)).isEqualTo(to);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "close|true",
                "Close|true",
                "keep-alive, close|true",
                "close \t,keep-alive|true",
                ",, \tclose,|true",
                "closed|false",
                "clos|false",
                "xclose|false",
                "close d|false",
                " , |false",
                ",|false",
                "keep-alive|false"
            })
    void membersOfAList(String list, boolean found) {
        assertThat(Grammar.hasMember(list, "close")).isEqualTo(found);
    }

    @Test
    void quotesAreFitForALog() {
        assertThat(Printable.quote("a ~\r\n\u001b\u007f\u2028"))
                .isEqualTo("\"a ~\\u000d\\u000a\\u001b\\u007f\\u2028\"");
        assertThat(Printable.quote("x".repeat(60))).isEqualTo("\"" + "x".repeat(60) + "\"");
        assertThat(Printable.quote("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "...\"");
    }
}
