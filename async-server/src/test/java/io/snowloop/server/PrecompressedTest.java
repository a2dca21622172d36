// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Compressed files beside static files, and how long they may be kept")
class PrecompressedTest {
    private static final Instant CHANGED = Instant.parse("2026-11-20T11:00:00Z");

    @TempDir
    private Path folder;

    private Snow app;

    @BeforeEach
    void makeFiles() throws IOException {
        write("a.css", "plain");
        write("a.css.gz", "by gzip");
        write("a.css.br", "by brotli");
        write("b.css", "plain");
        write("b.css.gz", "by gzip");
        write("c.css", "plain");
        StaticFiles files = new StaticFiles(folder, InstantSource.fixed(CHANGED.plusSeconds(60)));
        app = new Snow()
                .get("/plain/{path:path}", files)
                .get("/{path:path}", files.withPrecompressed().withCacheControl("no-cache"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    }

    private Response get(String path, String... fields) {
        Request request = Request.get(path);
        for (int i = 0; i < fields.length; i += 2) {
            request = request.withHeader(fields[i], fields[i + 1]);
        }
        return app.handle(request).resultNow();
    }

    private static String text(Response response) {
        return response.collect(100).resultNow().text();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            delimiter = '|',
            value = {
                "a.css | br, gzip       | br   | by brotli",
                "a.css | gzip, br;q=0.9 | gzip | by gzip",
                "a.css | zstd, gzip     | gzip | by gzip",
                "a.css | zstd           | none | plain",
                "a.css | gzip;q=0       | none | plain",
                "a.css | ''             | none | plain",
                "b.css | br, gzip       | gzip | by gzip",
                "c.css | br, gzip       | none | plain",
            })
    void areSentToClientsThatTakeThem(String file, String accepted, String coding, String text) {
        Response response = get("/" + file, "Accept-Encoding", accepted);

        assertThat(response.header("Content-Encoding")).isEqualTo(coding);
        assertThat(text(response)).isEqualTo(text);
        assertThat(response.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(response.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void areNotSentUnlessThatIsSet() {
        Response response = get("/plain/a.css", "Accept-Encoding", "br, gzip");

        assertThat(text(response)).isEqualTo("plain");
        assertThat(response.header("Vary")).isNull();
        assertThat(response.header("Cache-Control")).isNull();
    }

    @Test
    void areNotSentIfTheyAreOlderThanThePlainFile() throws IOException {
        Files.setLastModifiedTime(folder.resolve("b.css.gz"), FileTime.from(CHANGED.minus(Duration.ofMillis(1))));

        assertThat(text(get("/b.css", "Accept-Encoding", "gzip"))).isEqualTo("plain");
    }

    /** RFC 9110 §8.8.1: a strong tag is that of one sequence of bytes. */
    @Test
    void haveTagsOfTheirOwn() throws IOException {
        write("a.css.gz", "123456789"); // as long as the other one
        String br = get("/a.css", "Accept-Encoding", "br").header("ETag");
        String gzip = get("/a.css", "Accept-Encoding", "gzip").header("ETag");

        assertThat(br).isNotEqualTo(gzip).startsWith("\"").endsWith("-br\"");
        Response again = get("/a.css", "Accept-Encoding", "gzip", "If-None-Match", gzip);
        assertThat(again.status().code()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(gzip);
        assertThat(again.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(again.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(get("/a.css", "Accept-Encoding", "br", "If-None-Match", gzip)
                        .status()
                        .code())
                .isEqualTo(200);
    }

    /** A date may be that of several representations, and a part of one is no rest of another (RFC 9110 §13.1.5); the tags differ. */
    @Test
    void aDateDoesNotTellWhichOfThemAClientHas() {
        Response plain = get("/a.css");
        Response coded = get("/a.css", "Accept-Encoding", "gzip");
        for (String accepted : new String[] {"gzip", "identity"}) {
            String[] range = {"Accept-Encoding", accepted, "Range", "bytes=3-", "If-Range", ""};
            Response same = accepted.equals("gzip") ? coded : plain;
            Response other = accepted.equals("gzip") ? plain : coded;
            range[5] = same.header("Last-Modified");
            assertThat(get("/a.css", range).status().code()).as(accepted).isEqualTo(200);
            range[5] = same.header("ETag");
            assertThat(get("/a.css", range).status().code()).as(accepted).isEqualTo(206);
            range[5] = other.header("ETag");
            assertThat(get("/a.css", range).status().code()).as(accepted).isEqualTo(200);
        }
        assertThat(get("/plain/a.css", "Range", "bytes=3-", "If-Range", plain.header("Last-Modified"))
                        .status()
                        .code())
                .isEqualTo(206);
    }

    /** RFC 9110 §14.1.2: a range counts the bytes of the coded file. */
    @Test
    void canBeAskedForInParts() {
        Response part = get("/a.css", "Accept-Encoding", "gzip", "Range", "bytes=3-");

        assertThat(part.status().code()).isEqualTo(206);
        assertThat(part.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 3-6/7");
        assertThat(text(part)).isEqualTo("gzip");
    }

    @Test
    void areNotFoundInPlaceOfAPlainFileThatIsNotThere() throws IOException {
        write("d.css.gz", "by gzip");

        Response response = get("/d.css", "Accept-Encoding", "gzip");

        assertThat(response.status().code()).isEqualTo(404);
        assertThat(response.header("Cache-Control")).isNull();
    }
}
