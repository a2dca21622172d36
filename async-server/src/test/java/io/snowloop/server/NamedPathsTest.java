// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The path of a named route")
class NamedPathsTest {
    private final Snow app = new Snow()
            .get("/", request -> Response.text("home"))
            .named("home")
            .get("/users/{id:int}/posts/{title}", request -> Response.text(request.path("title")))
            .named("post")
            .get("/files/{rest:path}", request -> Response.text(request.path("rest")))
            .named("file")
            .group(
                    "/admin",
                    admin -> admin.get("/größe", request -> Response.text("ok")).named("size"));

    @Test
    void isThePatternWithItsValues() {
        assertThat(app.pathOf("home")).isEqualTo("/");
        assertThat(app.pathOf("post", 7, "first")).isEqualTo("/users/7/posts/first");
        assertThat(app.pathOf("file", "a/b.txt")).isEqualTo("/files/a/b.txt");
        assertThat(app.pathOf("file", "")).isEqualTo("/files/");
        assertThat(app.pathOf("size")).isEqualTo("/admin/gr%C3%B6%C3%9Fe");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a/b", "100%", "50%25", "ä€😀", "?#[]", "a;b=c,d", "...", "+", "\"<>\\^`{|}", "~:@!$&'()*"
            })
    void bringsAValueBack(String value) {
        String path = app.pathOf("post", 7, value);

        assertThat(path).matches("[!-~]+");
        assertThat(app.handle(Request.get(path)).resultNow().text()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a%2Fb", "%2f", "a\nb", "\u007f", "\ud800"})
    void refusesAValueThatNoRequestBringsBack(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.pathOf("post", 7, value))
                .withMessageContaining("the parameter \"title\" of /users/{id:int}/posts/{title} cannot be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "a/../b", "./a", "../secret", "a/.", "%2F"})
    void refusesARestThatIsNotInNormalForm(String rest) {
        assertThatIllegalArgumentException().isThrownBy(() -> app.pathOf("file", rest));
    }

    @Test
    void needsValuesOfTheRightNumberAndType() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.pathOf("post", 7))
                .withMessage("the route \"post\", /users/{id:int}/posts/{title}, takes 2 values, but here are 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.pathOf("post", "me", "x"))
                .withMessage(
                        "the parameter \"id\" of /users/{id:int}/posts/{title} cannot be \"me\": no request would bring it back");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.pathOf("pots", 7, "x"))
                .withMessage("no route of this app has the name \"pots\": the names are [file, home, post, size]");
    }

    @Test
    void belongsToOneRouteWithOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Snow()
                        .get("/a", request -> Response.text("a"))
                        .named("x")
                        .get("/b", request -> Response.text("b"))
                        .named("x"))
                .withMessage("two routes have the name \"x\": GET /a and GET /b. Rename one");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Snow()
                        .get("/a", request -> Response.text("a"))
                        .named("x")
                        .named("y"))
                .withMessage("GET /a has the name \"x\" already: remove one of the two");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Snow().named("x"))
                .withMessageContaining("call it directly after get(...)");
        assertThatIllegalStateException()
                .isThrownBy(() -> new Snow()
                        .get("/a", request -> Response.text("a"))
                        .mount("/m", new Snow())
                        .named("x"));
    }
}
