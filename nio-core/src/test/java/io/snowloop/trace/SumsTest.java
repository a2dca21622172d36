// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.trace.Cause.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class SumsTest {
    private static Cause cause(String name, long micros) {
        return new Cause(Kind.TASK, name, micros * 1_000, 1, List.of());
    }

    /** Rounded down they are 9 of 10: the missing one goes to that which lost most by it, and not to the largest or the first. */
    @Test
    void whatRoundingHasLostGoesToThePartThatLostMost() {
        assertThat(Sums.sentence(
                        "it ran ",
                        10_000_000,
                        " late",
                        List.of(cause("task a", 5_100), cause("task b", 3_100), cause("task c", 1_800))))
                .isEqualTo("it ran 10 ms late: 5 ms in task a, 3 ms in task b, 2 ms in task c");
    }

    @Test
    void aPartThatIsRoundedToNothingIsLeftOut() {
        assertThat(Sums.sentence("it ran ", 10_000_000, " late", List.of(cause("task a", 9_900), cause("task b", 100))))
                .isEqualTo("it ran 10 ms late: 10 ms in task a");
    }
}
