// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderCommandTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --rung spinn     | there is no rung "spinn" (did you mean spin?); there are one, threads, pool, spin
            --clients 0      | '0' is not a whole number from 1
            --clients 30000  | --clients 30000 are too many: at most 20000
            --json --page    | --json and --page exclude each other: give one of them
            --port 70000     | '70000' is not a port
            fast             | unknown argument 'fast'
            """)
    void aMistakeIsToldInASentence(String line, String message) {
        CommandRun run = CommandRun.of(("ladder " + line).split(" ", -1));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().replaceAll("\\s+", " ")).startsWith("snowloop: ").contains(message);
    }
}
