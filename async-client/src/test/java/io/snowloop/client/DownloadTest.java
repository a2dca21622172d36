// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EverySegmentation
class DownloadTest {
    private static final String HEAD = "HTTP/1.1 200 OK\nContent-Length: 9\n\n";

    @TempDir
    private Path directory;

    private final Scene scene =
            new Scene(FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build());

    private Future<Response> download(Path file) {
        Future<Response> response = scene.fetcher.download(Request.get(Scene.URL), file);
        scene.settle();
        return response;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theFileAppearsWhenItIsComplete() throws IOException {
        Path file = directory.resolve("a.txt");
        Future<Response> response = download(file);
        assertThat(files()).isEmpty();
        scene.peer().send(HEAD + "abc");
        scene.peer().send("def");
        assertThat(files()).singleElement().asString().matches("download-[0-9a-f]{16}\\.part");
        scene.peer().send("ghi");
        assertThat(response.resultNow().body()).isEqualTo(Body.EMPTY);
        assertThat(response.resultNow().header("Content-Length")).isEqualTo("9");
        assertThat(files()).containsExactly("a.txt");
        assertThat(file).hasContent("abcdefghi");
        scene.close();
    }

    @Test
    void aBodyThatComesWithItsHeadIsSavedToo() throws IOException {
        download(directory.resolve("a.txt"));
        scene.peer().send(HEAD + "abcdefghi");
        assertThat(directory.resolve("a.txt")).hasContent("abcdefghi");
        scene.close();
    }

    @Test
    void aFileThatWasThereIsReplacedWhenTheNewOneIsComplete() throws IOException {
        Path file = Files.writeString(directory.resolve("a.txt"), "old and longer than the new one");
        download(file);
        scene.peer().send(HEAD + "abc");
        assertThat(file).hasContent("old and longer than the new one");
        scene.peer().send("defghi");
        assertThat(file).hasContent("abcdefghi");
        scene.close();
    }

    @Test
    void whatIsNotTheFileIsInTheResponse() throws IOException {
        Future<Response> response = download(directory.resolve("a.txt"));
        scene.peer().send("HTTP/1.1 404 Not Found\nContent-Length: 12\n\nno such file");

        assertThat(response.resultNow().text()).isEqualTo("no such file");
        assertThat(files()).isEmpty();
        scene.close();
    }

    @Test
    void aTruncatedBodyLeavesNoFile() throws IOException {
        Future<Response> response = download(directory.resolve("a.txt"));
        scene.peer().send(HEAD + "abc");
        scene.peer().end();
        assertThat(Scene.error(response)).isInstanceOf(IOException.class);
        assertThat(files()).isEmpty();
        scene.close();
    }

    @Test
    void aCancelledDownloadLeavesNoFile() throws IOException {
        Future<Response> response = download(directory.resolve("a.txt"));
        scene.peer().send(HEAD + "abc");
        response.cancel();
        scene.settle();
        assertThat(files()).isEmpty();
        assertThat(scene.peer().isClosed()).isTrue();
        scene.close();
    }

    @Test
    void aDownloadThatIsCancelledWhileItEndsLeavesTheWholeFileOrNone() throws IOException {
        for (int turns = 1; turns <= 4; turns++) {
            Path file = directory.resolve("a.txt");
            Scene one = new Scene();
            Future<Response> response = one.fetcher.download(Request.get(Scene.URL), file);
            one.settle();
            one.peer().send(HEAD + "abc");
            one.peer().transport.write(ByteBuffer.wrap("defghi".getBytes()));
            for (int i = 0; i < turns && (i == 0 || one.loop.timeToWait() == 0); i++) {
                one.loop.runOnce();
            }
            boolean complete = Files.exists(file);
            response.cancel();
            one.settle();
            assertThat(files()).isEqualTo(complete ? List.of("a.txt") : List.of());
            Files.deleteIfExists(file);
            one.close();
        }
        scene.close();
    }

    @Test
    void aDirectoryThatDoesNotExistFailsTheDownloadAndCancelsTheBody() throws IOException {
        Future<Response> response = download(directory.resolve("none/a.txt"));
        scene.peer().send(HEAD + "abc");
        assertThat(Scene.error(response))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("cannot write", "none", "NoSuchFile");
        assertThat(scene.peer().isClosed()).isTrue();
        scene.assertNothingUnderWay();
        assertThat(files()).isEmpty();
        scene.close();
    }

    @Test
    void aDirectoryOfTheSameNameFailsTheDownloadAndNoOtherFetch() throws IOException {
        Files.createDirectories(directory.resolve("a"));
        Future<Response> response = download(directory.resolve("a"));
        Future<Response> next = scene.get();
        scene.peer().send(HEAD + "abc");
        assertThat(Scene.error(response))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("cannot write", "it is a directory");
        scene.peer().send(HEAD + "abcdefghi");
        assertThat(next.resultNow().text()).isEqualTo("abcdefghi");
        assertThat(files()).containsExactly("a");
        scene.close();
    }
}
