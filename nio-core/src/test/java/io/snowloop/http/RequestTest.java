// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.syntax.Printable;
import io.snowloop.testing.TestContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                    /a/../b//c,                      /a/../b//c,
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

        assertThat(request.rawPath()).isEqualTo(path);
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
    void hasTheCookiesOfAllItsFields() {
        Request request = Request.get("/")
                .plusHeader("Cookie", "a=1; b=2")
                .plusHeader("Cookie", "c=3; a=4")
                .plusHeader("cookie", "")
                .plusHeader("cookie", "d=5");

        assertThat(request.cookies())
                .containsOnly(Map.entry("a", "1"), Map.entry("b", "2"), Map.entry("c", "3"), Map.entry("d", "5"));
        assertThat(request.cookie("c")).isEqualTo("3");
    }

    @Test
    void keepsTheTargetThatWasAskedFor() {
        Request request = Request.get("/a/b?c");

        Request changed = request.withTarget("/b?c").withTarget("/c").withMethod(Method.PUT);

        assertThat(request.originalTarget()).isEqualTo("/a/b?c");
        assertThat(changed.target()).isEqualTo("/c");
        assertThat(changed.originalTarget()).isEqualTo("/a/b?c");
    }

    @Test
    void addsPathParametersToThoseThatAreThere() {
        Request request = Request.get("/a").withPathParameters(Map.of("a", "1", "b", "2"));

        assertThat(request.plusPathParameters(Map.of("b", "3", "c", "4")).pathParameters())
                .containsOnly(Map.entry("a", "1"), Map.entry("b", "3"), Map.entry("c", "4"));
        assertThat(request.withPathParameters(Map.of("c", "4")).pathParameters())
                .containsOnly(Map.entry("c", "4"));
        assertThat(request.withTarget("/b").pathParameters()).hasSize(2);
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
        assertThat(changed.bytes()).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
        assertThat(changed.withHeaders(Headers.empty()).header("Y")).isNull();
        assertThat(changed.header("Z")).isNull();
    }

    @Test
    void carriesWhatFiltersAdd() {
        Attribute<String> user = Attribute.of("user");
        Attribute<Integer> count = Attribute.of("count");
        Request original = Request.get("/a");

        Request changed = original.withAttribute(user, "Holle")
                .withAttribute(count, 1)
                .withAttribute(count, 2)
                .withTarget("/b")
                .withHeader("X", "1")
                .withPathParameters(Map.of("a", "1"))
                .plusPathParameters(Map.of("b", "2"));

        assertThat(changed.attribute(user)).isEqualTo("Holle");
        assertThat(changed.attribute(count)).isEqualTo(2);
        assertThat(changed.originalTarget()).isEqualTo("/a");
        assertThat(changed.pathParameters()).containsOnlyKeys("a", "b");
        assertThat(changed.attribute(Attribute.<String>of("user")))
                .as("a key is itself")
                .isNull();
        assertThat(original.attribute(user)).isNull();
        assertThat(user).hasToString("user");
    }

    @Test
    void keepsItsSenderAndItsVersionThroughChanges() {
        SocketAddress sender = new InetSocketAddress(80);
        RequestContext context = new TestContext(sender, false);
        Request received = Request.received(Method.GET, "/", Version.HTTP_1_0, Headers.empty(), Body.EMPTY, context);

        Request changed = received.withMethod(Method.PUT)
                .withTarget("/b")
                .withHeader("X", "1")
                .withBody(Body.of("text"))
                .withPathParameters(Map.of("a", "1"));

        assertThat(changed.context()).isSameAs(context);
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

    @ParameterizedTest
    @ValueSource(strings = {"seven", "7x", "+7", "1.0", "", "-", "2147483648", "\u0667"})
    void hasAPathParameterThatIsNoIntAsABadRequest(String text) {
        Request request = Request.get("/users/x").withPathParameters(Map.of("id", text));

        assertBadRequest(
                () -> request.pathInt("id"), "path parameter \"id\" must be an int, not " + Printable.quote(text));
    }

    @Test
    void hasAPathParameterThatIsNoLongAsABadRequest() {
        Request request = Request.get("/users/x").withPathParameters(Map.of("id", "9223372036854775808"));

        assertBadRequest(
                () -> request.pathLong("id"), "path parameter \"id\" must be a long, not \"9223372036854775808\"");
    }

    @Test
    void hasQueryParametersOfTypes() {
        Request request = Request.get("/?page=-7&big=5000000000&on=true&off=false&page=8");

        assertThat(request.queryInt("page")).isEqualTo(-7);
        assertThat(request.queryInt("page", 1)).isEqualTo(-7);
        assertThat(request.queryInt("size", 20)).isEqualTo(20);
        assertThat(request.queryLong("big")).isEqualTo(5_000_000_000L);
        assertThat(request.queryLong("big", 1)).isEqualTo(5_000_000_000L);
        assertThat(request.queryLong("size", 20)).isEqualTo(20);
        assertThat(request.queryBoolean("on")).isTrue();
        assertThat(request.queryBoolean("off")).isFalse();
        assertThat(request.queryBoolean("off", true)).isFalse();
        assertThat(request.queryBoolean("size", true)).isTrue();
    }

    @Test
    void hasAQueryParameterThatIsMissingAsABadRequest() {
        Request request = Request.get("/?a=1");

        assertBadRequest(() -> request.queryInt("page"), "query parameter \"page\" is missing: an int is expected");
        assertBadRequest(() -> request.queryLong("page"), "query parameter \"page\" is missing: a long is expected");
        assertBadRequest(
                () -> request.queryBoolean("on"), "query parameter \"on\" is missing: true or false is expected");
    }

    @Test
    void hasAQueryParameterOfAnotherTypeAsABadRequestWithADefaultToo() {
        Request request = Request.get("/?page=x&size=&on=TRUE&log=a%0Ab");

        assertBadRequest(() -> request.queryInt("page"), "query parameter \"page\" must be an int, not \"x\"");
        assertBadRequest(() -> request.queryInt("page", 1), "query parameter \"page\" must be an int, not \"x\"");
        assertBadRequest(() -> request.queryInt("size", 1), "query parameter \"size\" must be an int, not \"\"");
        assertBadRequest(() -> request.queryLong("page"), "query parameter \"page\" must be a long, not \"x\"");
        assertBadRequest(() -> request.queryLong("page", 1), "query parameter \"page\" must be a long, not \"x\"");
        assertBadRequest(
                () -> request.queryBoolean("on"), "query parameter \"on\" must be true or false, not \"TRUE\"");
        assertBadRequest(
                () -> request.queryBoolean("on", true), "query parameter \"on\" must be true or false, not \"TRUE\"");
        assertBadRequest(() -> request.queryInt("log"), "query parameter \"log\" must be an int, not \"a\\u000ab\"");
    }

    private static void assertBadRequest(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HttpException.class, bad -> assertThat(bad.status()).isEqualTo(Status.BAD_REQUEST))
                .hasMessage(message);
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
        assertThatIllegalStateException().isThrownBy(request::bytes).withMessageContaining("collect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/x-www-form-urlencoded-too",
                "nonsense",
                ""
            })
    void whatIsNoFormIsNotReadAsOne(String type) {
        Request request = Request.post("/", Body.of("a=1")).withHeader("Content-Type", type);

        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(request::form)
                .withMessageContaining("application/x-www-form-urlencoded")
                .withMessageContaining('"' + type + '"')
                .matches(e -> e.status().equals(Status.UNSUPPORTED_MEDIA_TYPE));
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(Request.post("/", Body.of("a=1"))::form)
                .withMessageContaining("no Content-Type");
    }

    @Test
    void aFormIsInUtf8WhateverItsTypeSaysAndMayBeEmpty() {
        Request latin1 = Request.post("/", Body.of("name=\u00fc"))
                .withHeader("Content-Type", "Application/X-WWW-Form-Urlencoded ; charset=iso-8859-1");

        assertThat(latin1.form().get("name")).isEqualTo("\u00fc");
        assertThat(Request.post("/", Body.EMPTY).form().entries()).isEmpty();
    }

    @Test
    void postsAForm() {
        Request request = Request.post("/", QueryParameters.of("name", "A & B", "name", "ü"));

        assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.text()).isEqualTo("name=A+%26+B&name=%C3%BC");
        assertThat(request.form().all("name")).containsExactly("A & B", "ü");
    }
}
