// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentDispositionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
                    snow.txt        | attachment; filename="snow.txt"
                    first snow.txt  | attachment; filename="first snow.txt"
                    grün.txt        | attachment; filename="gr_n.txt"; filename*=UTF-8''gr%C3%BCn.txt
                    ❄.txt           | attachment; filename="_.txt"; filename*=UTF-8''%E2%9D%84.txt
                    100%25.txt      | attachment; filename="100_25.txt"; filename*=UTF-8''100%2525.txt
                    a"; x="b        | attachment; filename="a_; x=_b"; filename*=UTF-8''a%22%3B%20x%3D%22b
                    a\\b            | attachment; filename="a_b"; filename*=UTF-8''a%5Cb
                    """)
    void noCharacterOfANameEndsTheValue(String name, String value) {
        assertThat(ContentDisposition.attachment(name)).isEqualTo(value);
        assertThat(Response.text("").withHeader("Content-Disposition", value).header("Content-Disposition"))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"13, %0D", "10, %0A", "0, %00", "127, %7F"})
    void noCharacterOfANameEndsTheField(int character, String encoded) {
        assertThat(ContentDisposition.attachment("a" + (char) character))
                .isEqualTo("attachment; filename=\"a_\"; filename*=UTF-8''a" + encoded);
    }
}
