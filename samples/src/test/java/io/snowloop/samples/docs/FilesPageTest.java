// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.file.AsyncFiles;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.InputStreamBody;
import io.snowloop.http.LineReader;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/files.md} shows. */
class FilesPageTest {
    @TempDir
    Path folder;

    @Test
    void filesAreReadAndWritten() throws Exception {
        Path counter = Files.writeString(folder.resolve("counter"), "41");
        try (EventLoop loop = EventLoop.open()) {
            // region files
            AsyncFiles files = AsyncFiles.on(loop);
            Future<Void> counted = files.readString(counter)
                    .map(text -> Integer.parseInt(text) + 1)
                    .flatMap(next -> files.writeString(counter, Integer.toString(next)));
            // endregion
            loop.runUntil(counted);
            assertThat(counter).hasContent("42");
        }
    }

    @Test
    void linesAreRead() throws Exception {
        Path file = Files.writeString(folder.resolve("log"), "INFO a\nERROR b\nERROR c\n");
        try (EventLoop loop = EventLoop.open()) {
            AsyncFiles files = AsyncFiles.on(loop);
            int[] errors = {0};
            // region lines
            Future<Void> counted = loop.submit(() -> {
                LineReader<String> lines = files.lines(file);
                return lines.forEach(line -> {
                    errors[0] += line.startsWith("ERROR") ? 1 : 0;
                    return Future.completed(null);
                });
            });
            // endregion
            loop.runUntil(counted);
            assertThat(errors[0]).isEqualTo(2);
        }
    }

    @Test
    void anUploadIsWrittenAsItComes() throws Exception {
        // region upload
        Snow app = new Snow()
                .route(
                        Method.PUT,
                        "/films/{id:int}",
                        request -> AsyncFiles.on(Scheduler.current())
                                .write(folder.resolve(request.pathInt("id") + ".mp4"), request.body())
                                .map(written -> Response.of(Status.CREATED)));
        // endregion
        byte[] film = new byte[300_000];
        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create()) {
            Request upload = Request.put(server.url("/films/7"), Body.of(film));
            assertThat(fetcher.runUntil(fetcher.fetch(upload)).status()).isEqualTo(Status.CREATED);
        }
        assertThat(folder.resolve("7.mp4")).hasBinaryContent(film);
    }

    @Test
    void anyStreamIsABody() throws Exception {
        Path file = folder.resolve("a.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("snow".getBytes(UTF_8));
        }
        try (EventLoop loop = EventLoop.open()) {
            // region stream
            Executor threads = BlockingThreads.pool("archives", 4, 100);
            Body unpacked = InputStreamBody.of(loop, threads, () -> new GZIPInputStream(Files.newInputStream(file)))
                    .withReadAhead();
            // endregion
            assertThat(loop.runUntil(loop.submit(() -> unpacked.collect(100))).text())
                    .isEqualTo("snow");
        }
    }

    @Test
    void otherCallsAreOneLine() throws Exception {
        Path from = Files.createFile(folder.resolve("a"));
        Path to = folder.resolve("b");
        Executor threads = BlockingThreads.pool("disk", 2, 100);
        try (EventLoop loop = EventLoop.open()) {
            // region blocking
            Future<Path> moved = loop.blocking(threads, () -> Files.move(from, to));
            // endregion
            assertThat(loop.runUntil(moved)).exists();
        }
    }
}
