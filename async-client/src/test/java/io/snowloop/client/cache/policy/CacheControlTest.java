// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Headers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTest {
    private static CacheControl of(String field) {
        return CacheControl.of(Headers.of("Cache-Control", field));
    }

    /** A time in seconds, or none. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "max-age=5 | 5",
                "MAX-Age=5 | 5",
                "private,max-age=5,, | 5",
                "max-age=\"5\" | 5",
                "max-age=\"5\"0 | 50",
                "max-age=\"5\" x | 0",
                "max-age='5' | 0",
                "max-age = 5 | 0",
                "max-age | 0",
                "max-age=-5 | 0",
                "max-age=1.5 | 0",
                "max-age=9, max-age=5 | 5",
                "max-age=5, max-age=9 | 5",
                "max-age=x, max-age=9 | 0",
                "max-age=2147483648 | 2147483648",
                "max-age=2147483649 | 2147483648",
                "max-age=99999999999999999999999 | 2147483648",
                "x=\"max-age=5\" | -",
                "x=\"\\\", max-age=5\" | -",
                "x=\"a, max-age=5 | 5",
                "=, max-age=5 | 5",
                "\"x\", max-age=5 | 5",
                "xmax-age=5 | -"
            })
    void times(String field, String seconds) {
        assertThat(of(field).time("max-age"))
                .isEqualTo(seconds.equals("-") ? null : Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /** To read it again for each directive of its name would take the square of a head. */
    @Test
    void whatIsLongerThan100CharactersIsNoTime() {
        assertThat(of("max-age=" + "1".repeat(100)).time("max-age")).isEqualTo(Duration.ofSeconds(1L << 31));
        assertThat(of("max-age=" + "1".repeat(101)).time("max-age")).isZero();
    }

    /** From a client of HTTP/1.0, and only if there is no newer field (RFC 9111 §5.4). */
    @Test
    void pragma() {
        assertThat(CacheControl.of(Headers.of("Pragma", "x, no-cache")).has("no-cache"))
                .isTrue();
        assertThat(CacheControl.of(Headers.of("Pragma", "no-cache", "Cache-Control", "x"))
                        .has("no-cache"))
                .isFalse();
    }

    /** The longest text that a header can have must need neither a deep stack nor much time. */
    @Test
    void hostileFields() {
        String long1 = "x=\"" + "\\a".repeat(500_000) + "\", max-age=5";
        String long2 = "=,\" ,".repeat(200_000) + "max-age=5";
        assertThat(of(long1).time("max-age")).isEqualTo(Duration.ofSeconds(5));
        assertThat(of(long2).time("max-age")).isEqualTo(Duration.ofSeconds(5));
        assertThat(of("x=\"" + "a".repeat(500_000)).has("x")).isTrue();
    }
}
