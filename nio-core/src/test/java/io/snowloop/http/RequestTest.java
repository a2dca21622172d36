package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestTest {

    @Test
    void hasAFactoryForEachMethod() {
        Body body = Body.of("text");

        assertThat(Request.get("/").method()).isEqualTo(Method.GET);
        assertThat(Request.head("/").method()).isEqualTo(Method.HEAD);
        assertThat(Request.delete("/").method()).isEqualTo(Method.DELETE);
        assertThat(Request.options("*").method()).isEqualTo(Method.OPTIONS);
        assertThat(Request.post("/", body).method()).isEqualTo(Method.POST);
        assertThat(Request.put("/", body).method()).isEqualTo(Method.PUT);
        assertThat(Request.patch("/", body).method()).isEqualTo(Method.PATCH);
        assertThat(Request.patch("/", body).body()).isSameAs(body);
        assertThat(Request.get("/").body()).isSameAs(Body.EMPTY);
        assertThat(Request.get("/a")).hasToString("GET /a");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /,                               /,
                    /a%20b/c,                        /a%20b/c,
                    /a?x=1,                          /a,        1
                    /a?x=http://other/b,             /a,        http://other/b
                    *,                               *,
                    http://host,                     /,
                    http://host/,                    /,
                    http://host?x=1,                 /,         1
                    http://host:8012/a/b?x=%2F,      /a/b,      /
                    http://host/a?x=1?y,             /a,        1?y
                    a?x=http://other/b,              a,         http://other/b
                    ?x=1,                            /,         1
                    """)
    void takesItsTargetApart(String target, String path, String x) {
        Request request = Request.get(target);

        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query("x")).isEqualTo(x);
        assertThat(request.target()).isEqualTo(target);
    }

    @Test
    void hasItsTargetAsAUri() {
        assertThat(Request.get("http://host/a?b=c").uri()).isEqualTo(URI.create("http://host/a?b=c"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Request.get("/a b").uri());
    }

    @Test
    void hasCookies() {
        Request request = Request.get("/").withHeader("Cookie", "a=1; b=2");

        assertThat(request.cookie("a")).isEqualTo("1");
        assertThat(request.cookies()).containsOnly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(request.cookie("c")).isNull();
        assertThat(Request.get("/").cookies()).isEmpty();
    }

    @Test
    void withMethodsReturnAChangedCopy() {
        Request original = Request.get("/a").withHeader("X", "1");

        Request changed = original.withMethod(Method.PUT)
                .withTarget("/b")
                .withHeader("x", "2")
                .plusHeader("Y", "3")
                .plusHeader("Y", "4")
                .withBody(Body.of("text"));

        assertThat(original).hasToString("GET /a");
        assertThat(original.header("X")).isEqualTo("1");
        assertThat(original.body()).isSameAs(Body.EMPTY);
        assertThat(changed).hasToString("PUT /b");
        assertThat(changed.headers().all("X")).containsExactly("2");
        assertThat(changed.headers().all("Y")).containsExactly("3", "4");
        assertThat(changed.text()).isEqualTo("text");
        assertThat(changed.withHeaders(Headers.empty()).header("Y")).isNull();
        assertThat(changed.header("Z")).isNull();
    }

    @Test
    void keepsItsSenderAndItsVersionThroughChanges() {
        SocketAddress sender = new InetSocketAddress(80);
        Request received = Request.received(Method.GET, "/", Version.HTTP_1_0, Headers.empty(), Body.EMPTY, sender);

        Request changed = received.withMethod(Method.PUT)
                .withTarget("/b")
                .withHeader("X", "1")
                .withBody(Body.of("text"))
                .withPathParameters(Map.of("a", "1"));

        assertThat(changed.remoteAddress()).isSameAs(sender);
        assertThat(changed.version()).isEqualTo(Version.HTTP_1_0);
        assertThat(Request.get("/").remoteAddress()).isNull();
    }

    @Test
    void hasWhatTheRouteFound() {
        Request request = Request.get("/users/7")
                .withPathParameters(Map.of("id", "7", "big", "5000000000", "1", "users"))
                .withTarget("/changed")
                .withHeader("X", "1");

        assertThat(request.path("id")).isEqualTo("7");
        assertThat(request.pathInt("id")).isEqualTo(7);
        assertThat(request.pathLong("big")).isEqualTo(5_000_000_000L);
        assertThat(request.group(1)).isEqualTo("users");
        assertThat(request.pathParameters()).hasSize(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.path("name"))
                .withMessageContaining("no path parameter \"name\"")
                .withMessageContaining("id");
    }

    @Test
    void hasTextInTheCharsetOfItsContentType() {
        byte[] latin = "grün".getBytes(StandardCharsets.ISO_8859_1);
        Request request = Request.post("/", Body.of(latin));

        assertThat(request.withHeader("Content-Type", "text/plain; charset=iso-8859-1")
                        .text())
                .isEqualTo("grün");
        assertThat(Request.post("/", Body.of("grün")).text()).isEqualTo("grün");
        assertThat(Request.post("/", Body.of("grün"))
                        .withHeader("Content-Type", "nonsense")
                        .text())
                .isEqualTo("grün");
    }

    @Test
    void hasNoTextBeforeItsBodyIsCollected() {
        Request request = Request.post("/", BodyStream.of(() -> Future.completed(null)));

        assertThatIllegalStateException().isThrownBy(request::text).withMessageContaining("collect");
    }

    @Test
    void postsAForm() {
        Request request = Request.post("/", QueryParameters.of("name", "A & B", "name", "ü"));

        assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.text()).isEqualTo("name=A+%26+B&name=%C3%BC");
        assertThat(request.form().all("name")).containsExactly("A & B", "ü");
    }
}
