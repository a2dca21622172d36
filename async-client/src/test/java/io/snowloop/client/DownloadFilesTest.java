// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a download does to files: it writes what was asked for, where it was asked to, and nothing else. */
@DisabledOnOs(OS.WINDOWS)
class DownloadFilesTest {
    private static final String NEW = "HTTP/1.1 200 OK\nContent-Length: 3\n\nnew";

    @TempDir
    private Path folder;

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Future<Response> download(Request request, Path file, String answer) {
        scene.answers = head -> answer;
        Future<Response> response = scene.fetcher.download(request, file);
        scene.settle();
        return response;
    }

    private Response download(Path file) {
        return download(Request.get(Scene.URL), file, NEW).resultNow();
    }

    private String[] files() {
        String[] names = folder.toFile().list();
        Arrays.sort(names);
        return names;
    }

    // ---------------------------------------------------------------------------------------- what was asked for

    @ParameterizedTest
    @ValueSource(
            strings = {
                "204 No Content\n\n",
                "205 Reset Content\nContent-Length: 0\n\n",
                "206 Partial Content\nContent-Length: 5\n\nerror",
                "302 Found\nLocation: /\nContent-Length: 5\n\nerror",
                "304 Not Modified\n\n",
                "404 Not Found\nContent-Length: 5\n\nerror",
                "500 Internal Server Error\nContent-Length: 5\n\nerror"
            })
    void anyOtherAnswerLeavesTheFileAndHasWhatTheServerSays(String answer) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "good");

        Response response =
                download(Request.get(Scene.URL), file, "HTTP/1.1 " + answer).resultNow();

        assertThat(answer).startsWith(response.status().toString());
        assertThat(answer).endsWith("\n\n" + response.text());
        assertThat(file).hasContent("good");
        assertThat(files()).containsExactly("file");
    }

    @Test
    void anAnswerToHeadLeavesTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "good");
        Request head = Request.get(Scene.URL).withMethod(Method.HEAD);

        download(head, file, "HTTP/1.1 200 OK\nContent-Length: 3\n\n");

        assertThat(file).hasContent("good");
    }

    @ParameterizedTest
    @CsvSource({
        "200 OK, 3, new",
        "203 Non-Authoritative Information, 3, new",
        "206 Partial Content, 3, new",
        "200 OK, 0, ''"
    })
    void whatWasAskedForIsSaved(String status, int length, String body) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Request ranged = Request.get(Scene.URL).withHeader("Range", "bytes=0-2");

        download(ranged, file, "HTTP/1.1 " + status + "\nContent-Length: " + length + "\n\n" + body);

        assertThat(file).hasContent(body);
    }

    /** As many bytes of an error page as are cheaper than another connection are received. */
    @Test
    void aShortErrorPageKeepsTheConnectionAndALongOneDoesNot() {
        download(Request.get(Scene.URL), folder.resolve("file"), "HTTP/1.1 404 Not Found\nContent-Length: 5\n\nerror");
        assertThat(scene.fetcher.connections()).isEqualTo(1);

        download(
                Request.get(Scene.URL),
                folder.resolve("file"),
                "HTTP/1.1 404 Not Found\nContent-Length: 200000\n\n" + "e".repeat(200_000));
        assertThat(scene.fetcher.connections()).isZero();
        assertThat(files()).isEmpty();
    }

    // ------------------------------------------------------------------------------------------- two at one time

    @Test
    void ofTwoDownloadsIntoOneFileTheLastIsThereWhole() throws IOException {
        Path file = folder.resolve("file");
        Future<Response> first = scene.fetcher.download(Request.get(Scene.URL), file);
        Future<Response> second = scene.fetcher.download(Request.get(Scene.URL), file);
        scene.settle();
        scene.peers.get(0).sendExactly("HTTP/1.1 200 OK\nContent-Length: 6\n\nAAA");
        scene.peers.get(1).sendExactly("HTTP/1.1 200 OK\nContent-Length: 6\n\nBBB");
        scene.peers.get(1).sendExactly("BBB");
        assertThat(second.resultNow().status()).isEqualTo(Status.OK);
        assertThat(file).hasContent("BBBBBB");

        scene.peers.get(0).sendExactly("AAA");
        assertThat(first.resultNow().status()).isEqualTo(Status.OK);
        assertThat(file).hasContent("AAAAAA");
        assertThat(files()).containsExactly("file");
    }

    @Test
    void aDownloadThatBreaksLeavesTheOtherAlone() throws IOException {
        Path file = folder.resolve("file");
        Future<Response> good = scene.fetcher.download(Request.get(Scene.URL), file);
        Future<Response> bad = scene.fetcher.download(Request.get(Scene.URL), file);
        scene.settle();
        scene.peers.get(0).sendExactly("HTTP/1.1 200 OK\nContent-Length: 6\n\nAAA");
        scene.peers.get(1).sendExactly("HTTP/1.1 200 OK\nContent-Length: 6\n\nBBB");
        scene.peers.get(1).reset();
        assertThat(bad.isFailed()).isTrue();

        scene.peers.get(0).sendExactly("AAA");
        assertThat(good.resultNow().status()).isEqualTo(Status.OK);
        assertThat(file).hasContent("AAAAAA");
    }

    // --------------------------------------------------------------------------------------------- other files

    @Test
    void aPartOfTheUsersIsNotTouched() throws IOException {
        Path precious = Files.writeString(folder.resolve("precious"), "precious");
        Files.writeString(folder.resolve("a.part"), "mine");
        Files.createSymbolicLink(folder.resolve("b.part"), precious);

        download(folder.resolve("a"));
        download(folder.resolve("b"));

        assertThat(folder.resolve("a.part")).hasContent("mine");
        assertThat(precious).hasContent("precious");
        assertThat(files()).containsExactly("a", "a.part", "b", "b.part", "precious");
    }

    @Test
    void aSymbolicLinkStaysAndWhatItLeadsToIsReplaced() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Path real = Files.writeString(other.resolve("real"), "old");
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("other/real"));
        Path first = Files.createSymbolicLink(folder.resolve("first"), second);

        download(first);

        assertThat(first).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(real).hasContent("new");
        assertThat(Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(other.toFile().list()).containsExactly("real");
    }

    @Test
    void aLinkThatLeadsNowhereIsFollowedTooUnlessItIsALoop() throws IOException {
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("missing"));
        download(dangling);
        assertThat(folder.resolve("missing")).hasContent("new");

        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        assertThat(Scene.error(download(Request.get(Scene.URL), loop, NEW)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("cannot write", "loop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-", "r--r--r--", "rwxr-x--x"})
    void theFileKeepsItsPermissions(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        scene.fetcher.download(Request.get(Scene.URL), file);
        scene.settle();
        scene.peer().sendExactly("HTTP/1.1 200 OK\nContent-Length: 3\n\nn");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(DownloadFilesTest::permissions).toList()).containsOnly(permissions);
        }
        scene.peer().sendExactly("ew");

        assertThat(file).hasContent("new");
        assertThat(permissions(file)).isEqualTo(permissions);
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNewFileHasThePermissionsOfAnyNewFile() throws IOException {
        Path file = folder.resolve("file");
        download(file);

        Path usual = Files.writeString(folder.resolve("usual"), "");
        assertThat(permissions(file)).isEqualTo(permissions(usual));
    }

    // -------------------------------------------------------------------------------------------- what is left

    @Test
    void aDownloadThatIsDoneHasClosedItsFile() throws IOException {
        download(folder.resolve("file"));

        assertThat(OpenFiles.of(folder.resolve("file"))).isZero();
    }
}
