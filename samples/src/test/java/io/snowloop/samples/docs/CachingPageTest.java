// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.filter.Compression.compression;
import static io.snowloop.server.filter.ConditionalGet.conditionalGet;
import static io.snowloop.server.filter.ConditionalGet.requireMatch;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/caching.md} shows. */
class CachingPageTest {
    @Test
    void aPageIsNotSentTwice() {
        // region views
        Snow app = new Snow()
                .filter(compression())
                .filter(conditionalGet())
                .get("/news", request -> Response.html("<h1>Snow</h1>"));

        Response first = app.handle(Request.get("/news")).resultNow();
        Response again = app.handle(Request.get("/news").withHeader("If-None-Match", first.header("ETag")))
                .resultNow();
        assertThat(again.status()).isEqualTo(Status.NOT_MODIFIED);
        // endregion
    }

    @Test
    void noChangeIsLost() {
        record Note(String text, int version) {
            String tag() {
                return "\"" + version + "\"";
            }
        }
        // region changes
        Note[] note = {new Note("snow", 1)};
        Snow app = new Snow()
                .get("/note", request -> Response.text(note[0].text()).withHeader("ETag", note[0].tag()))
                .put("/note", request -> {
                    requireMatch(request, note[0].tag());
                    note[0] = new Note(request.text(), note[0].version() + 1);
                    return Response.of(Status.NO_CONTENT).withHeader("ETag", note[0].tag());
                });

        Request change = Request.put("/note", Body.of("ice")).withHeader("If-Match", "\"1\"");
        assertThat(app.handle(change).resultNow().status()).isEqualTo(Status.NO_CONTENT);
        assertThat(app.handle(change).resultNow().status()).isEqualTo(Status.PRECONDITION_FAILED); // it is "2" by now
        // endregion
        assertThat(app.handle(Request.get("/note")).resultNow().header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void filesAreKept(@TempDir Path folder) throws Exception {
        Files.createDirectories(folder.resolve("site"));
        Files.createDirectories(folder.resolve("assets"));
        Files.writeString(folder.resolve("assets/app.3f2a.js"), "plain");
        Files.writeString(folder.resolve("assets/app.3f2a.js.br"), "brotli");
        // region files
        StaticFiles pages = StaticFiles.of(folder.resolve("site")).withCacheControl("no-cache");
        StaticFiles assets = StaticFiles.of(folder.resolve("assets"))
                .withCacheControl("public, max-age=31536000, immutable")
                .withPrecompressed();
        Snow app = new Snow().get("/assets/{path:path}", assets).get("/{path:path}", pages);
        // endregion

        Response script = app.handle(Request.get("/assets/app.3f2a.js").withHeader("Accept-Encoding", "gzip, br"))
                .resultNow();

        assertThat(script.header("Content-Encoding")).isEqualTo("br");
        assertThat(script.header("Cache-Control")).endsWith("immutable");
        assertThat(script.header("Vary")).isEqualTo("Accept-Encoding");
    }
}
