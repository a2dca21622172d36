// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumedDownloadTest {
    private static final String WHOLE = "HTTP/1.1 200 OK\nETag: \"1\"\nContent-Length: 9\n\n";
    private static final String REST =
            "HTTP/1.1 206 Partial Content\nETag: \"1\"\nContent-Range: bytes 3-8/9\nContent-Length: 6\n\n";

    @TempDir
    private Path folder;

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private Path file() {
        return folder.resolve("a.txt");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Future<Response> resume() {
        Future<Response> response = scene.fetcher.resumeDownload(Request.get(Scene.URL), file());
        scene.settle();
        return response;
    }

    /** A first attempt, of which three bytes of nine arrive. */
    private void breakOff(String head) {
        Future<Response> response = resume();
        scene.peer().take();
        scene.peer().send(head + "abc");
        scene.peer().end();
        assertThat(Scene.error(response)).isInstanceOf(IOException.class);
    }

    @Test
    void goesOnWhereItBrokeOff() throws IOException {
        breakOff(WHOLE);
        assertThat(files()).containsExactly("a.txt.part", "a.txt.part.tag");

        Future<Response> response = resume();
        assertThat(scene.peer().take())
                .contains("\nAccept-Encoding: identity\n")
                .contains("\nRange: bytes=3-\nIf-Range: \"1\"\n");
        scene.peer().send(REST + "de");
        scene.peer().end();
        assertThat(Scene.error(response)).isInstanceOf(IOException.class);

        response = resume();
        assertThat(scene.peer().take()).contains("\nRange: bytes=5-\n");
        scene.peer().send(REST.replace("3-8", "5-8").replace("h: 6", "h: 4") + "fghi");
        assertThat(response.resultNow().status().code()).isEqualTo(206);
        assertThat(file()).hasContent("abcdefghi");
        assertThat(files()).containsExactly("a.txt");
    }

    @Test
    void aCancelledOneCanBeResumedToo() {
        Future<Response> response = resume();
        scene.peer().send(WHOLE + "abc");
        response.cancel();
        scene.settle();

        resume();
        assertThat(scene.peer().take()).contains("\nRange: bytes=3-\n");
        scene.peer().send(REST + "defghi");
        assertThat(file()).hasContent("abcdefghi");
    }

    /** If-Range: the server answers with all of the new file. */
    @Test
    void aFileThatHasChangedIsFetchedAnew() throws IOException {
        breakOff(WHOLE);
        Future<Response> response = resume();
        scene.peer().send("HTTP/1.1 200 OK\nETag: \"2\"\nContent-Length: 4\n\nn");
        assertThat(folder.resolve("a.txt.part")).hasContent("n");
        assertThat(folder.resolve("a.txt.part.tag")).hasContent("\"2\"\n" + Scene.URL + "\n" + Scene.URL + "\n");
        scene.peer().send("ew!");

        assertThat(response.resultNow().status().code()).isEqualTo(200);
        assertThat(file()).hasContent("new!");
        assertThat(files()).containsExactly("a.txt");
    }

    /** A weak tag, or none, does not say that the bytes are the same. */
    @ParameterizedTest
    @ValueSource(strings = {"ETag: W/\"1\"\n", "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\n", "ETag: 1\n"})
    void withoutAStrongTagNothingIsKept(String field) throws IOException {
        breakOff("HTTP/1.1 200 OK\n" + field + "Content-Length: 9\n\n");
        assertThat(files()).isEmpty();

        resume();
        assertThat(scene.peer().take()).doesNotContain("Range");
        scene.peer().send(WHOLE + "abcdefghi");
        assertThat(files()).containsExactly("a.txt");
    }

    /** Another range, of another file, or not up to the end. */
    @ParameterizedTest
    @ValueSource(strings = {"bytes 2-7/8", "bytes 3-8/10", "bytes 3-8/*", "bytes */9", "rows 3-8/9"})
    void aRangeThatDoesNotFitIsNotAppended(String range) {
        breakOff(WHOLE);
        resume();
        scene.peer().take();
        scene.peer().send(REST.replace("bytes 3-8/9", range) + "defghi");
        assertThat(scene.peer().take()).startsWith("GET / ").doesNotContain("Range");
        scene.peer().send(WHOLE + "123456789");

        assertThat(file()).hasContent("123456789");
    }

    @Test
    void aRangeOfAnotherTagIsNotAppended() {
        breakOff(WHOLE);
        resume();
        scene.peer().take();
        scene.peer().send(REST.replace("\"1\"", "\"2\"") + "DEFGHI");
        assertThat(scene.peer().take()).doesNotContain("Range");
        scene.peer().send(WHOLE + "123456789");

        assertThat(file()).hasContent("123456789");
    }

    /** With a Content-Length, or up to the end of the connection. */
    @ParameterizedTest
    @ValueSource(strings = {"h: 4", "X: 4"})
    void aRangeThatIsShorterThanItSaysIsNotTheWhole(String length) throws IOException {
        breakOff(WHOLE);
        Future<Response> response = resume();
        scene.peer().take();
        scene.peer().send(lengthAs(length) + "defg");
        scene.peer().end();
        assertThat(Scene.error(response)).hasMessageContaining("fewer bytes").hasMessageEndingWith(" has 7 of 9");
        assertThat(files()).containsExactly("a.txt.part", "a.txt.part.tag");

        resume();
        assertThat(scene.peer().take()).contains("\nRange: bytes=7-\n");
        scene.peer().send(REST.replace("3-8", "7-8").replace("h: 6", "h: 2") + "hi");
        assertThat(file()).hasContent("abcdefghi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h: 9", "X: 9"})
    void aRangeThatIsLongerThanItSaysIsNotWritten(String length) throws IOException {
        breakOff(WHOLE);
        Future<Response> response = resume();
        scene.peer().send(lengthAs(length) + "defghijkl");
        assertThat(Scene.error(response)).hasMessageContaining("more bytes");

        assertThat(files()).containsExactly("a.txt.part", "a.txt.part.tag");
        assertThat(Files.size(folder.resolve("a.txt.part"))).isLessThanOrEqualTo(9);
    }

    private static String lengthAs(String length) {
        return REST.replace(length.startsWith("X") ? "Content-Length: 6" : "h: 6", length);
    }

    /** A tag is of one resource (RFC 9110 §8.8.3): the server may use it for others, too. */
    @Test
    void aPartOfAnotherUrlIsFetchedAnew() {
        breakOff(WHOLE);
        Future<Response> response = scene.fetcher.resumeDownload(Request.get(Scene.URL + "other"), file());
        scene.settle();
        assertThat(scene.peer().take()).startsWith("GET /other ").doesNotContain("Range");
        scene.peer().send(WHOLE + "123456789");

        assertThat(response.resultNow().status().code()).isEqualTo(200);
        assertThat(file()).hasContent("123456789");
    }

    /** One request, and where it is redirected to. */
    private Future<Response> resumeBy(String location) {
        Future<Response> response =
                scene.fetcher.with(Redirects.redirects(1)).resumeDownload(Request.get(Scene.URL), file());
        scene.settle();
        scene.peer().take();
        scene.peer().send("HTTP/1.1 302 Found\nLocation: " + location + "\nContent-Length: 0\n\n");
        return response;
    }

    private void breakOffBehind(String location) {
        Future<Response> response = resumeBy(location);
        scene.peer().take();
        scene.peer().send(WHOLE + "abc");
        scene.peer().end();
        assertThat(Scene.error(response)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {REST, "HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */3\nContent-Length: 6\n\n"})
    void aPartFromBehindAnotherRedirectIsFetchedAnew(String answer) throws IOException {
        breakOffBehind("/monday");
        Future<Response> response = resumeBy("/tuesday");
        assertThat(scene.peer().take()).startsWith("GET /tuesday ").contains("\nRange: bytes=3-\n");
        scene.peer().send(answer + "DEFGHI");
        scene.peer().take();
        scene.peer().send("HTTP/1.1 302 Found\nLocation: /tuesday\nContent-Length: 0\n\n");
        assertThat(scene.peer().take()).startsWith("GET /tuesday ").doesNotContain("Range");
        scene.peer().send(WHOLE + "ABCDEFGHI");

        assertThat(response.resultNow().status().code()).isEqualTo(200);
        assertThat(file()).hasContent("ABCDEFGHI");
        assertThat(files()).containsExactly("a.txt");
    }

    /** A signature, which is another one for each request. */
    @Test
    void anotherQueryBehindARedirectIsTheSameResource() {
        breakOffBehind("/film?signature=1");
        resumeBy("/film?signature=2");
        assertThat(scene.peer().take()).startsWith("GET /film?signature=2 ").contains("\nRange: bytes=3-\n");
        scene.peer().send(REST + "defghi");
        assertThat(file()).hasContent("abcdefghi");
    }

    @Test
    void aPartWithoutARedirectIsNoneFromBehindOne() {
        breakOffBehind("/film");
        resume();
        scene.peer().take();
        scene.peer().send(REST + "DEFGHI");
        assertThat(scene.peer().take()).startsWith("GET / ").doesNotContain("Range");
        scene.peer().send(WHOLE + "123456789");
        assertThat(file()).hasContent("123456789");
    }

    @Test
    void aPartOfAnotherTagIsNotWholeBecauseOfItsLength() {
        breakOff(WHOLE);
        resume();
        scene.peer().take();
        scene.peer()
                .send(
                        "HTTP/1.1 416 Range Not Satisfiable\nETag: \"2\"\nContent-Range: bytes */3\nContent-Length: 0\n\n");
        assertThat(scene.peer().take()).doesNotContain("Range");
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 3\n\nABC");
        assertThat(file()).hasContent("ABC");
    }

    /** As earlier versions wrote it. */
    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "\"1\"\n" + Scene.URL + "\n"})
    void aPartWithoutAPlaceIsFetchedAnew(String notes) throws IOException {
        Files.writeString(folder.resolve("a.txt.part"), "abc");
        Files.writeString(folder.resolve("a.txt.part.tag"), notes);
        resume();
        assertThat(scene.peer().take()).doesNotContain("Range");
        scene.peer().send(WHOLE + "123456789");

        assertThat(file()).hasContent("123456789");
    }

    @Test
    void aPartThatIsWholeGetsItsName() throws IOException {
        breakOff(WHOLE);
        Future<Response> response = resume();
        scene.peer().send("HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */3\nContent-Length: 0\n\n");

        assertThat(response.resultNow().status().code()).isEqualTo(200);
        assertThat(file()).hasContent("abc");
        assertThat(files()).containsExactly("a.txt");
    }

    @Test
    void aPartThatIsTooLongIsFetchedAnew() {
        breakOff(WHOLE);
        resume();
        scene.peer().take();
        scene.peer().send("HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */2\nContent-Length: 0\n\n");
        assertThat(scene.peer().take()).doesNotContain("Range");
        scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 2\n\nab");

        assertThat(file()).hasContent("ab");
    }

    /** Another answer leaves the part for later. */
    @Test
    void anErrorPageIsNotSaved() throws IOException {
        breakOff(WHOLE);
        Future<Response> response = resume();
        scene.peer().send("HTTP/1.1 503 Service Unavailable\nContent-Length: 4\n\nbusy");

        assertThat(response.resultNow().status().code()).isEqualTo(503);
        assertThat(files()).containsExactly("a.txt.part", "a.txt.part.tag");
    }

    @Test
    void twoAtATimeDoNotMix() {
        Future<Response> first = resume();
        scene.peer().send(WHOLE + "abc");
        Future<Response> second = resume();
        scene.peer().send(REST + "defghi");
        assertThat(Scene.error(second)).hasMessageContaining("another download writes it");

        scene.peers.get(0).send("defghi");
        assertThat(first.isDone()).isTrue();
        assertThat(file()).hasContent("abcdefghi");
    }

    /** What is whole for the one is replaced by the other. */
    @Test
    void aPartThatAnotherDownloadWritesGetsNoName() throws IOException {
        breakOff(WHOLE);
        Future<Response> first = resume();
        Future<Response> second = resume();
        scene.peers.get(1).send("HTTP/1.1 200 OK\nETag: \"2\"\nContent-Length: 9\n\nab");
        scene.peers.get(2).send("HTTP/1.1 416 Range Not Satisfiable\nContent-Range: bytes */3\nContent-Length: 0\n\n");
        assertThat(Scene.error(second)).hasMessageContaining("another download writes it");
        assertThat(files()).containsExactly("a.txt.part", "a.txt.part.tag");

        scene.peers.get(1).send("cdefghi");
        assertThat(first.isDone()).isTrue();
        assertThat(file()).hasContent("abcdefghi");
    }

    /** To open a pipe without a reader would keep the loop. Here it has one. */
    @Test
    void aPipeInThePlaceOfThePartIsNotWrittenTo() throws Exception {
        Path pipe = folder.resolve("a.txt.part");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is a mkfifo");
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();
        try {
            Future<Response> response = resume();
            scene.peer().send(WHOLE + "abcdefghi");
            assertThat(Scene.error(response)).hasMessageContaining("it is no regular file");
        } finally {
            reader.destroy();
        }
    }

    @Test
    void onlyAGetIntoARegularFileCanBeResumed() {
        Future<Response> ranged =
                scene.fetcher.resumeDownload(Request.get(Scene.URL).withHeader("Range", "bytes=1-"), file());
        Future<Response> folderOnly = scene.fetcher.resumeDownload(Request.get(Scene.URL), folder);
        scene.settle();

        assertThat(Scene.error(ranged)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Scene.error(folderOnly)).hasMessageContaining("it is no regular file");
    }
}
