// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads of bodies that an application makes, with a {@code read()} that throws or fails. */
class DownloadFailuresTest {
    @TempDir
    private Path folder;

    private final IllegalStateException thrown = new IllegalStateException("by read()");
    private final IllegalStateException thrownByCancel = new IllegalStateException("by cancel()");
    private final Scene scene = new Scene();

    /** A piece that comes when the test says so. */
    private final Promise<ByteBuffer> later = scene.loop.newPromise();

    private boolean cancelled;

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(files()).isEmpty();
        scene.close();
        assertThat(OpenFiles.in(folder)).as("open files").isZero();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** What a read does. */
    private interface Read {
        Future<ByteBuffer> next();
    }

    private static Read piece() {
        return () -> Future.completed(ByteBuffer.wrap(new byte[3]));
    }

    private Read thrown() {
        return () -> {
            throw thrown;
        };
    }

    /** A body with these outcomes of its reads. */
    private BodyStream body(Read... reads) {
        Queue<Read> rest = new ArrayDeque<>(List.of(reads));
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return rest.remove().next();
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        };
    }

    private Future<Response> download(BodyStream body) {
        List<Future<Response>> download = new ArrayList<>();
        scene.onLoop(() -> download.add(
                Download.to(folder.resolve("file"), Response.text("").withBody(body))));
        return download.get(0);
    }

    private void assertFails(Future<Response> download) {
        assertThat(Scene.error(download)).isSameAs(thrown);
        assertThat(cancelled).as("cancelled").isTrue();
    }

    @Test
    void aFirstReadThatThrows() {
        assertFails(download(body(thrown())));
    }

    @Test
    void aSecondReadThatThrows() {
        assertFails(download(body(piece(), thrown())));
    }

    @Test
    void aReadThatThrowsAfterOneThatCompletedLater() throws IOException {
        Future<Response> download = download(body(piece(), () -> later, thrown()));
        assertThat(download.isDone()).isFalse();
        assertThat(files()).singleElement().asString().matches(".*/download-[0-9a-f]{16}\\.part");
        later.complete(ByteBuffer.wrap(new byte[3]));
        scene.settle();
        assertFails(download);
    }

    @Test
    void aReadThatFailsAtOnce() {
        assertFails(download(body(piece(), () -> Future.failed(thrown))));
    }

    @Test
    void aReadThatFailsLater() {
        Future<Response> download = download(body(piece(), () -> later));
        assertThat(download.isDone()).isFalse();
        later.fail(thrown);
        scene.settle();
        assertFails(download);
    }

    @Test
    void aBodyWhoseCancelThrowsToo() {
        Future<Response> download = download(cancelThrows(body(piece(), thrown())));

        assertFails(download);
        assertThat(thrown.getSuppressed()).contains(thrownByCancel);
    }

    private BodyStream cancelThrows(BodyStream body) {
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return body.read();
            }

            @Override
            public void cancel() {
                body.cancel();
                throw thrownByCancel;
            }
        };
    }

    @Test
    void aDownloadThatIsCancelledDeletesThePartThoughTheBodysCancelThrows() {
        Future<Response> download = download(cancelThrows(body(piece(), () -> later)));
        download.cancel();
        scene.settle();

        assertThat(download.isCancelled() && cancelled).isTrue();
        assertThat(scene.reports.takeErrors()).containsExactly(thrownByCancel);
    }

    @Test
    void aPartThatCannotBeDeletedIsLogged() throws IOException {
        Future<Response> download = download(body(piece(), () -> later));
        Path part = files().get(0);
        Files.delete(part);
        Files.createDirectory(part);
        Path inside = Files.createFile(part.resolve("inside"));
        try (CapturedLog log = new CapturedLog(Download.class)) {
            later.fail(thrown);
            scene.settle();

            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains("cannot delete " + part));
        }
        assertFails(download);
        Files.delete(inside);
        Files.delete(part);
    }

    @Test
    void aBodyOfAFilterWhoseSecondReadThrows() {
        Fetcher filtered = scene.fetcher.with(
                (request, next) -> next.handle(request).map(response -> response.withBody(body(piece(), thrown()))));
        scene.answers = head -> "HTTP/1.1 200 OK\nContent-Length: 0\n\n";
        Future<Response> download = filtered.download(Request.get(Scene.URL), folder.resolve("file"));
        scene.settle();

        assertFails(download);
        scene.assertNothingUnderWay();
    }
}
