// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The view sleeps for longer than makes it slow, so it is reported on any machine. Its stack is sampled by another thread, which
 * a busy machine may not let run: {@code DebugModeTest} waits for that.
 */
class WhyLateTest {
    private final CommandRun run = CommandRun.of("run", "why-late");

    @Test
    void theReportNamesTheViewThatBlocks() {
        List<String> blocked = scene("With a view that blocks:");

        assertThat(run.exitCode()).isZero();
        assertThat(blocked)
                .anyMatch(line -> line.matches("  loop-\\d+ was blocked for \\d+ ms by handler GET /report.*"));
        assertThat(blocked)
                .anyMatch(
                        line -> line.matches("  timer heartbeat ran \\d+ ms late: .*\\d+ ms in handler GET /report.*"));
    }

    @Test
    void nothingElseIsReported() {
        assertThat(scene("A healthy loop:"))
                .anyMatch(line -> line.contains("beats"))
                .noneMatch(WhyLateTest::suspects);
        assertThat(scene("With that view in blocking(...):"))
                .anyMatch(line -> line.contains("beats"))
                .noneMatch(WhyLateTest::suspects);
    }

    /** On a busy machine a beat may be late, but not because of the view. */
    private static boolean suspects(String line) {
        return line.contains("WhyLate.render") || line.contains("was closed before");
    }

    private List<String> scene(String title) {
        List<String> lines = run.lines();
        int begin = lines.indexOf(title) + 1;
        int end = begin;
        while (end < lines.size() && lines.get(end).startsWith("  ")) {
            end++;
        }
        return lines.subList(begin, end);
    }
}
