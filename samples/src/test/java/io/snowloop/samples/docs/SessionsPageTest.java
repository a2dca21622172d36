// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.server.session.Csrf.csrf;
import static io.snowloop.server.session.Sessions.session;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.CookieJar;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FormData;
import io.snowloop.http.Cookie;
import io.snowloop.http.Method;
import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.server.session.CookieSigner;
import io.snowloop.server.session.Csrf;
import io.snowloop.server.session.SessionStore;
import io.snowloop.server.session.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/sessions.md} shows. */
class SessionsPageTest {
    private final byte[] key = new byte[32];
    private final byte[] oldKey = new byte[40];

    /** In short, for Javadoc. */
    @Test
    void aLogin() {
        // region login
        Sessions sessions = Sessions.builder(CookieSigner.of(key), SessionStore.inMemory(10_000))
                .maxIdle(Duration.ofHours(1))
                .build();
        Snow app = new Snow()
                .filter(sessions)
                .get("/", request -> Response.text("hello " + session(request).get("user")))
                .post("/login", request -> {
                    session(request).renew(); // another id: one from before the login is worth nothing
                    session(request).set("user", "Holle");
                    return Response.redirect("/");
                });
        // endregion
        Response login = app.handle(Request.of(Method.POST, "/login")).resultNow();
        Request next =
                Request.get("/").withHeader("Cookie", login.header("Set-Cookie").replaceFirst(";.*", ""));
        assertThat(app.handle(next).resultNow().text()).isEqualTo("hello Holle");
    }

    @Test
    void cookiesAreSigned() {
        // region signed
        CookieSigner signer = CookieSigner.of(key, oldKey); // the first signs, all are valid
        Snow app = new Snow()
                .get("/choose", request -> Response.text("chosen").plusCookie(signer.sign(Cookie.of("theme", "dark"))))
                .get("/", request -> Response.text("theme: " + signer.read(request, "theme")));
        // endregion

        Response chosen = app.handle(Request.get("/choose")).resultNow();
        Request request = Request.get("/").withHeader("Cookie", chosen.header("Set-Cookie"));
        assertThat(app.handle(request).resultNow().text()).isEqualTo("theme: dark");
    }

    private static boolean isRight(String user, String password) {
        return user.equals("holle") && password.equals("snow");
    }

    @Test
    void usersLogIn() {
        // region sessions
        Sessions sessions = Sessions.builder(CookieSigner.of(key), SessionStore.inMemory(10_000))
                .maxIdle(Duration.ofHours(1))
                .build();
        Snow app = new Snow()
                .filter(sessions)
                .get("/", request -> Response.text("hello " + session(request).get("user")))
                .post("/login", request -> {
                    String user = request.form().get("user");
                    if (user == null || !isRight(user, request.form().get("password"))) {
                        return Response.redirect("/login?failed");
                    }
                    session(request).renew(); // another id, so that one from before the login is worth nothing
                    session(request).set("user", user);
                    return Response.redirect("/");
                })
                .post("/logout", request -> {
                    session(request).end();
                    return Response.redirect("/");
                });
        // endregion

        QueryParameters form = QueryParameters.of("user", "holle", "password", "snow");
        Response login = app.handle(Request.post("/login", form)).resultNow();
        String cookie = login.header("Set-Cookie").replaceAll(";.*", "");
        assertThat(app.handle(Request.get("/").withHeader("Cookie", cookie))
                        .resultNow()
                        .text())
                .isEqualTo("hello holle");
    }

    @Test
    void formsHaveATokenOfTheirSession() {
        Sessions sessions = Sessions.builder(CookieSigner.of(key), SessionStore.inMemory(10_000))
                .build();
        // region csrf
        Snow app = new Snow()
                .filter(sessions)
                .filter(csrf())
                .get(
                        "/",
                        request -> Response.html("<form method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\""
                                + Csrf.token(request) + "\"><button>Delete</button></form>"))
                .post("/", request -> Response.text("deleted"));
        // endregion

        Response page = app.handle(Request.get("/")).resultNow();
        String cookie = page.header("Set-Cookie").replaceAll(";.*", "");
        String token = page.text().replaceAll(".*value=\"([^\"]*)\".*", "$1");
        Request post = Request.post("/", QueryParameters.of("csrf", token)).withHeader("Cookie", cookie);
        assertThat(app.handle(post).resultNow().text()).isEqualTo("deleted");
        Request forged = Request.post("/", QueryParameters.of("csrf", "guess")).withHeader("Cookie", cookie);
        assertThat(app.handle(forged).resultNow().status().code()).isEqualTo(403);
    }

    private static final String PAGE = """
            <form method="post" enctype="multipart/form-data">
              <input type="hidden" name="csrf" value="%s"><input type="file" name="photo"><button>Send</button>
            </form>
            """;

    @Test
    void formsWithFilesHaveATokenOfTheirSession(@TempDir Path folder) throws Exception {
        Sessions sessions = Sessions.builder(CookieSigner.of(key), SessionStore.inMemory(10_000))
                .build();
        // region files
        Multipart multipart = Multipart.builder().folder(folder).build();
        Snow app = new Snow()
                .filter(sessions)
                .filter(csrf().withForms(multipart))
                .get("/", request -> Response.html(PAGE.formatted(Csrf.token(request))))
                .post("/", multipart.form((request, form) -> Response.text("thank you for " + form.file("photo"))));
        // endregion

        Path photo = Files.writeString(folder.resolve("snow.jpg"), "jpeg");
        try (Server server = app.listen(0);
                Fetcher plain = Fetcher.start()) {
            Fetcher browser = plain.with(CookieJar.create());
            String token = browser.send(server.url("/")).text().replaceAll("(?s).*value=\"([^\"]*)\".*", "$1");
            FormData form = FormData.create().plusField("csrf", token).plusFile("photo", photo);
            assertThat(browser.send(form.post(server.url("/"))).text()).startsWith("thank you for ");
            FormData forged = FormData.create().plusField("csrf", "guess").plusFile("photo", photo);
            assertThat(browser.send(forged.post(server.url("/"))).status().code())
                    .isEqualTo(403);
        }
    }
}
