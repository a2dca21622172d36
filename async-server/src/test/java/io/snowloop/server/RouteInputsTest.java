// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Method;
import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.input.Input;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The inputs of a route")
class RouteInputsTest {
    private static final Input<Integer> PAGE = Input.query("page").asInt().orElse(1);
    private static final Input<String> TITLE = Input.form("title");
    private static final Input<Integer> ID = Input.path("id").asInt();

    private final Snow app = new Snow();

    @Test
    void areCheckedBeforeTheView() {
        app.get("/", request -> Response.text("page " + PAGE.read(request))).takes(PAGE);

        assertThat(app.handle(Request.get("/?page=3")).resultNow().text()).isEqualTo("page 3");
        assertThat(app.handle(Request.get("/")).resultNow().text()).isEqualTo("page 1");
        Response response = app.handle(Request.get("/?page=x")).resultNow();
        assertThat(response.status().code()).isEqualTo(400);
        assertThat(response.text()).isEqualTo("query parameter \"page\" must be an int, not \"x\"");
    }

    @Test
    void areAllInTheProblem() {
        app.post("/{id}", request -> Response.text("ok")).takes(ID, PAGE, TITLE);
        Request post = Request.post("/a?page=x", QueryParameters.empty());

        assertThat(app.handle(post.withHeader("Accept", "application/json"))
                        .resultNow()
                        .text())
                .isEqualTo(
                        "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"3 values of the request are wrong\",\"errors\":["
                                + "{\"in\":\"path\",\"name\":\"id\",\"detail\":\"must be an int, not \\\"a\\\"\"},"
                                + "{\"in\":\"query\",\"name\":\"page\",\"detail\":\"must be an int, not \\\"x\\\"\"},"
                                + "{\"in\":\"form\",\"name\":\"title\",\"detail\":\"is missing: a text is expected\"}]}\n");
        assertThat(app.handle(post.withHeader("Accept", "text/html"))
                        .resultNow()
                        .text())
                .contains("<ul>\n<li>path parameter &quot;id&quot; must be an int, not &quot;a&quot;\n<li>query");
        assertThat(app.handle(post).resultNow().text()).hasLineCount(3);
    }

    @Test
    void areCheckedForAnAsyncView() throws Exception {
        app.post("/", (request, loop) -> Future.completed(Response.text(TITLE.read(request))))
                .takes(TITLE);

        try (EventLoop loop = EventLoop.open()) {
            Response right =
                    loop.runUntil(loop.submit(() -> app.handle(Request.post("/", QueryParameters.of("title", "a")))));
            assertThat(right.text()).isEqualTo("a");
            Response wrong = loop.runUntil(loop.submit(() -> app.handle(Request.post("/", QueryParameters.empty()))));
            assertThat(wrong.status().code()).isEqualTo(400);
        }
    }

    @Test
    void areCheckedForAHandler() {
        app.route(Method.PUT, "/", request -> Future.completed(Response.text("ok")))
                .takes(PAGE);

        assertThat(app.handle(Request.put("/?page=1", Body.of("a"))).resultNow().text())
                .isEqualTo("ok");
        assertThat(app.handle(Request.put("/?page=x", Body.of("a")))
                        .resultNow()
                        .status()
                        .code())
                .isEqualTo(400);
    }

    @Test
    void areCheckedInsideOfTheFiltersOfAGroup() {
        app.group("/a", group -> {
            group.get("", request -> Response.text("ok")).takes(PAGE);
            group.filter((request, next) -> next.handle(request).map(response -> response.withHeader("seen", "yes")));
        });

        Response response = app.handle(Request.get("/a?page=x")).resultNow();
        assertThat(response.status().code()).isEqualTo(400);
        assertThat(response.header("seen")).isEqualTo("yes");
    }

    @Test
    void areListed() {
        app.get("/", request -> Response.text("ok"))
                .takes(PAGE)
                .mount(
                        "/m",
                        new Snow().get("/{id}", request -> Response.text("")).takes(ID));

        assertThat(app.routes()).extracting(Route::inputs).containsExactly(List.of(PAGE), List.of(ID));
    }

    @Test
    void belongToARouteThatHasThem() {
        assertThatIllegalStateException()
                .isThrownBy(() -> app.takes(PAGE))
                .withMessageContaining("takes(...) belongs to one route");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.get("/x", request -> Response.text("")).takes(ID))
                .withMessage("GET /x has no path parameter \"id\", only []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.route(Method.POST, "/y", request -> Future.completed(Response.text("")))
                        .takes(TITLE))
                .withMessageContaining("gets its request before the body: make it a View or an AsyncView");
    }
}
