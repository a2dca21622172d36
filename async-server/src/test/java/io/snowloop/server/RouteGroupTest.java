// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A group of routes")
class RouteGroupTest {
    private final Snow app = new Snow();
    private final List<String> calls = new ArrayList<>();

    @Test
    void hasItsPrefixAndItsParameters() {
        app.group("/users/{id:int}", user -> user.get("", this::parameters).get("/posts/{post}", this::parameters));

        assertThat(get("/users/7").text()).isEqualTo("{id=7}");
        assertThat(get("/users/7/posts/x").text()).contains("id=7", "post=x");
        assertThat(get("/users/me").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void hasFiltersInsideOfThoseOfTheApp() {
        app.filter(noting("app"))
                .get("/", request -> Response.text("home"))
                .group(
                        "/admin",
                        admin -> admin.get("/before", request -> Response.text("before"))
                                .filter(noting("outer"))
                                .filter(noting("second"))
                                .group(
                                        "/deep",
                                        deep -> deep.filter(noting("inner"))
                                                .get("/", request -> Response.text("deep"))));

        assertThat(get("/").text()).isEqualTo("home");
        assertThat(calls).containsExactly("app /");
        calls.clear();

        assertThat(get("/admin/before").text()).isEqualTo("before");
        assertThat(calls).containsExactly("app /admin/before", "outer /admin/before", "second /admin/before");
        calls.clear();

        assertThat(get("/admin/deep/").text()).isEqualTo("deep");
        assertThat(calls)
                .containsExactly("app /admin/deep/", "outer /admin/deep/", "second /admin/deep/", "inner /admin/deep/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"}) // as mount takes both
    void withoutAPrefixIsForFilters(String prefix) {
        app.get("/open", request -> Response.text("open"))
                .group(
                        prefix,
                        all -> all.filter((request, next) -> Future.completed(Response.of(Status.FORBIDDEN)))
                                .get("/closed", request -> Response.text("closed")));

        assertThat(get("/open").status()).isEqualTo(Status.OK);
        assertThat(get("/closed").status()).isEqualTo(Status.FORBIDDEN);
        assertThat(get("/other").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void itsFiltersSeeTheParametersAndTheResponseToAnError() {
        List<String> seen = new ArrayList<>();
        app.onError((error, request) -> Response.text("mapped").withStatus(Status.CONFLICT))
                .group(
                        "/rooms/{room}",
                        room -> room.filter((request, next) -> next.handle(request)
                                        .map(response -> {
                                            seen.add(request.path("room") + " "
                                                    + response.status().code() + " " + response.text());
                                            return response;
                                        }))
                                .get("/", request -> {
                                    throw new HttpException(Status.NOT_FOUND, "gone");
                                }));

        assertThat(get("/rooms/red/").text()).isEqualTo("mapped");
        assertThat(seen).containsExactly("red 409 mapped");
    }

    @Test
    void anErrorOfItsFilterIsMapped() {
        app.group(
                "/a",
                group -> group.filter((request, next) -> {
                            throw new HttpException(Status.UNAUTHORIZED, "who are you?");
                        })
                        .get("", request -> Response.text("a")));

        assertThat(get("/a").status()).isEqualTo(Status.UNAUTHORIZED);
        assertThat(get("/a").text()).isEqualTo("who are you?");
    }

    @Test
    void itsRoutesShareTheMethodsOfAPathWithThoseOutside() {
        app.get("/notes", request -> Response.text("all"))
                .group(
                        "/notes",
                        notes -> notes.filter(noting("login")).post("", request -> Response.text(request.text())));

        assertThat(app.handle(Request.post("/notes", Body.of("new")))
                        .resultNow()
                        .text())
                .isEqualTo("new");
        assertThat(get("/notes").text()).isEqualTo("all");
        assertThat(calls).containsExactly("login /notes");
        Response other = app.handle(Request.delete("/notes")).resultNow();
        assertThat(other.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
        assertThat(other.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    }

    @Test
    void canMountAnApp() {
        Snow inner = new Snow().get("/x", request -> Response.text(request.path()));
        app.group("/admin", admin -> admin.filter(noting("login")).mount("/files", inner));

        assertThat(get("/admin/files/x").text()).isEqualTo("/x");
        assertThat(get("/admin/files/y").status()).isEqualTo(Status.NOT_FOUND);
        assertThat(calls).containsExactly("login /admin/files/x", "login /admin/files/y");
    }

    @Test
    void isCompleteWhenItsFunctionReturns() {
        RouteGroup[] kept = new RouteGroup[1];
        app.group("/a", group -> kept[0] = group);

        assertThatIllegalStateException()
                .isThrownBy(() -> kept[0].get("/b", this::parameters))
                .withMessageContaining("the group \"/a\" is complete");
        assertThatIllegalStateException().isThrownBy(() -> kept[0].filter(noting("late")));
    }

    @Test
    void saysWhatIsWrongWithAPrefixOrAPattern() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.group("/a/", group -> {}))
                .withMessage(
                        "bad prefix \"/a/\": patterns follow it with their first slash, so remove the slash at its end");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.mount("/a/", new Snow()))
                .withMessage(
                        "bad prefix \"/a/\": what is below it follows with its first slash, so remove the slash at its end");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.group("a", group -> {}))
                .withMessageContaining("write \"/a\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.group("/a", group -> group.get("b", this::parameters)))
                .withMessage(
                        "bad pattern \"b\" of the group \"/a\": begin it with a slash, or leave it empty for the path of"
                                + " the group itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> app.group("/{a}", group -> group.get("/{a}", this::parameters)))
                .withMessageContaining("two parameters have this name");
    }

    private Response parameters(Request request) {
        return Response.text(request.pathParameters().toString());
    }

    private Filter noting(String name) {
        return (request, next) -> {
            calls.add(name + " " + request.path());
            return next.handle(request);
        };
    }

    private Response get(String path) {
        return app.handle(Request.get(path)).resultNow();
    }
}
