// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.benchmarks.measure.Cpus;
import io.snowloop.benchmarks.measure.Jvm;
import io.snowloop.benchmarks.server.Http2Entries;
import io.snowloop.benchmarks.server.PeerKey;
import io.snowloop.benchmarks.server.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientsOverTlsTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));

    private static Path key = Path.of("");

    @TempDir
    private Path folder;

    @BeforeAll
    static void makeKey() throws Exception {
        key = PeerKey.make(JDK);
    }

    static Stream<ClientEntry> entries() {
        return ClientEntry.all().stream().filter(ClientEntry::speaksTls);
    }

    @ParameterizedTest
    @MethodSource("entries")
    void itFetchesOverTls(ClientEntry entry) throws Exception {
        try (RunningServer server = tlsServer();
                RunningClient client = client(entry, server.port(), PeerKey.jvmOption(key))) {
            assertThat(client.load(1, 2).requests()).isGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void itRefusesACertificateThatItDoesNotTrust(ClientEntry entry) throws Exception {
        try (RunningServer server = tlsServer();
                RunningClient client = client(entry, server.port(), PeerKey.jvmOption(PeerKey.make(JDK)))) {
            assertThatThrownBy(() -> client.load(1, 1)).hasMessageContaining("the process has ended");
        }
    }

    private RunningServer tlsServer() throws Exception {
        return RunningServer.start(
                Http2Entries.of("snow"),
                Cpus.MEASURED,
                new Jvm(JDK),
                folder.resolve("server"),
                List.of(PeerKey.jvmOption(key)));
    }

    private RunningClient client(ClientEntry entry, int port, String option) throws Exception {
        return new RunningClient(entry, new Jvm(JDK), port, 2, folder.resolve("server"), option);
    }
}
