package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseTest {

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
}
