// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.auth.Authentication;
import io.snowloop.server.auth.Secret;
import java.security.Principal;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/authentication.md} shows. */
class AuthenticationPageTest {
    // region user
    record User(String getName, boolean admin) implements Principal {}
    // endregion

    private final Map<String, Secret> passwords = Map.of("holle", Secret.of("correct horse battery staple"));

    @Test
    void byAPassword() {
        // region basic
        Authentication<User> login = Authentication.basic("notes", (name, password) -> {
            Secret secret = passwords.get(name);
            boolean right = secret != null && secret.matches(password);
            return Future.completed(right ? new User(name, name.equals("holle")) : null);
        });
        Snow app = new Snow()
                .filter(login)
                .get(
                        "/",
                        request -> Response.text(
                                "hello, " + login.principal(request).getName()));
        // endregion

        assertThat(app.handle(Request.get("/")).resultNow().header("WWW-Authenticate"))
                .isEqualTo("Basic realm=\"notes\", charset=\"UTF-8\"");
        Request request = Request.get("/").withHeader("Authorization", "Basic " + encoded());
        assertThat(app.handle(request).resultNow().text()).isEqualTo("hello, holle");
    }

    private static String encoded() {
        return Base64.getEncoder().encodeToString("holle:correct horse battery staple".getBytes(UTF_8));
    }

    @Test
    void byATokenOrAPassword() {
        // region bearer
        Secret token = Secret.of("3q2-7w_random");
        Authentication<User> robots = Authentication.bearer(
                "notes", sent -> Future.completed(token.matches(sent) ? new User("robot", false) : null));
        Authentication<User> people = Authentication.basic("notes", (name, password) -> Future.completed(null));
        Authentication<User> both = robots.or(people);
        // endregion
        Snow app = new Snow().group("/api", api -> {
            api.filter(both);
            api.get("/me", request -> Response.text(both.principal(request).getName()));
        });

        Request request = Request.get("/api/me").withHeader("Authorization", "Bearer 3q2-7w_random");
        assertThat(app.handle(request).resultNow().text()).isEqualTo("robot");
        assertThat(app.handle(Request.get("/api/me")).resultNow().headers().count("WWW-Authenticate"))
                .isEqualTo(2);
    }

    @Test
    void ofYourOwn() {
        Secret key = Secret.of("k-1");
        // region own
        Authentication<User> keys = Authentication.of("ApiKey realm=\"notes\"", request -> {
            String sent = request.header("X-Api-Key");
            return Future.completed(sent != null && key.matches(sent) ? new User("shop", false) : null);
        });
        // endregion
        Snow app = new Snow().filter(keys).get("/", request -> Response.text("in"));

        assertThat(app.handle(Request.get("/").withHeader("X-Api-Key", "k-1"))
                        .resultNow()
                        .text())
                .isEqualTo("in");
        assertThat(app.handle(Request.get("/").withHeader("X-Api-Key", "k-2"))
                        .resultNow()
                        .status()
                        .code())
                .isEqualTo(401);
    }
}
