// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.snowloop.sim.VirtualTicker;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of the machine")
class SystemFilesTest {
    private final VirtualTicker ticker = new VirtualTicker();
    private final ManualExecutor executor = new ManualExecutor();
    private int changes;

    @TempDir
    private Path folder;

    private Path conf;
    private Path hosts;
    private SystemFiles files;

    @BeforeEach
    void read() throws IOException {
        conf = Files.writeString(folder.resolve("resolv.conf"), "nameserver 10.0.0.1");
        hosts = folder.resolve("hosts");
        files = new SystemFiles(conf, hosts, executor, ticker, () -> changes++);
    }

    private String server() {
        return ServerSearch.describe(files.get().servers().get(0));
    }

    @Test
    void areReadAgainOnAnotherThreadIfOneHasChanged() throws IOException {
        assertThat(server()).isEqualTo("10.0.0.1:53");
        Files.writeString(conf, "nameserver 10.0.0.20");
        Files.writeString(hosts, "10.0.0.3 nas");
        ticker.advance(Duration.ofSeconds(5).minusNanos(1));
        assertThat(server()).isEqualTo("10.0.0.1:53");
        assertThat(executor.queued()).as("too early").isZero();
        ticker.advance(Duration.ofNanos(1));
        assertThat(server()).as("a look-up does not wait").isEqualTo("10.0.0.1:53");
        files.get();
        assertThat(executor.queued()).as("one at a time").isOne();
        executor.runAll();
        assertThat(server()).isEqualTo("10.0.0.20:53");
        assertThat(files.get().hosts().addresses("nas")).hasSize(1);
        assertThat(changes).isOne();
    }

    @Test
    void areNotReadAgainIfTheyAreTheSame() {
        DnsOptions before = files.get();
        ticker.advance(Duration.ofSeconds(6));
        files.get();
        executor.runAll();
        assertThat(files.get()).isSameAs(before);
        assertThat(changes).isZero();
        ticker.advance(Duration.ofSeconds(6));
        files.get();
        assertThat(executor.queued()).as("checked again").isOne();
    }

    @Test
    void mayNotBeReadable() throws IOException {
        try (CapturedLog log = new CapturedLog(DnsResolver.class)) {
            Files.delete(conf);
            Files.createDirectory(conf);
            ticker.advance(Duration.ofSeconds(6));
            files.get();
            executor.runAll();
            assertThat(server()).isEqualTo("10.0.0.1:53");
            assertThat(log.records()).hasSize(1);
        }
        assertThatIOException().isThrownBy(() -> DnsResolver.ofFiles(conf, hosts, executor, ticker));
        Files.delete(conf);
        Files.writeString(conf, "nameserver 10.0.0.2");
        ticker.advance(Duration.ofSeconds(6));
        files.get();
        executor.runAll();
        assertThat(server()).isEqualTo("10.0.0.2:53");
    }

    /** A change that could not be read is not lost: the reason may be gone while the file stays the same. */
    @Test
    void areReadAgainAtEachCheckUntilTheyCanBe() throws IOException {
        Files.delete(conf);
        Files.createDirectory(conf);
        try (CapturedLog log = new CapturedLog(DnsResolver.class)) {
            for (int i = 0; i < 3; i++) {
                ticker.advance(Duration.ofSeconds(6));
                files.get();
                executor.runAll();
            }
            assertThat(log.records()).hasSize(3);
        }
        assertThat(changes).isZero();
    }

    @Test
    void areCheckedLaterIfThereIsNoThreadNow() throws IOException {
        List<Error> errors = new ArrayList<>(List.of(new Error("no thread")));
        files = new SystemFiles(
                conf,
                hosts,
                task -> {
                    if (!errors.isEmpty()) {
                        throw errors.remove(0);
                    }
                    executor.execute(task);
                },
                ticker,
                () -> changes++);
        Files.writeString(conf, "nameserver 10.0.0.20");
        ticker.advance(Duration.ofSeconds(6));
        try (CapturedLog log = new CapturedLog(DnsResolver.class)) {
            assertThat(server()).as("a look-up goes on").isEqualTo("10.0.0.1:53");
            assertThat(log.records()).hasSize(1);
        }
        files.get();
        assertThat(executor.queued()).as("not at once again").isZero();
        ticker.advance(Duration.ofSeconds(5));
        files.get();
        executor.runAll();
        assertThat(server()).isEqualTo("10.0.0.20:53");
    }

    @Test
    void areThoseOfThisMachine() throws IOException {
        assertThat(DnsResolver.system())
                .hasToString("DnsResolver[" + ResolvConf.read(Path.of("/etc/resolv.conf")) + "]");
    }
}
