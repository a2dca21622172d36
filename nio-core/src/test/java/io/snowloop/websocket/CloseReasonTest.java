// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent of a text that is too long: a control frame has up to 125 octets (RFC 6455 §5.5), and two are the code's. */
class CloseReasonTest {
    @ParameterizedTest
    @CsvSource({
        // a text of so many, and how many are left
        "a, 123, 123",
        "a, 124, 123",
        "é, 61, 61",
        "é, 62, 61",
        "雪, 41, 41",
        "雪, 42, 41",
        "𝄞, 30, 30",
        "𝄞, 31, 30"
    })
    void isCutBetweenTwoCharacters(String character, int count, int left) {
        CloseReason reason = new CloseReason(CloseReason.PROTOCOL_ERROR, character.repeat(count)).shortened();

        assertThat(reason).isEqualTo(new CloseReason(CloseReason.PROTOCOL_ERROR, character.repeat(left)));
        assertThat(reason.payload()).hasSize(2 + character.repeat(left).getBytes(UTF_8).length);
    }
}
