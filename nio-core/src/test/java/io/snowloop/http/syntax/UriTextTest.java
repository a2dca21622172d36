// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a b | /a%20b",
                "a b | a%20b",
                "/a\"b\\c | /a%22b%5Cc",
                "/\u00e9\u20ac\ud83d\ude00 c | /%C3%A9%E2%82%AC%F0%9F%98%80%20c",
                "/100% | /100%25",
                "/a%2 | /a%252",
                "/a%2fb | /a%2fb",
                "/a%F0 b | /a%F0%20b",
                "/a%g0%0g | /a%25g0%250g",
                "/%20%zz%41 | /%20%25zz%41",
                "/\ud800! | /%EF%BF%BD!",
                "/\udfff! | /%EF%BF%BD!",
                "/\ue000\ud7ff | /%EE%80%80%ED%9F%BF",
            })
    void whatAUriCannotHoldIsEncoded(String text, String encoded) {
        assertThat(UriText.encode(text)).isEqualTo(encoded);
        assertThat(UriText.encode(encoded)).as("again").isSameAs(encoded);
    }

    /** A redirect that is right is sent as it was written. */
    @Test
    void aUriStaysAsItIs() {
        String uri = "http://a@[::1]:80/b;c=d/%C3%A9?e=f&g=~#h";
        assertThat(UriText.encode(uri)).isSameAs(uri);
        assertThat(UriText.encode("")).isEmpty();
    }
}
