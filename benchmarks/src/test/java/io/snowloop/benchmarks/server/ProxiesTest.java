// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Work;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProxiesTest {
    private static final Jvm JVM = new Jvm(Path.of(System.getProperty("java.home")));

    @TempDir
    private Path folder;

    static Stream<ServerEntry> entries() {
        return ProxyEntries.all().stream();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void passesRequestsOnAndResponsesBack(ServerEntry entry) throws Exception {
        try (Server origin = SnowPeer.start(0);
                RunningServer proxy = proxy(entry, origin)) {
            for (Work work : List.of(Work.PLAINTEXT, Work.ECHO, Work.BYTES)) {
                assertThat(AnswerCheck.check(proxy.port(), work))
                        .containsIgnoringCase("Content-Length")
                        .containsIgnoringCase("Content-Type");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void hasNoResponsesOfItsOwn(ServerEntry entry) throws Exception {
        try (Server origin = new Snow().listen(0);
                RunningServer proxy = proxy(entry, origin)) {
            assertThatThrownBy(() -> AnswerCheck.check(proxy.port(), Work.PLAINTEXT))
                    .hasMessageContaining("404");
        }
    }

    private RunningServer proxy(ServerEntry entry, Server origin) throws Exception {
        if (entry == Nginx.ENTRY) {
            assumeTrue(Files.isExecutable(Path.of("/usr/sbin/nginx")), "no nginx");
            return Nginx.proxy(origin.port(), folder.resolve("nginx.log"));
        }
        return RunningServer.start(
                entry,
                Cpus.MEASURED,
                JVM,
                folder.resolve("server"),
                List.of("-D" + ProxyEntries.ORIGIN + "=" + origin.port()));
    }
}
