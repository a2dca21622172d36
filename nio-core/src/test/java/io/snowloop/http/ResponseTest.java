// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.testing.EmptyStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseTest {

    @Test
    void aTypeWithoutASubtypeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.bytes(new byte[] {1}, "png"))
                .withMessage("no media type: \"png\"; write a type and a subtype, such as image/png");
    }

    @Test
    void isOkWithContentOfSomeType() {
        assertThat(Response.text("ü").status()).isEqualTo(Status.OK);
        assertThat(Response.text("ü").version()).isEqualTo(Version.HTTP_1_1);
        assertThat(Response.text("ü").header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(Response.text("ü").bytes()).isEqualTo("ü".getBytes(StandardCharsets.UTF_8));
        assertThat(Response.html("<p>").header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(Response.json("{}").header("Content-Type")).isEqualTo("application/json");
        assertThat(Response.bytes(new byte[] {1}, "image/png").header("content-type"))
                .isEqualTo("image/png");
        assertThat(Response.stream(BodyStream.of(() -> Future.completed(null)), "text/csv")
                        .header("Content-Type"))
                .isEqualTo("text/csv");
    }

    @Test
    void redirects() {
        Response response = Response.redirect("/new");

        assertThat(response.status()).isEqualTo(Status.FOUND);
        assertThat(response.header("Location")).isEqualTo("/new");
        assertThat(response.body()).isSameAs(Body.EMPTY);
        assertThat(response.withStatus(Status.SEE_OTHER).header("Location")).isEqualTo("/new");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "/a?b=c&d#e | /a?b=c&d#e",
                "../a/./b;c=d | ../a/./b;c=d",
                "?page=2 | ?page=2",
                "~~ | ~~",
                "./a:b | ./a:b",
                "/a:b//c | /a:b//c",
                "/a b | /a%20b",
                "/a\"<>^`{}b | /a%22%3C%3E%5E%60%7B%7Db",
                "/über/文/😀 | /%C3%BCber/%E6%96%87/%F0%9F%98%80",
                "/100% | /100%25",
                "/a%20b%2Fc%2fd | /a%20b%2Fc%2fd",
                "/%zz%4 | /%25zz%254",
                "~/a\r\nSet-Cookie: b=c~ | /a%0D%0ASet-Cookie:%20b=c",
                "~/a\u0000\u007F\u0085b~ | /a%00%7F%C2%85b",
                "~/a\ud83db~ | /a%EF%BF%BDb",
                // what a browser would read as another site
                "/\\evil.example | /%5Cevil.example",
                "\\\\evil.example | %5C%5Cevil.example",
                "~/\t/evil.example~ | /%09/evil.example",
                "~java\tscript/a~ | java%09script/a",
                "~ //evil.example~ | %20//evil.example",
            })
    void aRedirectStaysWithinTheSiteAndIsAUri(String location, String sent) {
        assertThat(Response.redirect(location).header("Location")).isEqualTo(sent);
        assertThat(URI.create("http://site.example/x/y").resolve(sent).getHost())
                .isEqualTo("site.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "///evil.example",
                "//",
                "http://evil.example/",
                "HTTPS:evil.example",
                "https:/evil.example",
                "javascript:alert(1)",
                "mailto:a@evil.example",
                "a:b",
                ":",
            })
    void aRedirectToAnotherSiteIsSaid(String location) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.redirect(location))
                .withMessageContaining('"' + location + '"')
                .withMessageContaining("redirectElsewhere");
    }

    @Test
    void redirectsElsewhere() {
        Response response = Response.redirectElsewhere(URI.create("https://bücher.example/a%20b?c=ü"));

        assertThat(response.status()).isEqualTo(Status.FOUND);
        assertThat(response.header("Location")).isEqualTo("https://b%C3%BCcher.example/a%20b?c=%C3%BC");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Response.redirectElsewhere(URI.create("//host/a")))
                .withMessageContaining("//host/a");
    }

    @Test
    void withMethodsReturnAChangedCopy() {
        Response original = Response.text("a");

        Response changed = original.withStatus(Status.NOT_FOUND)
                .withHeader("X", "1")
                .plusHeader("X", "2")
                .withBody(Body.of("b"));

        assertThat(original.status()).isEqualTo(Status.OK);
        assertThat(original.header("X")).isNull();
        assertThat(original.text()).isEqualTo("a");
        assertThat(changed.status()).isEqualTo(Status.NOT_FOUND);
        assertThat(changed.headers().all("X")).containsExactly("1", "2");
        assertThat(changed.text()).isEqualTo("b");
    }

    @Test
    void addsCookiesToThoseThatAreThere() {
        Response response =
                Response.of(Status.NO_CONTENT).plusCookie(Cookie.of("a", "1")).plusCookie(Cookie.of("b", "2"));

        assertThat(response.headers().all("Set-Cookie")).hasSize(2);
        assertThat(response.headers().all("Set-Cookie").get(0)).startsWith("a=1");
    }

    @Test
    void keepsTheVersionThatItsSenderSpoke() {
        Response response = Response.received(Status.OK, Version.HTTP_1_0, Headers.empty(), Body.EMPTY);

        assertThat(response.withStatus(Status.NOT_FOUND)
                        .withHeader("X", "1")
                        .withBody(Body.of("b"))
                        .version())
                .isEqualTo(Version.HTTP_1_0);
    }

    @Test
    void isAFileOfTheTypeThatItsNameSays(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("style.CSS"), "h1 {}");

        Response response = Response.file(file);

        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
        assertThat(response.body()).isEqualTo(new FileBody(file, 0, 5));
        assertThat(Response.file(Files.createFile(folder.resolve("x"))).header("Content-Type"))
                .isEqualTo("application/octet-stream");
    }

    @Test
    void isNoFileThatIsNotThere(@TempDir Path folder) {
        Path missing = folder.resolve("missing.txt");

        assertThatIOException().isThrownBy(() -> Response.file(missing)).withMessageContaining(missing.toString());
        assertThatIOException().isThrownBy(() -> Response.file(folder)).withMessage(folder + ": is a directory");
    }

    @Test
    void collectsItsBody() {
        Response response = Response.text("hello");

        assertThat(response.collect(5).resultNow().text()).isEqualTo("hello");
        assertThat(response.collect(4).outcome().error()).isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void hasNoBytesBeforeItsBodyIsCollected() {
        Response response = Response.stream(BodyStream.of(() -> Future.completed(null)), "text/plain");

        assertThatIllegalStateException().isThrownBy(response::bytes).withMessageContaining("collect");
        assertThatIllegalStateException().isThrownBy(response::text);
    }

    @Test
    void ofBytesHasTheTypeThatIsGiven() {
        Response response = Response.bytes(new byte[] {1, 2}, "image/png");

        assertThat(response.header("Content-Type")).isEqualTo("image/png");
        assertThat(response.bytes()).containsExactly(1, 2);
        assertThat(response).hasToString("200 OK Body[2 bytes]");
    }

    @Test
    void isCancelledIfItsBodyIsAStream() {
        EmptyStream stream = new EmptyStream();

        assertThat(Response.text("hello").cancel()).isFalse();
        assertThat(Response.text("hello").hasResource()).isFalse();
        assertThat(Response.stream(stream, "text/plain").hasResource()).isTrue();
        assertThat(Response.stream(stream, "text/plain").cancel()).isTrue();
        assertThat(stream.cancels()).isOne();
    }

    /** The header counts first, then a byte order mark, then it is UTF-8. The mark is no text. */
    @ParameterizedTest
    @CsvSource({
        "text/plain, C3BC",
        "application/json, C3BC",
        "text/plain, EFBBBFC3BC",
        "text/plain; charset=utf-8, EFBBBFC3BC",
        "text/plain, FEFF00FC",
        "application/json, FFFEFC00",
        "text/plain; charset=no-such, FFFEFC00",
        "text/plain; charset=no-such, C3BC",
        "text/plain; charset=\"no such\", C3BC",
        "text/plain; charset=utf-16, FEFF00FC",
        "text/plain; charset=utf-16le, FFFEFC00",
        "text/plain; charset=iso-8859-1, FC",
    })
    void textIsInTheCharsetOfTheHeaderThenOfAMarkThenInUtf8(String type, String hex) {
        assertThat(Response.bytes(HexFormat.of().parseHex(hex), type).text()).isEqualTo("ü");
    }

    @Test
    void theCharsetOfTheHeaderCountsMoreThanAMark() {
        byte[] bytes = HexFormat.of().parseHex("FEFF");

        assertThat(Response.bytes(bytes, "text/plain; charset=iso-8859-1").text())
                .isEqualTo("þÿ");
        assertThat(Response.bytes(bytes, "text/plain").text()).isEmpty();
    }
}
