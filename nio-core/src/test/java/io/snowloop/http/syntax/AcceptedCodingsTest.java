// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedCodingsTest {
    private static final List<String> OURS = List.of("br", "gzip");

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "gzip                       ! gzip",
                "' \tgzip \t; \tq=0.5 \t, br;Q=0.6' ! br",
                "x-gzip;q=1.000             ! gzip",
                "*;q=0.1                    ! br",
                "gzip, *;q=0                ! gzip",
                "gzip;q=0                   !",
                "gzip;q=1.5                 !",
                "gzip ; q=0.5 ; x           !",
                "g zip                      !",
                "gzip;q=0.2, identity       !",
            })
    void theOneThatIsLikedBest(String field, String best) {
        assertThat(new AcceptedCodings(List.of(field)).best(OURS)).isEqualTo(best);
    }

    /** 64 KB of them took 15 to 30 ms, for each response. */
    @Test
    void theFirst99Count() {
        assertThat(new AcceptedCodings(List.of("x,".repeat(98) + "gzip")).best(OURS))
                .isEqualTo("gzip");
        assertThat(new AcceptedCodings(List.of("x,".repeat(99) + "gzip")).best(OURS))
                .isEqualTo("gzip");
        assertThat(new AcceptedCodings(List.of("x,".repeat(99) + "gzip, br")).best(OURS))
                .isNull();
    }

    /** Each blank is looked at once: in the square of that, this would take an hour. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void manyBlanksAreReadOnce() {
        String blanks = " ".repeat(1_000_000);

        assertThat(new AcceptedCodings(List.of("gzip" + blanks + "y", "br" + blanks + ";" + blanks + "y")).best(OURS))
                .isNull();
    }
}
