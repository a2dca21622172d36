// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** What can be said of the rungs without running them. */
class RungsTest {
    private static final Path SOURCES = ProjectFolder.ROOT.resolve("samples/src/main/java/io/snowloop/samples/ladder");

    /** A rung has at most 120 lines, and the loop 150. */
    @Test
    void noFileIsLong() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                int most = file.endsWith("MiniLoop.java") ? 150 : 170;
                assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(most);
            }
        }
        for (Rungs.Entry rung : Rungs.ALL) {
            assertThat(Files.readAllLines(SOURCES.resolve(rung.type().getSimpleName() + ".java")))
                    .as(rung.name())
                    .hasSizeLessThanOrEqualTo(120);
        }
    }

    @Test
    void eachIsComparedWithOneBelowIt() {
        List<String> names = new ArrayList<>(List.of(""));
        for (Rungs.Entry rung : Rungs.ALL) {
            assertThat(names).contains(rung.below());
            names.add(rung.name());
        }
        assertThat(names).hasSize(12).doesNotHaveDuplicates();
        assertThat(Rungs.named("spin").orElseThrow().type()).isEqualTo(Spin.class);
        assertThat(Rungs.named("nonsense")).isEmpty();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void anOlderJvmSaysWhatItHasNot() {
        assertThatThrownBy(() -> Rungs.named("virtual").orElseThrow().maker().get())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("it needs JDK 21");
    }

    @Test
    void theBackendAnswersWithTheNumberAndAKibibyte() {
        assertThat(Backend.SLOW.answer("/7")).startsWith("7 ").hasSize(1 + 1 + 1024);
        assertThat(Backend.SLOW.answer(Backend.BIG)).hasSize(256 * 1024);
    }
}
