// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.RoutesPage;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.TrailingSlash;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/routes.md} shows. */
class RoutesPageTest {
    private final Filter login = (request, next) ->
            request.cookie("user") == null ? Future.completed(Response.of(Status.UNAUTHORIZED)) : next.handle(request);

    @Test
    void aFilterForSomeRoutes() {
        // region group
        Snow app = new Snow().get("/", request -> Response.text("for all")).group("/admin", admin -> {
            admin.filter(login);
            admin.get("/users", request -> Response.text("all users"));
            admin.delete("/users/{id:int}", request -> Response.text("removed " + request.pathInt("id")));
        });
        // endregion

        assertThat(app.handle(Request.get("/")).resultNow().text()).isEqualTo("for all");
        assertThat(app.handle(Request.get("/admin/users")).resultNow().status()).isEqualTo(Status.UNAUTHORIZED);
        Request delete = Request.delete("/admin/users/7").withHeader("Cookie", "user=holle");
        assertThat(app.handle(delete).resultNow().text()).isEqualTo("removed 7");
    }

    @Test
    void linksByName() {
        // region named
        Snow app = new Snow();
        app.get("/notes/{title}", request -> Response.text("the note " + request.path("title")))
                .named("note")
                .post("/notes/", request -> Response.redirect(app.pathOf("note", request.text())));
        // endregion

        Response response =
                app.handle(Request.post("/notes/", Body.of("bread & jam"))).resultNow();
        assertThat(response.header("Location")).isEqualTo("/notes/bread%20&%20jam");
        assertThat(app.handle(Request.get("/notes/bread%20&%20jam")).resultNow().text())
                .isEqualTo("the note bread & jam");
    }

    @Test
    void theListOfRoutes() {
        // region page
        Snow app = new Snow();
        app.group("/debug", debug -> debug.filter(login).get("/routes", RoutesPage.of(app)));
        // endregion

        Request get = Request.get("/debug/routes").withHeader("Cookie", "user=holle");
        assertThat(app.handle(get).resultNow().text()).contains("<code>/debug/routes</code>");
        assertThat(app.routes()).singleElement().hasToString("GET /debug/routes");
    }

    @Test
    void slashesAndHosts() {
        // region slash
        Snow app =
                new Snow().trailingSlash(TrailingSlash.REDIRECT).get("/notes", request -> Response.text("all notes"));
        // endregion
        // region host
        Snow site = new Snow()
                .get("/", request -> Response.text("all shops"))
                .host("{shop}.example.org", new Snow().get("/", request -> Response.text(request.path("shop"))))
                .host("notes.example.org", app);
        // endregion

        Request notes = Request.get("/notes/?page=2").withHeader("Host", "notes.example.org");
        assertThat(site.handle(notes).resultNow().header("Location")).isEqualTo("/notes?page=2");
        Request books = Request.get("/").withHeader("Host", "books.example.org");
        assertThat(site.handle(books).resultNow().text()).isEqualTo("books");
        assertThat(site.handle(Request.get("/")).resultNow().text()).isEqualTo("all shops");
    }

    @Test
    void earlyHints() throws Exception {
        // region hints
        Snow app = new Snow().get("/", (request, loop) -> {
            request.context().sendEarlyHints(Headers.of("Link", "</style.css>; rel=preload; as=style"));
            return loop.sleep(Duration.ofMillis(1))
                    .map(slept -> Response.html("<link rel=stylesheet href=/style.css>"));
        });
        // endregion

        try (Server server = app.listen(0);
                Socket client = new Socket("127.0.0.1", server.port())) {
            client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith(
                            "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\nHTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void errors() {
        // region errors
        Snow app = new Snow().put("/notes/{id:int}", request -> {
            throw new HttpException(Status.CONFLICT, "note " + request.pathInt("id") + " was changed meanwhile");
        });
        // endregion

        Request put = Request.put("/notes/7", Body.EMPTY);
        assertThat(app.handle(put).resultNow().text()).isEqualTo("note 7 was changed meanwhile");
        assertThat(app.handle(put.withHeader("Accept", "application/json"))
                        .resultNow()
                        .text())
                .isEqualTo("{\"title\":\"Conflict\",\"status\":409,\"detail\":\"note 7 was changed meanwhile\"}\n");
    }
}
