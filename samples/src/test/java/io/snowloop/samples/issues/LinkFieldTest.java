// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkFieldTest {
    private static @Nullable String next(String... fields) {
        return LinkField.target(List.of(fields), "next");
    }

    /** The value, and the target of its next page. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "</a?page=2>; rel=\"next\" | /a?page=2",
                "</a>;rel=next | /a",
                "< /a > ; rel = next | ` /a `",
                "</a>; REL=\"NEXT\" | /a",
                "</1>; rel=\"first\", </2>; rel=\"next\", </9>; rel=\"last\" | /2",
                "</1>; rel=\"first next\" | /1",
                "</1>; title=\"a, <b>; rel=next\"; rel=\"prev\", </2>; rel=next | /2",
                "</1>; title=\"a \\\" b\"; rel=next | /1",
                "</1>; title*=UTF-8''%e2%82%ac; rel=next | /1",
                "</1>; flag; rel=next | /1",
                "</1,2>; rel=next | /1,2",
                "<>; rel=next | ``",
                "</1>; rel=prev; rel=next |",
                "</1>; relation=next |",
                "</1>; rel=\"nextone\" |",
                "</1> |",
                "/1; rel=next |",
                "</1>; rel=\"next |",
                "</1 rel=next |",
                "`` |",
            })
    void theFirstOfTheRelationCounts(String field, @Nullable String target) {
        assertThat(next(field)).isEqualTo(target);
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(next("</1>; rel=prev", "</2>; rel=next")).isEqualTo("/2");
        assertThat(next()).isNull();
    }

    /** It costs no more than its length. */
    @Test
    void aLongOneThatIsNotValidIsGivenUp() {
        assertThat(next("</1>" + "; a=b".repeat(100_000) + "; \"")).isNull();
        assertThat(next("</1>; a=\"" + "\\\"".repeat(100_000))).isNull();
        assertThat(next("</1>;rel=prev,".repeat(20_000) + "</2>; rel=next")).isEqualTo("/2");
    }
}
