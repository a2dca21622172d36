// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainValueTest {
    @Test
    void whatIsWrittenInTheOneWayIsRead() {
        assertThat(PlainValue.intOf("-2147483648")).isEqualTo(Integer.MIN_VALUE);
        assertThat(PlainValue.intOf("007")).isEqualTo(7);
        assertThat(PlainValue.longOf("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(PlainValue.booleanOf("true")).isTrue();
        assertThat(PlainValue.booleanOf("false")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "+1", "1.0", " 1", "1 ", "0x1", "\u0661", "--1", "9223372036854775808"})
    void anythingElseIsNoNumber(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PlainValue.intOf(text));
        assertThatIllegalArgumentException().isThrownBy(() -> PlainValue.longOf(text));
    }

    @Test
    void anIntHasItsBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> PlainValue.intOf("2147483648"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "True", "1", "yes", "true "})
    void anythingElseIsNoBoolean(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PlainValue.booleanOf(text));
    }
}
