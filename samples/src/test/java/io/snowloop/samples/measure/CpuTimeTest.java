// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuTimeTest {
    @TempDir
    private Path process;

    @Test
    void theFirstNumberOfEachThreadIsItsTimeOnTheCpu() throws IOException {
        thread("12", "1000 77 3\n");
        thread("13", "20 88 4\n");
        assertThat(CpuTime.of(process).nanosByThread()).isEqualTo(Map.of("12", 1_000L, "13", 20L));
    }

    @Test
    void aThreadThatHasEndedMeanwhileIsLeftOut() throws IOException {
        thread("12", "1000 77 3\n");
        Files.createDirectories(process.resolve("task/13"));
        assertThat(CpuTime.of(process).nanosByThread()).isEqualTo(Map.of("12", 1_000L));
    }

    @Test
    void whatHasBeenAddedIsThatOfThreadsThatWereThereAndOfNewOnes() {
        CpuTime before = new CpuTime(Map.of("ended", 1_000_000L, "stays", 100L));
        CpuTime after = new CpuTime(Map.of("stays", 130L, "new", 7L));
        assertThat(after.since(before)).isEqualTo(37);
    }

    private void thread(String id, String schedstat) throws IOException {
        Path folder = Files.createDirectories(process.resolve("task").resolve(id));
        Files.writeString(folder.resolve("schedstat"), schedstat);
    }
}
