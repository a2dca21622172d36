// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static io.snowloop.server.session.Csrf.csrf;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Cookie;
import io.snowloop.http.Method;
import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.ErrorMapper;
import io.snowloop.server.LogCapture;
import io.snowloop.server.Snow;
import io.snowloop.server.multipart.FormView;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.sim.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.logging.Level;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The CSRF filter")
class CsrfTest {
    private final CookieSigner signer = CookieSigner.of(new byte[32]);
    private final SessionStore store = SessionStore.inMemory(10);
    private final Snow app = new Snow()
            .filter(Sessions.builder(signer, store).build())
            .filter(csrf())
            .get("/", request -> Response.text(Csrf.token(request)))
            .get("/login", request -> {
                Sessions.session(request).renew();
                Sessions.session(request).set("user", "holle");
                return Response.text("in");
            })
            .post("/", request -> Response.text("changed by " + request.form().get("name")))
            .put("/", request -> Response.text("put"))
            .delete("/", request -> Response.text("deleted"));

    private Response send(Request request) {
        return app.handle(request).resultNow();
    }

    private static String cookie(Response response) {
        return "session=" + Cookie.parseSetCookie(response.header("Set-Cookie")).value();
    }

    @Test
    void takesTheTokenOfAForm() {
        Response page = send(Request.get("/"));
        QueryParameters form = QueryParameters.of("name", "Holle", "csrf", page.text());

        assertThat(send(Request.post("/", form).withHeader("Cookie", cookie(page)))
                        .text())
                .isEqualTo("changed by Holle");
    }

    @Test
    void saysOnceThatAPageIsOutsideOfIt() {
        Csrf.SAID.set(false);
        Snow open = new Snow()
                .filter(Sessions.builder(signer, store).build())
                .get("/form", request -> Response.text(Csrf.token(request)));
        try (LogCapture log = new LogCapture(Csrf.class)) {
            send(Request.get("/"));
            assertThat(log.records()).as("of a page inside").isEmpty();

            open.handle(Request.get("/form")).resultNow();
            open.handle(Request.get("/form")).resultNow();
            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(Level.WARNING);
                assertThat(record.getMessage())
                        .startsWith("Csrf.token for GET /form, which is outside of the filter csrf()")
                        .contains("Add .filter(csrf()) after the filter Sessions");
            });
        }
    }

    @Test
    void readsFormsWithFilesIfItIsTold(@TempDir Path folder) throws Exception {
        Multipart multipart = Multipart.builder().folder(folder).maxMemory(100).build();
        FormView view = (request, form) ->
                Response.text("file of " + form.file("file").length() + ", body of " + request.bytes().length);
        Snow files = new Snow()
                .filter(Sessions.builder(signer, store).build())
                .filter(csrf().withForms(multipart))
                .post("/", multipart.form(view))
                .post(
                        "/later",
                        (request, loop) -> multipart.form(
                                request,
                                form -> loop.sleep(Duration.ofSeconds(1))
                                        .flatMap(slept -> loop.blocking(Runnable::run, () -> {
                                            form.file("file").saveAs(folder.resolve("saved"));
                                            return Response.text("saved");
                                        }))))
                .route(
                        Method.POST,
                        "/parts",
                        request -> multipart.parts(request).next().map(part -> Response.text("")))
                .onError((error, request) -> error instanceof IllegalStateException
                        ? Response.text(error.getMessage())
                        : ErrorMapper.standard().response(error, request));
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            Response page = simulation.runUntil(loop.submit(() -> app.handle(Request.get("/"))));
            String valid = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n" + page.text() + "\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + "x".repeat(1_000)
                    + "\r\n--b--\r\n";
            BiFunction<String, String, String> answer = (path, body) -> {
                Request request = Request.post(path, Body.of(body))
                        .withHeader("Content-Type", "multipart/form-data; boundary=b")
                        .withHeader("Cookie", cookie(page));
                Future<Response> answered = loop.submit(() -> files.handle(request));
                simulation.run();
                Response response = answered.resultNow();
                return response.status().code() + " " + response.text();
            };

            assertThat(answer.apply("/", valid)).isEqualTo("200 file of 1000, body of 0");
            assertThat(answer.apply("/", valid.replace(page.text(), "guess")))
                    .startsWith("403")
                    .contains("reload");
            assertThat(answer.apply("/", "--b--\r\n")).startsWith("403").contains("reload");
            assertThat(answer.apply("/", "--b")).startsWith("400");
            assertThat(answer.apply("/parts", valid))
                    .isEqualTo("200 a filter has received this form, such as csrf().withForms(...): call form(...)");
            assertThat(folder).isEmptyDirectory();
            assertThat(answer.apply("/later", valid)).isEqualTo("200 saved");
            assertThat(folder.resolve("saved")).hasSize(1_000);
        }
    }

    @Test
    void takesTheTokenOfAHeader() {
        Response page = send(Request.get("/"));
        Request put = Request.put("/", Body.of("{}"))
                .withHeader("Content-Type", "application/json")
                .withHeader("Cookie", cookie(page))
                .withHeader("X-CSRF-Token", page.text());

        assertThat(send(put).text()).isEqualTo("put");
    }

    /** BREACH: a secret that is the same in each page can be guessed by the length of the compressed page. */
    @Test
    void masksItsTokenEachTime() {
        Response page = send(Request.get("/"));
        Response again = send(Request.get("/").withHeader("Cookie", cookie(page)));

        assertThat(again.text()).isNotEqualTo(page.text());
        for (String token : new String[] {page.text(), again.text()}) {
            Request delete =
                    Request.delete("/").withHeader("Cookie", cookie(page)).withHeader("X-CSRF-Token", token);
            assertThat(send(delete).text()).isEqualTo("deleted");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "QUERY"})
    void refusesWhatHasNoToken(String method) {
        Response page = send(Request.get("/"));
        Request request = Request.of(Method.of(method), "/").withHeader("Cookie", cookie(page));

        assertThat(send(request).status().code()).isEqualTo(403);
        assertThat(send(request).text()).contains("no valid token");
    }

    /** The page has to be changed: to reload it would not help. */
    @Test
    void saysThatAFormWithFilesSendsItInAHeader() {
        Response page = send(Request.get("/"));
        Request form = Request.post("/", Body.of("--b--")).withHeader("Cookie", cookie(page));

        assertThat(send(form.withHeader("Content-Type", "multipart/form-data; boundary=b"))
                        .text())
                .contains("header field X-CSRF-Token")
                .doesNotContain("reload");
        assertThat(send(form.withHeader("Content-Type", "application/x-www-form-urlencoded"))
                        .text())
                .contains("reload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "!!!"})
    void refusesAnotherToken(String token) {
        Response page = send(Request.get("/"));
        Request delete = Request.delete("/").withHeader("Cookie", cookie(page)).withHeader("X-CSRF-Token", token);

        assertThat(send(delete).status().code()).isEqualTo(403);
    }

    @Test
    void refusesATokenOfAnotherSession() {
        Response mine = send(Request.get("/"));
        Response attackers = send(Request.get("/"));
        Request delete =
                Request.delete("/").withHeader("Cookie", cookie(mine)).withHeader("X-CSRF-Token", attackers.text());

        assertThat(send(delete).status().code()).isEqualTo(403);
        assertThat(send(delete.withHeader("Cookie", "a=b")).status().code())
                .as("without a session")
                .isEqualTo(403);
    }

    /** An attacker who has given his own session to a client knows its token. */
    @Test
    void refusesATokenOfBeforeTheLogin() {
        Response page = send(Request.get("/"));
        Response login = send(Request.get("/login").withHeader("Cookie", cookie(page)));
        Request delete =
                Request.delete("/").withHeader("Cookie", cookie(login)).withHeader("X-CSRF-Token", page.text());

        assertThat(send(delete).status().code()).isEqualTo(403);
        Response fresh = send(Request.get("/").withHeader("Cookie", cookie(login)));
        assertThat(send(delete.withHeader("X-CSRF-Token", fresh.text())).text()).isEqualTo("deleted");
    }

    @Test
    void refusesAllIfTheSessionHasNoToken() {
        store.create("id", Map.of("user", "holle"), Duration.ofMinutes(1));
        String cookie = "session=" + signer.sign(Cookie.of("session", "id")).value();
        Request delete = Request.delete("/").withHeader("Cookie", cookie).withHeader("X-CSRF-Token", "");

        assertThat(send(delete).status().code()).isEqualTo(403);
    }
}
