// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.measure.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each peer starts in a process of its own, and its responses are right. */
class Http2PeersTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    private static Path key = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeKey() throws Exception {
        key = PeerKey.make(JDK);
    }

    static Stream<ServerEntry> entries() {
        return Http2Entries.all().stream();
    }

    @ParameterizedTest
    @MethodSource("entries")
    void withoutTlsItAnswersThoseWhoKnowThatItSpeaksHttp2(ServerEntry entry) throws Exception {
        answers(entry, false, List.of());
    }

    @ParameterizedTest
    @MethodSource("entries")
    void overTlsItAnswersThoseWhoChooseHttp2(ServerEntry entry) throws Exception {
        answers(entry, true, List.of(PeerKey.jvmOption(key)));
    }

    private void answers(ServerEntry entry, boolean tls, List<String> options) throws Exception {
        try (RunningServer server =
                RunningServer.start(entry, Cpus.MEASURED, new Jvm(JDK), folder.resolve("server"), options)) {
            for (Work body : List.of(Work.PLAINTEXT, Work.BYTES)) {
                assertThat(Http2AnswerCheck.check(server.port(), new Http2Work(body, tls, 1, 32)))
                        .contains("content-length", "content-type");
            }
        }
    }
}
