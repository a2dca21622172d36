// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void noControlReachesATerminal() {
        for (char c = 0; c < 0x300; c++) {
            boolean shown = Printable.of("a" + c + "b").indexOf(c) >= 0;
            assertThat(shown).as("U+%04X", (int) c).isEqualTo((c >= ' ' && c < 0x7f) || (c >= 0xa0 && c != 0xad));
        }
    }

    @Test
    void whatIsNotShownAsItselfIsEscaped() {
        assertThat(Printable.of("a\r\n\u001b[31m\u009b31m\u202e\u2028\ufeff"))
                .isEqualTo("a\\u000d\\u000a\\u001b[31m\\u009b31m\\u202e\\u2028\\ufeff");
    }

    @Test
    void anyOtherTextStays() {
        for (String text : new String[] {"", "GET /home/?a=1", "grüße", "雪", "\ud83d\ude00", "a\\b"}) {
            assertThat(Printable.of(text)).isSameAs(text);
        }
    }

    @Test
    void aQuoteIsShort() {
        assertThat(Printable.quote("a\n")).isEqualTo("\"a\\u000a\"");
        assertThat(Printable.quote("x".repeat(60))).isEqualTo('"' + "x".repeat(60) + '"');
        assertThat(Printable.quote("x".repeat(61))).isEqualTo('"' + "x".repeat(60) + "...\"");
    }

    @Test
    void aCutLeavesNoHalfOfACharacter() {
        assertThat(Printable.of("ab\ud83d\ude00", 4)).isEqualTo("ab\ud83d\ude00");
        assertThat(Printable.of("ab\ud83d\ude00c", 4)).isEqualTo("ab\ud83d\ude00...");
        assertThat(Printable.of("ab\ud83d\ude00", 3)).isEqualTo("ab...");
    }
}
