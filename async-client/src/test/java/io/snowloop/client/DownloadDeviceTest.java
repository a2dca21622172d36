// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.OpenFiles;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Downloads to what is no regular file. A pipe without a reader, or with a slow one, must not stop the loop. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DownloadDeviceTest {
    /** More than a pipe holds. */
    private static final int LARGE = 1_000_000;

    @TempDir
    private Path folder;

    private final EventLoop loop = EventLoop.open();
    private Path pipe;

    DownloadDeviceTest() throws IOException {}

    @BeforeEach
    void makePipe() throws Exception {
        pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is a mkfifo");
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private static Response large() {
        int[] sent = {0};
        return Response.stream(
                BodyStream.of(() -> {
                    sent[0] += 10_000;
                    return Future.completed(sent[0] > LARGE ? null : ByteBuffer.wrap(new byte[10_000]));
                }),
                "text/plain");
    }

    /** The threads that write: one for each download that is not over. */
    private static List<Thread> writers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("snowloop-download"))
                .toList();
    }

    private void assertNothingIsLeft(Path file) {
        Threads.await(() -> writers().isEmpty());
        assertThat(OpenFiles.of(file)).isZero();
    }

    private Future<Response> download(Path file) {
        return loop.submit(() -> Download.to(file, large()));
    }

    @Test
    void aPipeIsWrittenToWhenItHasAReader() throws Exception {
        Future<Response> download = download(pipe);
        loop.runUntil(loop.sleep(Duration.ofMillis(20))); // the loop turns while the writer waits
        assertThat(download.isDone()).isFalse();
        assertThat(writers())
                .singleElement()
                .satisfies(writer -> assertThat(writer.isDaemon()).isTrue());

        CompletableFuture<byte[]> read = new CompletableFuture<>();
        Threads.start("reader", () -> {
            try {
                read.complete(Files.readAllBytes(pipe));
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        loop.runUntil(download);

        assertThat(read.get()).hasSize(LARGE);
        assertThat(Files.readAttributes(pipe, "*", LinkOption.NOFOLLOW_LINKS).get("isOther"))
                .isEqualTo(true);
        assertThat(folder.toFile().list()).containsExactly("pipe");
        assertNothingIsLeft(pipe);
    }

    @Test
    void aDeviceStaysADevice() throws Exception {
        Path nothing = Path.of("/dev/null");
        Path link = Files.createSymbolicLink(folder.resolve("link"), nothing);
        loop.runUntil(download(link));

        assertThat(link).isSymbolicLink();
        assertThat(Files.isRegularFile(nothing)).isFalse();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("link", "pipe");
    }

    @Test
    void aDeviceThatTakesNothingFailsTheDownload() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "there is a /dev/full");
        Future<Response> download = download(full);
        loop.runWhile(() -> !download.isDone());

        assertThat(Scene.error(download))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("cannot write /dev/full", "No space left");
        assertNothingIsLeft(full);
    }

    /** The writer still waits for it, as it cannot be interrupted there. */
    @Test
    void aReaderThatComesAfterTheDownloadWasCancelledSeesTheEnd() throws Exception {
        Future<Response> download = download(pipe);
        loop.runWhile(() -> loop.timeToWait() == 0);
        download.cancel();
        loop.runWhile(() -> loop.timeToWait() == 0);

        assertThat(Files.readAllBytes(pipe)).isEmpty();
        assertNothingIsLeft(pipe);
    }

    /** The writer is interrupted in the middle of a write, and the reader sees the end. */
    @Test
    void cancellingClosesThePipe() throws Exception {
        Future<Response> download = download(pipe);
        CompletableFuture<Integer> read = new CompletableFuture<>();
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Threads.start("reader", () -> {
            try (var in = Files.newInputStream(pipe)) {
                int first = in.read(new byte[1_000]);
                loop.execute(() -> {
                    download.cancel();
                    cancelled.complete(null);
                });
                cancelled.get();
                read.complete(first + in.readAllBytes().length);
            } catch (Exception e) {
                read.completeExceptionally(e);
            }
            loop.execute(() -> {}); // wakes it
        });
        loop.runWhile(() -> !read.isDone());

        assertThat(download.isCancelled()).isTrue();
        assertThat(read.get()).isBetween(1, LARGE - 1);
        assertNothingIsLeft(pipe);
    }
}
