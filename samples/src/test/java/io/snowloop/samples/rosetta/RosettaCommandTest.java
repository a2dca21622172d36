// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.rosetta;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import org.junit.jupiter.api.Test;

class RosettaCommandTest {
    @Test
    void argumentsThatNameNoProgram() throws Exception {
        CommandRun unknown = CommandRun.of("rosetta", "nod");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("there is no system \"nod\" (did you mean node?): the systems are");

        CommandRun without = CommandRun.of("rosetta", "--source");
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("--source needs a SYSTEM: one of snowloop, asyncio, ");
    }

    @Test
    void aProgramIsPrinted() throws Exception {
        assertThat(CommandRun.of("rosetta", "--source", "node").out()).startsWith("import { connect, createServer }");
        assertThat(CommandRun.of("rosetta", "--source", "snowloop").out()).contains("final class Score");
    }

    @Test
    void oneSystemIsPlayed() throws Exception {
        CommandRun run = CommandRun.of("rosetta", "snowloop");
        assertThat(run.out()).contains("STtQXqp  as in the docs").doesNotContain("asyncio");
        assertThat(run.exitCode()).isZero();
    }
}
