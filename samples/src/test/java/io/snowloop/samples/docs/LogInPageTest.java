// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.Redirects.redirects;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Credentials;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.auth.Authentication;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/log-in-to-a-server.md} shows. */
class LogInPageTest {
    private static final String URL = "http://10.0.0.1";

    private final Simulation simulation = new Simulation(1);
    private final Fetcher plain = Fetcher.on(simulation.loop("10.0.0.2"));

    record User(String getName) implements Principal {}

    @AfterEach
    void close() {
        simulation.close();
    }

    private void serve(Snow app) throws IOException {
        Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
    }

    private String get(Fetcher fetcher) throws Exception {
        return simulation.runUntil(fetcher.fetch(URL + "/notes")).text();
    }

    @Test
    void basic() throws Exception {
        serve(new Snow()
                .filter(Authentication.basic(
                        "notes",
                        (name, password) -> Future.completed(password.equals("secret") ? new User(name) : null)))
                .get("/notes", request -> Response.text("mine")));
        String url = URL;
        String password = "secret";
        // region basic
        Fetcher site = plain.with(redirects(5)) // inside of the redirects: it sees each request
                .with(Credentials.basic(url, "ada", password));
        // endregion

        assertThat(get(site)).isEqualTo("mine");
    }

    @Test
    void digest() throws Exception {
        serve(new Snow()
                .filter(Authentication.<User>of("Digest realm=\"notes\", nonce=\"n\", qop=\"auth\"", request -> {
                    String sent = request.headers().get("Authorization");
                    return Future.completed(sent == null ? null : new User("ada"));
                }))
                .get("/notes", request -> Response.text(String.valueOf(request.header("Authorization")))));
        String url = URL;
        String password = "secret";
        // region digest
        Fetcher site = plain.with(Credentials.digest(url, "ada", password));
        // endregion

        assertThat(get(site)).startsWith("Digest username=\"ada\", realm=\"notes\", uri=\"/notes\"");
    }

    @Test
    void bearer() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        serve(new Snow()
                .post("/token", request -> Response.text("t" + tokens.incrementAndGet()))
                .group("/notes", notes -> {
                    notes.filter(Authentication.bearer(
                            "notes", token -> Future.completed(token.equals("t2") ? new User("ada") : null)));
                    notes.get("", request -> Response.text("mine"));
                }));
        String url = URL;
        Request login = Request.post(url + "/token", Body.of("grant_type=client_credentials"));
        // region bearer
        Fetcher site =
                plain.with(Credentials.bearer(url, () -> plain.fetch(login).map(Response::text)));
        // endregion

        assertThat(get(site)).isEqualTo("mine");
        assertThat(tokens).hasValue(2);
    }
}
