// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final Environment HERE = environment("2026-01-01", "25");

    @TempDir
    Path folder;

    private Path file = Path.of("");

    private static Environment environment(String date, String jdk) {
        return new Environment(date, "a CPU", 2, "6.1", jdk, List.of("-X"), List.of("a.jar"));
    }

    private static Row row(String work, long requests) {
        Round round = new Round(requests, 1_000_000_000L, 6_000_000, 800_000, 0, 250, 900);
        return new Row(work, "snow", "Snow", false, List.of(round), 2_048, "");
    }

    private static Figure figure(String group, double value) {
        return new Figure(group, "RSS", "KiB", "snow", "Snow", List.of(value));
    }

    @BeforeEach
    void measureOnce() throws IOException {
        file = folder.resolve("results.json");
        Recording recording = Recording.begin(file, "server", HERE);
        recording.rows(List.of(row("echo", 1)));
        recording.rows(List.of(row("json", 2)));
        recording.figures(List.of(figure("idle", 3), figure("start", 4)));
    }

    @Test
    void whatIsThereIsWrittenAtOnce() throws IOException {
        assertThat(Results.read(file))
                .isEqualTo(new Results(
                        "server",
                        HERE,
                        List.of(row("echo", 1), row("json", 2)),
                        List.of(figure("idle", 3), figure("start", 4))));
    }

    @Test
    void oneThatGoesOnPutsWhatIsNewInThePlaceOfWhatWasThere() throws IOException {
        Environment later = environment("2026-01-02", "25");
        Recording recording = Recording.resume(file, "server", later);
        recording.rows(List.of(row("echo", 10)));
        recording.figures(List.of(figure("start", 40)));
        recording.rows(List.of(row("file", 50)));
        assertThat(Results.read(file))
                .isEqualTo(new Results(
                        "server",
                        later,
                        List.of(row("echo", 10), row("json", 2), row("file", 50)),
                        List.of(figure("idle", 3), figure("start", 40))));
    }

    @Test
    void oneThatBeginsForgetsWhatWasThere() throws IOException {
        Recording.begin(file, "server", HERE).rows(List.of(row("json", 7)));
        assertThat(Results.read(file)).isEqualTo(new Results("server", HERE, List.of(row("json", 7)), List.of()));
    }

    @Test
    void withoutAFileItBegins() throws IOException {
        Files.delete(file);
        Recording.resume(file, "server", HERE).rows(List.of(row("json", 7)));
        assertThat(Results.read(file)).isEqualTo(new Results("server", HERE, List.of(row("json", 7)), List.of()));
    }

    @Test
    void whatWasThereStaysAsLongAsNothingIsMeasured() throws IOException {
        String before = Files.readString(file);
        Recording.begin(file, "server", HERE);
        assertThat(file).hasContent(before);
    }

    @Test
    void whatCannotBeContinuedIsRefusedAtOnce() throws IOException {
        assertThatThrownBy(() -> Recording.resume(file, "client", HERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("results.json has results of kind server, not client");
        assertThatThrownBy(() -> Recording.begin(folder, "server", HERE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a folder: --out must be a file");
        Files.writeString(file, "{");
        assertThatThrownBy(() -> Recording.resume(file, "server", HERE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("results.json holds no results: ");
    }

    @Test
    void resultsOfAnotherMachineStayAsTheyAre() throws IOException {
        String before = Files.readString(file);
        assertThatThrownBy(() -> Recording.resume(file, "server", environment("2026-01-01", "26")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("results.json is of another machine")
                .hasMessageContaining("--add");
        assertThat(file).hasContent(before);
    }
}
