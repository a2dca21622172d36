// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.CommandRun;
import io.snowloop.samples.Sha256;
import io.snowloop.server.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code download} as a command, over real sockets. */
class DownloadIT {
    private static final int LENGTH = 8_000_000;
    private static final int SIGKILL = 9;
    private static final int SIGTERM = 15;

    @TempDir
    private Path folder;

    private final FileServer files = new FileServer(LENGTH);
    private Server server;

    @BeforeEach
    void listen() throws IOException {
        server = Server.of(files).listen("127.0.0.1", 0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path file() {
        return folder.resolve("a.bin");
    }

    private CommandRun download(String... more) {
        String[] fixed = {"download", server.url("/a.bin"), "-o", file().toString()};
        return CommandRun.of(Stream.of(fixed, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFileComesInRanges() throws IOException {
        CommandRun run = download("--ranges", "3", "--sha256", Sha256.of(files.content));

        assertThat(run.err().lines()).hasSize(10).last().isEqualTo("a.bin: 100 %");
        assertThat(run.out()).matches("a\\.bin: 8,000,000 bytes, 3 ranges, \\d+\\.\\d\\d s, the SHA-256 is right\\s+");
        assertThat(run.exitCode()).isZero();
        assertThat(file()).hasBinaryContent(files.content);
        assertThat(names()).containsExactly("a.bin");
    }

    @Test
    void withoutAUrlItServesAFileOfItsOwn() {
        CommandRun run = CommandRun.of("download");

        assertThat(run.out()).contains("16,777,216 bytes, 4 ranges", "the SHA-256 is right");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void aFileWithAnotherDigestIsNotSaved() throws IOException {
        Files.writeString(file(), "good");
        CommandRun run = download("--sha256", "0".repeat(64));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("is not saved: its SHA-256 is " + Sha256.of(files.content));
        assertThat(file()).hasContent("good");
        assertThat(names()).containsExactly("a.bin");
    }

    @Test
    void aRateIsKept() {
        assertThat(download("--limit-rate", "100M").exitCode()).isZero();
        assertThat(download("--limit-rate", "fast").exitCode()).isEqualTo(2);
    }

    @Test
    void whatTheServerAnswersIsTold() {
        files.lie = response -> Response.of(Status.NOT_FOUND);
        CommandRun run = download();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualToIgnoringNewLines("snowloop: " + server.url("/a.bin") + ": the server answers 404 Not Found");
    }

    @Test
    void whatIsWrongWithTheArgumentsIsTold() {
        assertThat(CommandRun.of("download", server.url("/")).err()).contains("add -o FILE");
        assertThat(CommandRun.of("download", server.url("/a"), "--sha256", "12").err())
                .contains("is not a SHA-256");
        assertThat(CommandRun.of("download", server.url("/a"), "--ranges", "65").err())
                .contains("at most 64");
        CommandRun nowhere = CommandRun.of(
                "download", server.url("/a"), "-o", folder.resolve("b/a").toString());
        assertThat(nowhere.err()).contains("there is no folder");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("download", server.url("/a"), "-o", folder.toString())
                        .err())
                .contains("no regular file");
    }

    /** Without ranges, nothing stays: the message must not promise more. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisabledOnOs(OS.WINDOWS)
    void whenItIsToldToEndItSaysWhetherItGoesOn(boolean ranges) throws Exception {
        CompletableFuture<Process> started = new CompletableFuture<>();
        files.tag = ranges ? "\"1\"" : "W/\"1\"";
        files.lie = response -> {
            if (files.asked.size() == (ranges ? 4 : 2)) {
                started.join().toHandle().destroy(); // that of the process closes its streams
                return FileServer.stalled(response);
            }
            return response;
        };
        Process download = start();
        started.complete(download);
        String said = new String(download.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(download.waitFor()).as(said).isEqualTo(128 + SIGTERM);

        assertThat(said.lines()).last().isEqualTo(ranges ? "Stopped. The same command goes on." : "Stopped.");
        assertThat(names()).isEqualTo(ranges ? List.of("a.bin.part", "a.bin.part.json") : List.of());
    }

    /** In the middle of a range, a process is killed. Another one fetches the rest. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void afterAKillItGoesOn() throws Exception {
        CompletableFuture<Process> started = new CompletableFuture<>();
        files.lie = response -> {
            if (files.asked.size() == 4) {
                started.join().destroyForcibly();
            }
            return response;
        };
        Process download = start();
        started.complete(download);
        assertThat(download.waitFor()).isEqualTo(128 + SIGKILL);
        assertThat(names()).containsExactly("a.bin.part", "a.bin.part.json");

        files.lie = response -> response;
        files.asked.clear();
        CommandRun rest = download("--sha256", Sha256.of(files.content));
        assertThat(rest.exitCode()).isZero();
        assertThat(files.asked).doesNotContain("bytes=0-65535", (String) null);
        assertThat(file()).hasBinaryContent(files.content);
        assertThat(names()).containsExactly("a.bin");
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.snowloop.samples.Snowloop",
                        "download",
                        server.url("/a.bin"),
                        "-o",
                        file().toString())
                .redirectErrorStream(true)
                .start();
    }
}
