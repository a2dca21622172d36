// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
    private static List<Challenge> parse(String... fields) {
        return Challenge.parse(List.of(fields));
    }

    /** The example of RFC 9110 §11.6.1. */
    @Test
    void severalInOneFieldAreTold() {
        assertThat(parse("Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\""))
                .containsExactly(
                        new Challenge("basic", Map.of("realm", "simple")),
                        new Challenge("newauth", Map.of("realm", "apps", "type", "1", "title", "Login to \"apps\"")));
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(parse("Negotiate", "NTLM abc/+==, , Basic  REALM = \"a, b\" ,", ""))
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("ntlm", Map.of()),
                        new Challenge("basic", Map.of("realm", "a, b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest realm=\"no end",
                "Digest realm=\"a\" nonce=\"b\"", // no comma
                "Digest realm=\"a\", realm=\"b\"", // which one?
                "Digest realm=\"a\\",
                "=",
                "\"Digest\"",
                "Digest nonce=\"a\"b",
            })
    void whatIsMalformedEndsItsFieldOnly(String malformed) {
        assertThat(parse("Basic realm=\"a\", " + malformed, "Bearer"))
                .extracting(Challenge::scheme)
                .containsExactly("basic", "bearer");
    }
}
