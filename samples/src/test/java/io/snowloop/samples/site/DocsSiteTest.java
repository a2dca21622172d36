// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Snow;
import io.snowloop.testing.ProjectFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocsSiteTest {
    @TempDir
    private Path folder;

    private Path home;
    private @Nullable Snow app;

    @BeforeEach
    void makeACheckout() throws IOException {
        home = folder.resolve("home");
        write(
                "docs/README.md",
                "# The *front* page\n\n[a](a%20b.md#x) [d](deep/) [c](../src/C.java#L2) [r](../README.md)");
        write("docs/a b.md", "# A\n\n[home](README.md) [far](https://example.org/) [out](../../secret.md) ![i](i.png)");
        write("docs/deep/one.md", "| h |\n| --- |\n| [up](../README.md#t) |");
        write("docs/i.png", "png");
        write("docs/.hidden.md", "# hidden");
        write("README.md", "# All");
        write("src/C.java", "class C<T> {\n}\n");
        write("src/deep/D.java", "class D {}\n");
        write("src/page.html", "<script src=\"x.js\"></script>\n");
        write(".git/config", "secret");
        write("x.json", "{}");
        Files.writeString(folder.resolve("secret.md"), "secret");
        Files.createSymbolicLink(home.resolve("docs/link.md"), folder.resolve("secret.md"));
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private Response get(String path) throws Exception {
        return handle(Request.get(path));
    }

    private Response handle(Request request) throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            if (app == null) {
                app = DocsSite.app(new SiteMap(home.resolve("docs"), home), Duration.ZERO);
            }
            Snow site = app;
            return loop.runUntil(
                    loop.submit(() -> site.handle(request)).flatMap(response -> response.collect(2_000_000)));
        }
    }

    @Test
    void theApiIsServedWhenItIsBuilt() throws Exception {
        assertThat(get("/").text()).contains("<a href=\"/api/\" rel=\"nofollow\">");
        assertThat(get("/api/").text()).contains("./mvnw -N antrun:run@api");

        write("target/api/index.html", "<script>search()</script>");
        write("target/api/script.js", "search");

        Response index = get("/api/");
        assertThat(index.text()).isEqualTo("<script>search()</script>");
        assertThat(index.header("Content-Security-Policy")).contains("script-src 'self' 'unsafe-inline'");
        assertThat(get("/api/script.js").text()).isEqualTo("search");
        assertThat(get("/").header("Content-Security-Policy")).doesNotContain("unsafe-inline");
    }

    @Test
    void aPageThatIsNotUtf8IsNotFoundAndHidesNoOther() throws Exception {
        Files.write(home.resolve("docs/latin.md"), new byte[] {'#', ' ', (byte) 0xE9});
        write("docs/README.md", "# The front page\n\n1. [l](latin.md)");

        assertThat(get("/search?q=page").text()).contains("1 section with all words of: page");
        assertThat(get("/source/src/C.java").status().code()).isEqualTo(200);
    }

    @Test
    void quotesInQuotesDoNotUseUpTheStack() throws Exception {
        write("docs/q.md", "# Q\n\n" + ">".repeat(20_000) + " deep\n");
        write(
                "docs/l.md",
                "# L\n\n"
                        + IntStream.range(0, 700)
                                .mapToObj(i -> "  ".repeat(i) + "- x\n")
                                .collect(joining()));

        assertThat(get("/q").text()).contains(" deep");
        assertThat(get("/l").text()).contains("<li>x");
    }

    /** One thread makes all pages: it would wait without an end, and an interrupt does not end that. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeIsNotWaitedFor() throws Exception {
        Path pipe = home.resolve("docs/pipe.svg");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "there is a mkfifo");
        Files.createLink(home.resolve("pipe"), pipe);
        Files.createLink(home.resolve("docs/pipe.md"), pipe);
        write("docs/r.md", "# R\n\n![a](pipe.svg)\n\n<!-- region pipe#a -->\n```java\nx\n```\n");

        assertThat(get("/r").text()).contains("src=\"/pipe.svg\"", "x");
        assertThat(get("/source/pipe").status().code()).isEqualTo(404);
        assertThat(get("/pipe.md").status().code()).isEqualTo(404);
    }

    /** As text: it would be too much for the memory of some clients, and of this site. */
    @Test
    void aLargeSourceIsSentAsItIs() throws Exception {
        write("large.html", "<p>".repeat(400_000));

        Response large = get("/source/large.html");

        assertThat(large.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(large.body().length()).isEqualTo(1_200_000);
    }

    /** So that each page has one heading of the first level, for those who hear it. */
    @Test
    void aPageWithoutATitleHasTheNameOfItsFile() throws Exception {
        assertThat(get("/deep/one").text()).containsOnlyOnce("<h1").contains("<h1>one.md</h1>");
        assertThat(get("/").text()).containsOnlyOnce("<h1");
    }

    @Test
    void theFrontPageIsTheReadme() throws Exception {
        Response page = get("/");

        assertThat(page.status().code()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.text()).contains("<title>The front page · Snowloop</title>", "<h1 id=\"the-front-page\">");
    }

    @Test
    void linksLeadToWhereTheFilesAreOnTheSite() throws Exception {
        assertThat(get("/").text())
                .contains(
                        "href=\"/a%20b#x\"", "href=\"/deep/\"", "href=\"/source/src/C.java#L2\"", "href=\"/source/\"");
        assertThat(get("/a%20b").text())
                .contains("href=\"/\"", "href=\"https://example.org/\"", "href=\"../../secret.md\"", "src=\"/i.png\"");
        assertThat(get("/deep/one").text()).contains("<table class=\"narrow\">", "href=\"/#t\"");
    }

    @Test
    void sourcesAreShownWithLinesThatHaveAnchors() throws Exception {
        assertThat(get("/source/src/C.java").text())
                .contains(
                        "<span class=\"line\" id=\"L1\"><span class=\"keyword\">class</span> <span class=\"type\">C</span>&lt;<span class=\"type\">T</span>&gt; {\n</span>",
                        "id=\"L2\">}");
    }

    @Test
    void aPageAmongTheSourcesIsShownNotRun() throws Exception {
        assertThat(get("/source/src/page.html").text())
                .contains("&lt;script src=&quot;x.js&quot;&gt;&lt;/script&gt;")
                .doesNotContain("<script src=\"x.js\"");
    }

    @Test
    void aFolderWithoutAFrontPageListsItsFiles() throws Exception {
        assertThat(get("/deep/").text()).contains("<a href=\"/deep/one\">one.md</a>");
        assertThat(get("/source/src/").text())
                .contains("<a href=\"/source/src/C.java\">C.java</a>")
                // not followed by crawlers, or one link to a module would bring all of it into the site
                .contains("<a rel=\"nofollow\" href=\"/source/src/deep/\">deep/</a>");
    }

    @Test
    void aSourceFileLeadsToItsFolders() throws Exception {
        assertThat(get("/source/src/deep/D.java").text())
                .contains("<a rel=\"nofollow\" href=\"/source/src/\">src</a>/<wbr>"
                        + "<a rel=\"nofollow\" href=\"/source/src/deep/\">deep</a>/<wbr>");
    }

    @ParameterizedTest
    @CsvSource({
        "/deep, /deep/",
        "/a%20b.md, /a%20b",
        "/README.md, /",
        "/README, /",
        "/deep/one.md, /deep/one",
        "/deep/one/, /deep/one",
        "/source/README.md, /source/",
        "/source/docs/deep/one.md, /deep/one",
    })
    void everyPageHasOneAddressAndOthersLeadThere(String path, String address) throws Exception {
        Response response = get(path);

        assertThat(response.status().code()).isEqualTo(301);
        assertThat(response.header("Location")).isEqualTo(address);
        assertThat(get(address).status().code()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/i.png, image/png",
        "/-/style.css, text/css; charset=utf-8",
        "/-/site.js, text/javascript; charset=utf-8",
        "/-/icon.svg, image/svg+xml",
        "/source/x.json, application/json"
    })
    void otherFilesAreServedAsTheyAre(String path, String type) throws Exception {
        assertThat(get(path).header("Content-Type")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere.md",
                "/.hidden.md",
                "/link.md",
                "/source/.git/config",
                "/source/../../secret.md",
                "/../../secret.md",
                "/%2e%2e/%2e%2e/secret.md",
                "//etc/passwd",
                "/..%2Fsecret.md",
            })
    void nothingElseIsServed(String path) throws Exception {
        Response response = get(path);

        assertThat(response.status().code()).isEqualTo(404);
        assertThat(response.text()).contains("404 Not Found").doesNotContain("secret</p>");
    }

    @Test
    void aPathWithAControlCharacterIsABadRequest() throws Exception {
        assertThat(get("/a%00b").status().code()).isEqualTo(400);
    }

    @Test
    void aPageThatIsNotThereSaysSoInHtmlThatIsEscaped() throws Exception {
        assertThat(get("/<script>").text())
                .contains("There is no page /&lt;script&gt;.")
                .doesNotContain("<script>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deep/on", "/oen", "/guide/one.html"})
    void aPageThatIsNotThereNamesThoseWithASimilarAddress(String path) throws Exception {
        write("docs/README.md", "# Front\n\n1. [The one](deep/one.md)\n2. [A](a%20b.md)");

        Response response = get(path);

        assertThat(response.status().code()).isEqualTo(404);
        assertThat(response.text())
                .contains("<li><a href=\"/deep/one\">The one</a></li>", "action=\"/search\"")
                .doesNotContain("<li><a href=\"/a%20b\">A</a></li>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/deep/one",
                "/source/src/C.java",
                "/i.png",
                "/-/style.css",
                "/nowhere",
                "/search?q=x",
                "/deep",
                "/a%00b"
            })
    void everyResponseSaysWhatItMayLoad(String path) throws Exception {
        Response response = get(path);

        assertThat(response.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(response.header("Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a%20b", "/source/src/C.java", "/i.png", "/-/site.js"})
    void whatTheClientHasIsNotSentAgain(String path) throws Exception {
        String tag = Objects.requireNonNull(get(path).header("ETag"));

        for (String condition : List.of(tag, "\"other\", " + tag, "*")) {
            Response again = handle(Request.get(path).withHeader("If-None-Match", condition));
            assertThat(again.status().code()).as(condition).isEqualTo(304);
            assertThat(again.bytes()).isEmpty();
        }
        assertThat(handle(Request.get(path).withHeader("If-None-Match", "\"other\""))
                        .status()
                        .code())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a%20b", "/source/src/C.java", "/nowhere", "/search?q=x"})
    void otherSitesGetTheWholeAddressOfThePicture(String path) throws Exception {
        Response page = handle(Request.get(path).withHeader("Host", "docs.example:8080"));

        assertThat(page.text())
                .contains("<meta property=\"og:image\" content=\"http://docs.example:8080/-/outage.png\">")
                .doesNotContain(Page.ORIGIN);
    }

    /** The size is the one that other sites ask for. To draw it again: see .ci/site/picture.mjs. */
    @Test
    void thePictureIsThatOfTheReadme() throws Exception {
        byte[] outage = Files.readAllBytes(ProjectFolder.ROOT.resolve("docs/outage.svg"));
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(outage));

        Response picture = get("/-/outage.png");

        assertThat(picture.header("Content-Type")).isEqualTo("image/png");
        ByteBuffer png = ByteBuffer.wrap(picture.bytes());
        assertThat(List.of(png.getInt(16), png.getInt(20))).as("width, height").containsExactly(1200, 630);
        assertThat(new String(picture.bytes(), StandardCharsets.ISO_8859_1)).contains("docs/outage.svg " + sum);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/-/style.css", "/-/site.js", "/nowhere"})
    void textIsCompressed(String path) throws Exception {
        Response plain = get(path);
        Response coded = handle(Request.get(path).withHeader("Accept-Encoding", "gzip, deflate, br"));

        assertThat(plain.header("Content-Encoding")).isNull();
        assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(coded.bytes()).hasSizeLessThan(plain.bytes().length / 2);
        try (InputStream decoded = new GZIPInputStream(new ByteArrayInputStream(coded.bytes()))) {
            assertThat(decoded.readAllBytes()).isEqualTo(plain.bytes());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/-/style.css"})
    void aCompressedPageThatTheClientHasIsNotSentAgain(String path) throws Exception {
        Request request = Request.get(path).withHeader("Accept-Encoding", "gzip");
        String tag = Objects.requireNonNull(handle(request).header("ETag"));
        Response again = handle(request.withHeader("If-None-Match", tag));

        assertThat(tag).startsWith("W/");
        assertThat(again.status().code()).isEqualTo(304);
        assertThat(again.header("ETag")).isEqualTo(tag);
        assertThat(again.header("Vary")).isEqualTo("Accept-Encoding");
    }

    @Test
    void picturesAreCompressedAlready() throws Exception {
        Response picture = handle(Request.get("/-/outage.png").withHeader("Accept-Encoding", "gzip"));

        assertThat(picture.header("Content-Encoding")).isNull();
        assertThat(picture.header("Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void aWeakenedTagIsTheSameToo() throws Exception {
        Request request = Request.get("/").withHeader("If-None-Match", "W/" + get("/").header("ETag"));

        assertThat(handle(request).status().code()).isEqualTo(304);
    }

    @Test
    void aPageThatIsChangedIsRenderedAgain() throws Exception {
        Response before = get("/deep/one");
        assertThat(get("/deep/one").header("ETag")).isEqualTo(before.header("ETag"));

        write("docs/deep/one.md", "# New");
        write("docs/README.md", "1. [A](a%20b.md)"); // the contents beside each page

        Response after = get("/deep/one");
        assertThat(after.text()).contains(">New", "<a href=\"/a%20b\">A</a>");
        assertThat(after.header("ETag")).isNotEqualTo(before.header("ETag"));
    }

    @Test
    void aPageThatIsNotTextIsAnErrorOfThisPageOnly() throws Exception {
        Files.write(home.resolve("docs/latin.md"), new byte[] {(byte) 0xE9});

        assertThat(get("/latin").status().code()).isEqualTo(500);
        assertThat(get("/").status().code()).isEqualTo(200);
    }

    @Test
    void aFolderOfItsOwnHasNoSources() throws Exception {
        SiteMap map = new SiteMap(home.resolve("docs"), home.resolve("docs"));

        assertThat(map.file("source/README.md")).isNull();
        assertThat(map.url(home.resolve("README.md"))).isNull();
        assertThat(map.url(home.resolve("docs/a b.md").toRealPath())).isEqualTo("/a%20b");
    }
}
