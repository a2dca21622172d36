// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A URL out of parts")
class UrlBuilderTest {
    private static final String BASE = "https://api.example";

    @ParameterizedTest
    @CsvSource({
        "notes, /notes",
        "a/b, /a%2Fb",
        "a b, /a%20b",
        "100%, /100%25",
        "%41, /%2541",
        "a?b#c, /a%3Fb%23c",
        "a;b=c, /a;b=c",
        "Frau Hölle, /Frau%20H%C3%B6lle",
        "..., /..."
    })
    void hasEachSegmentEncoded(String segment, String path) {
        assertThat(UrlBuilder.of(BASE).segments(segment).build()).isEqualTo(BASE + path);
        assertThat(Request.get(path).path()).isEqualTo(path.contains("%2F") ? path : "/" + segment);
    }

    @Test
    void hasOneSlashBetweenTwo() {
        assertThat(UrlBuilder.of(BASE + "/v1/").segments("notes", "7").build()).isEqualTo(BASE + "/v1/notes/7");
        assertThat(UrlBuilder.of(BASE + "/v1").segments("notes").build()).isEqualTo(BASE + "/v1/notes");
        assertThat(UrlBuilder.of("").segments("notes", "7").build()).isEqualTo("notes/7");
    }

    @Test
    void hasParametersInOrder() {
        assertThat(UrlBuilder.of(BASE + "/")
                        .query("tag", "snow & ice")
                        .query("tag", "ü")
                        .query("q", ""))
                .hasToString(BASE + "/?tag=snow+%26+ice&tag=%C3%BC&q=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void hasNoSegmentThatMeansAnother(String segment) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UrlBuilder.of(BASE).segments("a", segment))
                .withMessageStartingWith("\"" + segment + "\" can't be a segment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example/?a=b", "https://api.example/#a"})
    void hasABaseWithoutAQuery(String base) {
        assertThatIllegalArgumentException().isThrownBy(() -> UrlBuilder.of(base));
    }
}
