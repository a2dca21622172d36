package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocsSiteTest {
    @TempDir
    private Path folder;

    private Path home;

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
        write(".git/config", "secret");
        Files.writeString(folder.resolve("secret.md"), "secret");
        Files.createSymbolicLink(home.resolve("docs/link.md"), folder.resolve("secret.md"));
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private Response get(String path) throws IOException {
        SiteMap map = new SiteMap(home.resolve("docs"), home);
        return DocsSite.app(map).handle(Request.get(path)).resultNow();
    }

    @Test
    void theFrontPageIsTheReadme() throws IOException {
        Response page = get("/");

        assertThat(page.status().code()).isEqualTo(200);
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.text()).contains("<title>The front page · Snowloop</title>", "<h1 id=\"the-front-page\">");
    }

    @Test
    void linksLeadToWhereTheFilesAreOnTheSite() throws IOException {
        assertThat(get("/").text())
                .contains(
                        "href=\"/a%20b.md#x\"",
                        "href=\"/deep/\"", "href=\"/source/src/C.java#L2\"", "href=\"/source/\"");
        assertThat(get("/a%20b.md").text())
                .contains("href=\"/\"", "href=\"https://example.org/\"", "href=\"../../secret.md\"", "src=\"/i.png\"");
        assertThat(get("/deep/one.md").text()).contains("<table>", "href=\"/#t\"");
    }

    @Test
    void sourcesAreShownWithLinesThatHaveAnchors() throws IOException {
        assertThat(get("/source/src/C.java").text())
                .contains("<span id=\"L1\">class C&lt;T&gt; {\n</span><span id=\"L2\">");
    }

    @Test
    void aFolderWithoutAFrontPageListsItsFiles() throws IOException {
        assertThat(get("/deep/").text()).contains("<a href=\"/deep/one.md\">one.md</a>");
        assertThat(get("/source/src/").text())
                .contains("<a href=\"/source/src/C.java\">C.java</a>")
                .doesNotContain("deep"); // or one link to a module would bring all of it into the site
    }

    @Test
    void aFolderEndsInASlash() throws IOException {
        assertThat(get("/deep").header("Location")).isEqualTo("/deep/");
    }

    @ParameterizedTest
    @CsvSource({"/i.png, image/png", "/-/style.css, text/css; charset=utf-8"})
    void otherFilesAreServedAsTheyAre(String path, String type) throws IOException {
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
    void nothingElseIsServed(String path) throws IOException {
        Response response = get(path);

        assertThat(response.status().code()).isEqualTo(404);
        assertThat(response.text()).contains("404 Not Found").doesNotContain("secret</p>");
    }

    @Test
    void aPathWithAControlCharacterIsABadRequest() throws IOException {
        assertThat(get("/a%00b").status().code()).isEqualTo(400);
    }

    @Test
    void aPageThatIsNotThereSaysSoInHtmlThatIsEscaped() throws IOException {
        assertThat(get("/<script>").text()).contains("There is no page /&lt;script&gt;.");
    }

    @Test
    void aFolderOfItsOwnHasNoSources() throws IOException {
        SiteMap map = new SiteMap(home.resolve("docs"), home.resolve("docs"));

        assertThat(map.file("source/README.md")).isNull();
        assertThat(map.url(home.resolve("README.md"))).isNull();
        assertThat(map.url(home.resolve("docs/a b.md").toRealPath())).isEqualTo("/a%20b.md");
    }
}
