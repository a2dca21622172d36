// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.benchmarks.measure.DiscardingLoad;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.benchmarks.measure.Wrk;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscardingLoadTest {
    /** Tests run in the folder of the module. */
    private static final Path HOME = Path.of("").toAbsolutePath().endsWith("benchmarks") ? Path.of("..") : Path.of("");

    @BeforeEach
    void theProgramCanBeCompiledAndPinned() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "no taskset");
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "one CPU only");
        Files.createDirectories(HOME.resolve("benchmarks/target"));
    }

    @Test
    void countsWholeFiles() throws Exception {
        try (Server server = SnowPeer.start(0)) {
            Wrk.Count count = DiscardingLoad.run(HOME, server.port(), Work.FILE, 0);

            assertThat(count.requests()).isEqualTo(Work.FILE.connections());
            assertThat(count.p99()).isPositive();
        }
    }

    @Test
    void anotherStatusIsNoAnswer() throws IOException {
        try (Server server = new Snow().listen(0)) {
            assertThatThrownBy(() -> DiscardingLoad.run(HOME, server.port(), Work.FILE, 0))
                    .hasMessageContaining("no 200");
        }
    }

    @Test
    void anotherLengthIsNoAnswer() throws IOException {
        Snow app =
                new Snow().get(Work.FILE.path(), request -> Response.bytes(new byte[9000], "application/octet-stream"));
        try (Server server = app.listen(0)) {
            assertThatThrownBy(() -> DiscardingLoad.run(HOME, server.port(), Work.FILE, 0))
                    .hasMessageContaining("another length");
        }
    }
}
