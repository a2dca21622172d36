// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a length that cannot be read is called, in both roles. */
class ContentLengthTest {
    private static void assertRefused(Headers headers, Status status, String message) {
        assertThatExceptionOfType(RemoteProtocolException.class)
                .isThrownBy(() -> FramingRules.ofRequest(Method.POST, Version.HTTP_1_1, headers))
                .withMessage(message)
                .satisfies(refusal -> assertThat(refusal.suggestedStatus()).isEqualTo(status));
        assertThatExceptionOfType(RemoteProtocolException.class)
                .isThrownBy(() -> FramingRules.ofResponse(Version.HTTP_1_1, headers, false))
                .withMessage(message);
    }

    @Test
    void aNumberOfEighteenDigitsIsALength() throws Exception {
        assertThat(FramingRules.ofRequest(
                        Method.POST, Version.HTTP_1_1, Headers.of("Content-Length", "999999999999999999")))
                .isEqualTo(new BodyFraming.ContentLength(999_999_999_999_999_999L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000000000000", "9223372036854775808", "99999999999999999999999999999"})
    void aNumberOfTooManyDigitsIsTooLarge(String length) {
        assertRefused(
                Headers.of("Content-Length", length),
                Status.CONTENT_TOO_LARGE,
                "Content-Length \"" + length + "\" is too large");
    }

    @ParameterizedTest
    @CsvSource({"-99999999999999999999", "+1", "1e30", "9999999999999999999x", "''", "'1, 1'"})
    void anythingElseIsNotANumber(String length) {
        assertRefused(
                Headers.of("Content-Length", length),
                Status.BAD_REQUEST,
                "Content-Length \"" + length + "\" is not one number");
    }
}
