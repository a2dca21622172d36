// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On sockets of the kernel. How busy the machine is decides what it shows, so this asserts what no load changes. */
class WhyLateIT {
    private final CommandRun run = CommandRun.of("run", "why-late", "--real");

    @Test
    void eachPhaseIsMeasuredAndThenJudged() {
        List<String> titles = Arrays.stream(Phase.values()).map(Phase::title).toList();

        assertThat(run.exitCode()).isZero();
        assertThat(run.lines()).filteredOn(titles::contains).isEqualTo(titles);
        assertThat(run.lines())
                .filteredOn(line -> line.matches("  \\d+ beats, the largest delay is \\d+ ms"))
                .hasSize(3);
        assertThat(run.out()).containsAnyOf("The view that blocks made the heartbeat late", "This machine is too busy");
    }

    /** The view sleeps for longer than makes it slow, so it is reported on any machine. */
    @Test
    void theReportNamesTheViewThatBlocks() {
        assertThat(run.lines())
                .anyMatch(line -> line.matches("  loop-\\d+ was blocked for \\d+ ms by handler GET /report.*"))
                .anyMatch(
                        line -> line.matches("  timer heartbeat ran \\d+ ms late: .*\\d+ ms in handler GET /report.*"));
    }
}
