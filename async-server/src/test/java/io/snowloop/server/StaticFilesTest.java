// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.snowloop.http.Body;
import io.snowloop.http.FileBody;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Static files")
class StaticFilesTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant CHANGED = Instant.parse("2026-11-20T11:00:00.123456789Z");
    private static final String DATE = "Fri, 20 Nov 2026 11:00:00 GMT";
    private static final String SECOND_BEFORE = "Fri, 20 Nov 2026 10:59:59 GMT";
    private static final String SECOND_AFTER = "Fri, 20 Nov 2026 11:00:01 GMT";

    @TempDir
    private Path temporary;

    private Path folder;
    private Snow app;

    @BeforeEach
    void makeFiles() throws IOException {
        folder = Files.createDirectory(temporary.resolve("public"));
        write("a.txt", "0123456789");
        write("empty", "");
        write("grüne Wiese.html", "<p>");
        write(".secret", "secret");
        Files.writeString(temporary.resolve("outside.txt"), "secret");
        Files.createDirectories(folder.resolve("docs/.git"));
        write("docs/index.html", "<h1>Docs</h1>");
        write("docs/.git/config", "secret");
        Files.createDirectory(folder.resolve("bare"));
        app = new Snow().get("/static/{path:path}", new StaticFiles(folder, InstantSource.fixed(NOW)));
    }

    private void write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    }

    private Response get(String path, String... fields) {
        return send(Request.get("/static/" + path), fields);
    }

    private Response send(Request request, String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            request = request.plusHeader(fields[i], fields[i + 1]);
        }
        return app.handle(request).resultNow();
    }

    private static String text(Response response) {
        return response.collect(1_000).resultNow().text();
    }

    private static void assertWhole(Response response) {
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(text(response)).isEqualTo("0123456789");
    }

    @Test
    void areSentWithWhatIsKnownOfThem() {
        Response response = get("a.txt");

        assertWhole(response);
        assertThat(response.body()).isInstanceOf(FileBody.class);
        assertThat(response.headers())
                .hasToString("{Accept-Ranges: bytes, ETag: \"6b002830.75bcd15-a\", Last-Modified: " + DATE
                        + ", Content-Type: text/plain; charset=utf-8}");
    }

    @Test
    void areFoundBelowFoldersAndByNamesThatAreEncoded() {
        assertThat(text(get("docs/index.html"))).isEqualTo("<h1>Docs</h1>");
        assertThat(text(get("gr%C3%BCne%20Wiese.html"))).isEqualTo("<p>");
    }

    @Test
    void inAFolderAreItsIndex() {
        Response response = get("docs/");

        assertThat(text(response)).isEqualTo("<h1>Docs</h1>");
        assertThat(response.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(text(get("docs/."))).isEqualTo("<h1>Docs</h1>");
        assertThat(get("bare/").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("").status()).isEqualTo(Status.NOT_FOUND);
    }

    /** On Windows a backslash separates names, as a slash does. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNameWithABackslashIsNoName() throws IOException {
        write("a\\b.txt", "secret");
        write("\\b.txt", "secret");

        assertThat(get("a%5Cb.txt").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("%5Cb.txt").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aFolderWithoutItsSlashIsRedirectedRelativelySoThatItHoldsWhereverItIsMounted() {
        assertThat(get("docs?a=/b").status()).isEqualTo(Status.MOVED_PERMANENTLY);
        assertThat(get("docs?a=/b").header("Location")).isEqualTo("./docs/?a=/b");
        assertThat(get("x/..//%64ocs").header("Location")).isEqualTo("./%64ocs/");
        Snow outer = new Snow().mount("/app", app);
        assertThat(outer.handle(Request.get("/app/static/docs")).resultNow().header("Location"))
                .isEqualTo("./docs/");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "b.txt",
                "a.txt/",
                "a.txt/b",
                "../outside.txt",
                "docs/../../outside.txt",
                "docs/../../a.txt",
                "%2e%2e/outside.txt",
                "..%2Foutside.txt",
                "%2E%2E%2foutside.txt",
                "docs/..%5C..%5Coutside.txt",
                "..%5Coutside.txt",
                "%5Ca.txt",
                "docs/%2e%2e%2foutside.txt",
                "/etc/passwd",
                "%2Fetc%2Fpasswd",
                ".secret",
                "./.secret",
                "docs/.git/config",
                "docs/.git/",
                "docs/..",
                "..",
                ".",
                "~root"
            })
    void whatIsNotThereOrMustNotBeSeenIs404(String path) {
        assertThat(get(path).status()).isEqualTo(Status.NOT_FOUND);
        assertThat(text(get(path))).doesNotContain("secret").doesNotContain("/");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"docs/../a.txt", "./a.txt", ".//a.txt", "%2e/x/%2E%2e/%61.txt"})
    void areFoundByAnySpellingOfTheirPath(String path) {
        assertWhole(get(path));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a.txt%00", "a.txt%00.html", "%00", "a%252F.txt"})
    void whatIsNoPathIsABadRequest(String path) {
        assertThat(get(path).status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(text(get(path))).doesNotContain("secret").doesNotContain("/");
    }

    @Test
    void aNameThatIsTooLongIs404() {
        assertThat(get("x".repeat(5_000)).status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aLinkIsFollowedInsideOfTheFolderAndNotOut() throws IOException {
        Files.createSymbolicLink(folder.resolve("inside.html"), folder.resolve("a.txt"));
        Files.createSymbolicLink(folder.resolve("out.txt"), temporary.resolve("outside.txt"));
        Files.createSymbolicLink(folder.resolve("up"), temporary);
        Files.createSymbolicLink(folder.resolve("round"), folder.resolve("round"));
        Path alias = Files.createSymbolicLink(temporary.resolve("alias"), folder);

        assertWhole(get("inside.html"));
        assertThat(get("inside.html").header("Content-Type"))
                .as("by the name that was asked for")
                .isEqualTo("text/html; charset=utf-8");
        assertThat(get("out.txt").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("up/outside.txt").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("up/").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("up").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(get("round").status()).isEqualTo(Status.NOT_FOUND);
        app = new Snow().get("/static/{path:path}", StaticFiles.of(alias));
        assertWhole(get("a.txt"));
    }

    /** Each costs the loop some system calls, and a path has room for thousands of names. */
    @Test
    void aPathLeadsThroughFortyLinks() throws IOException {
        Files.createSymbolicLink(folder.resolve("l"), folder);

        assertWhole(get("l/".repeat(40) + "a.txt"));
        assertThat(get("l/".repeat(41) + "a.txt").status()).isEqualTo(Status.NOT_FOUND);
    }

    /** Each file that is made of a ConfigMap of Kubernetes is a link to {@code ..data}, a link to a folder that has the time as its name. */
    @Test
    void aVisibleLinkMayLeadToAHiddenFile() throws IOException {
        Files.createDirectory(folder.resolve("..2026_11_30"));
        write("..2026_11_30/page.html", "<p>");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_11_30"));
        Files.createSymbolicLink(folder.resolve("page.html"), Path.of("..data/page.html"));

        assertThat(text(get("page.html"))).isEqualTo("<p>");
        assertThat(get("..data/page.html").status()).isEqualTo(Status.NOT_FOUND);
    }

    /** Windows makes a short name for each name that is no good one of DOS. */
    @Test
    void theShortNameOfAHiddenFolderIsHidden() throws IOException {
        write("plain~1.txt", "text");

        assertThat(get("docs/GIT~1/config").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(text(get("plain~1.txt"))).isEqualTo("text");
    }

    @Test
    void aSiblingWhoseNameBeginsLikeTheFoldersIsOutside() throws IOException {
        Path sibling = Files.createDirectory(temporary.resolve("public-not"));
        Files.createSymbolicLink(folder.resolve("link"), Files.writeString(sibling.resolve("a.txt"), "secret"));

        assertThat(get("link").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void whatCannotBeReadIs404() throws IOException {
        Path file = folder.resolve("a.txt");
        assumeFalse(!file.toFile().setReadable(false) || Files.isReadable(file), "this user may read everything");

        assertThat(get("a.txt").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aFolderThatIsNotThereIsRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticFiles.of(folder.resolve("none")))
                .withMessage("no such folder: " + folder.resolve("none") + ". Make it before, or give another path")
                .withCauseInstanceOf(NoSuchFileException.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticFiles.of(Path.of("no-folder-of-this-name")))
                .withMessage(
                        "no such folder: " + Path.of("no-folder-of-this-name").toAbsolutePath()
                                + ". Make it before, or give another path: a relative one begins in the working directory");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticFiles.of(folder.resolve("a.txt")))
                .withMessageStartingWith("not a folder, but a file: " + folder.resolve("a.txt") + ". Give ");
    }

    @Test
    void aRouteWithoutTheRestOfThePathIsNamedWithWhatToWrite() {
        Request request = Request.get("/static/a.txt").withPathParameters(Map.of("name", "a.txt"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StaticFiles.of(folder).view(request))
                .withMessage(
                        "StaticFiles need a route that ends in {path:path}, such as get(\"/static/{path:path}\", files):"
                                + " this one has the parameters [name]");
    }

    @Test
    void aRouteWithoutTheRestOfThePathIsRefusedWhenItIsAdded() {
        StaticFiles files = StaticFiles.of(folder);
        Snow routes = new Snow();
        assertRefused("GET /static has the parameters []", () -> routes.get("/static", files));
        assertRefused("PUT /a/{name} has the parameters [name]", () -> routes.route(Method.PUT, "/a/{name}", files));
        assertRefused(
                "GET /group/b has the parameters []", () -> routes.group("/group", group -> group.get("/b", files)));
        assertRefused("any method /static has the parameters []", () -> routes.mount("/static", files));
        assertRefused("any method /{below:path} has the parameters [below]", () -> routes.mount("/", files));
        assertRefused("/static/(.*) has the parameters []", () -> routes.regex("/static/(.*)", files));
        assertThat(routes.routes()).isEmpty();

        routes.get("/static/{path:path}", files)
                .regex("/old/(?<path>.*)", files)
                .group("/{path}", group -> group.get("/raw", files))
                .mount("/one/{path}", files);
        assertThat(routes.handle(Request.get("/old/a.txt")).resultNow().status())
                .isEqualTo(Status.OK);
        assertThat(routes.handle(Request.get("/one/a.txt")).resultNow().status())
                .isEqualTo(Status.OK);
    }

    private static void assertRefused(String end, ThrowingCallable adding) {
        assertThatIllegalArgumentException()
                .isThrownBy(adding)
                .withMessageStartingWith("StaticFiles need a route that ends in {path:path}, such as get(")
                .withMessageEndingWith(end);
    }

    @Test
    void headHasTheLengthAndIgnoresRanges() {
        Response response = send(Request.head("/static/a.txt"), "Range", "bytes=0-1");

        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.body().length()).isEqualTo(10);
    }

    @Test
    void otherMethodsAreNotAllowed() {
        assertThat(send(Request.of(Method.PUT, "/static/a.txt").withBody(Body.of("x")))
                        .status())
                .isEqualTo(Status.METHOD_NOT_ALLOWED);
    }

    /** Also those that only a client with conditions or ranges meets. */
    @Test
    void whatIsNotSentIsAskedOfTheErrorMapper() {
        app.onError((error, request) -> Response.html("<h1>Oh</h1>").withStatus(((HttpException) error).status()));

        Response gone = get("none.txt");
        Response changed = get("a.txt", "If-Match", "\"x\"");
        Response outside = get("a.txt", "Range", "bytes=10-");

        assertThat(List.of(gone, changed, outside))
                .extracting(Response::status)
                .containsExactly(Status.NOT_FOUND, Status.PRECONDITION_FAILED, Status.RANGE_NOT_SATISFIABLE);
        assertThat(List.of(gone, changed, outside)).extracting(Response::text).containsOnly("<h1>Oh</h1>");
        assertThat(outside.headers().all("Content-Range"))
                .as("what there is (RFC 9110 §15.5.17)")
                .containsExactly("bytes */10");
    }

    @Nested
    @DisplayName("in parts")
    class Ranges {
        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "bytes=0-0    | 0         | 0-0",
                    "bytes=0-9    | 0123456789| 0-9",
                    "bytes=3-5    | 345       | 3-5",
                    "bytes=3-     | 3456789   | 3-9",
                    "bytes=9-     | 9         | 9-9",
                    "bytes=3-99   | 3456789   | 3-9",
                    "bytes=-3     | 789       | 7-9",
                    "bytes=-99    | 0123456789| 0-9",
                    "BYTES=1-2    | 12        | 1-2",
                    "bytes= ,1-2, | 12        | 1-2",
                    "bytes=0000000000000000000000001-2 | 12 | 1-2",
                    "bytes=1-99999999999999999999999 | 123456789 | 1-9"
                })
        void areSentAs206(String range, String part, String positions) {
            Response response = get("a.txt", "Range", range);

            assertThat(response.status()).isEqualTo(Status.PARTIAL_CONTENT);
            assertThat(text(response)).isEqualTo(part);
            assertThat(response.header("Content-Range")).isEqualTo("bytes " + positions + "/10");
            assertThat(response.header("ETag")).isNotNull();
            assertThat(response.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0", "bytes=99999999999999999999999-"})
        void thatAreNotThereAre416(String range) {
            Response response = get("a.txt", "Range", range);

            assertThat(response.status()).isEqualTo(Status.RANGE_NOT_SATISFIABLE);
            assertThat(response.header("Content-Range")).isEqualTo("bytes */10");
            assertThat(response.text()).isEqualTo("416 Range Not Satisfiable");
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "bytes=0-1,3-4",
                    "bytes=5-3",
                    "bytes=-",
                    "bytes=",
                    "bytes",
                    "bytes=a-b",
                    "bytes=1",
                    "bytes=1-2-3",
                    "bytes=--1",
                    "items=0-1",
                    "bytes 0-1",
                    "bytes=+1-2"
                })
        void areTheWholeIfThereAreSeveralOrNoneThatCanBeUnderstood(String range) {
            Response response = get("a.txt", "Range", range);

            assertWhole(response);
            assertThat(response.header("Content-Range")).isNull();
        }

        @Test
        void areTheWholeIfThereAreSeveralFields() {
            assertWhole(get("a.txt", "Range", "bytes=0-1", "Range", "bytes=2-3"));
        }

        @Test
        void ofAnEmptyFile() {
            assertThat(get("empty", "Range", "bytes=0-").status()).isEqualTo(Status.RANGE_NOT_SATISFIABLE);
            assertThat(get("empty", "Range", "bytes=-5").status()).isEqualTo(Status.OK);
            assertThat(get("empty").status()).isEqualTo(Status.OK);
        }

        @Test
        void areSentOnlyIfTheClientHasTheSameVersion() {
            String tag = get("a.txt").header("ETag");
            String[] range = {"Range", "bytes=0-1", "If-Range", ""};

            for (String same : new String[] {tag, DATE}) {
                range[3] = same;
                assertThat(text(get("a.txt", range))).as(same).isEqualTo("01");
            }
            for (String other : new String[] {"\"other\"", "W/" + tag, SECOND_BEFORE, SECOND_AFTER, "nonsense", "*"}) {
                range[3] = other;
                assertWhole(get("a.txt", range));
            }
        }
    }

    @Nested
    @DisplayName("under conditions")
    class Under {
        private final String tag = "\"6b002830.75bcd15-a\"";

        private void assertStatus(Status status, String... fields) {
            assertThat(get("a.txt", fields).status())
                    .as(String.join(": ", fields))
                    .isEqualTo(status);
            assertThat(send(Request.head("/static/a.txt"), fields).status()).isEqualTo(status);
        }

        @Test
        void ifNoneMatch() {
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", tag);
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", "W/" + tag);
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", "*");
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", "\"x,y\" , W/\"z\"," + tag);
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", "\"x\"", "If-None-Match", tag);
            assertStatus(Status.OK, "If-None-Match", "\"x\"");
            assertStatus(Status.OK, "If-None-Match", "");
        }

        @Test
        void ifModifiedSince() {
            assertStatus(Status.NOT_MODIFIED, "If-Modified-Since", DATE);
            assertStatus(Status.NOT_MODIFIED, "If-Modified-Since", SECOND_AFTER);
            assertStatus(Status.OK, "If-Modified-Since", SECOND_BEFORE);
            assertStatus(Status.OK, "If-Modified-Since", "nonsense");
        }

        @Test
        void ifNoneMatchGoesBeforeIfModifiedSince() {
            assertStatus(Status.OK, "If-None-Match", "\"x\"", "If-Modified-Since", DATE);
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", tag, "If-Modified-Since", SECOND_BEFORE);
        }

        @Test
        void ifMatch() {
            assertStatus(Status.OK, "If-Match", tag);
            assertStatus(Status.OK, "If-Match", "*");
            assertStatus(Status.OK, "If-Match", "\"x\", " + tag);
            assertStatus(Status.PRECONDITION_FAILED, "If-Match", "\"x\"");
            assertStatus(Status.PRECONDITION_FAILED, "If-Match", "W/" + tag);
        }

        @Test
        void ifUnmodifiedSince() {
            assertStatus(Status.OK, "If-Unmodified-Since", DATE);
            assertStatus(Status.PRECONDITION_FAILED, "If-Unmodified-Since", SECOND_BEFORE);
            assertStatus(Status.OK, "If-Unmodified-Since", "nonsense");
            assertStatus(Status.OK, "If-Match", tag, "If-Unmodified-Since", SECOND_BEFORE);
        }

        @Test
        void aLostUpdateGoesBeforeWhatIsKnown() {
            assertStatus(Status.PRECONDITION_FAILED, "If-Match", "\"x\"", "If-None-Match", tag);
        }

        @Test
        void theAnswerSaysWhichVersionThereIs() {
            Response response = get("a.txt", "If-None-Match", tag);

            assertThat(response.header("ETag")).isEqualTo(tag);
            assertThat(response.header("Last-Modified")).isEqualTo(DATE);
            assertThat(response.body().length()).isZero();
        }

        @Test
        void conditionsGoBeforeRanges() {
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", tag, "Range", "bytes=99-");
        }

        @Test
        void aFileThatHasJustChangedHasAWeakTag() throws IOException {
            Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(NOW.minusMillis(1_999)));
            String weak = get("a.txt").header("ETag");

            assertThat(weak).startsWith("W/\"");
            assertStatus(Status.NOT_MODIFIED, "If-None-Match", weak);
            assertStatus(Status.PRECONDITION_FAILED, "If-Match", weak);
            assertStatus(Status.PRECONDITION_FAILED, "If-Match", weak.substring(2));
            assertWhole(get("a.txt", "Range", "bytes=0-1", "If-Range", weak.substring(2)));
            assertWhole(
                    get("a.txt", "Range", "bytes=0-1", "If-Range", get("a.txt").header("Last-Modified")));
            Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(NOW.minusMillis(2_000)));
            assertThat(get("a.txt").header("ETag")).startsWith("\"");
        }

        @Test
        void aFileOfTheFutureIsAsNewAsTheAnswer() throws IOException {
            Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(NOW.plusSeconds(3_600)));

            assertThat(get("a.txt").header("Last-Modified")).isEqualTo("Fri, 20 Nov 2026 12:00:00 GMT");
        }

        /** Which some file systems keep, such as tmpfs: a moment later is none. */
        @Test
        void aFileOfTheEndOfTime() {
            BasicFileAttributes last = (BasicFileAttributes) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {BasicFileAttributes.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("size") ? (Object) 1L : FileTime.from(Instant.MAX));

            assertThat(Validators.of(last, "", NOW).entityTag()).startsWith("W/");
            assertThat(Validators.of(last, "", NOW).lastModified()).isEqualTo(NOW);
        }

        @Test
        void anotherTimeOrSizeIsAnotherTag() throws IOException {
            write("a.txt", "01234567890");
            assertThat(get("a.txt").header("ETag")).isNotEqualTo(tag);
            write("a.txt", "9876543210");
            assertThat(get("a.txt").header("ETag")).isEqualTo(tag);
            Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(CHANGED.plusNanos(1_000_000)));
            assertThat(get("a.txt").header("ETag")).isNotEqualTo(tag);
        }
    }
}
