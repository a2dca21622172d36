// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.Redirects.redirects;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.CookieJar;
import io.snowloop.client.Fetcher;
import io.snowloop.client.StoredCookie;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Cookie;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.samples.PublicSuffixes;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/cookies.md} shows. */
class CookiesPageTest {
    /** A server that knows who has logged in. */
    private static final Snow SHOP = new Snow()
            .post(
                    "/login",
                    request -> Response.redirect("/account")
                            .plusCookie(Cookie.of("id", "42").withPath("/").withHttpOnly()))
            .get("/account", request -> Response.text("id=" + request.cookies().get("id")));

    @Test
    void aClientThatLogsIn() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Server.of(SHOP).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher plain = Fetcher.on(simulation.loop("10.0.0.2"));
            String url = "http://10.0.0.1";
            // region jar
            CookieJar jar = CookieJar.create();
            Fetcher fetcher = plain.with(redirects(5)).with(jar); // inside of the redirects: it sees each request
            Future<Response> account = fetcher.fetch(Request.post(url + "/login", Body.of("name=ada")));
            // endregion

            assertThat(simulation.runUntil(account).text()).isEqualTo("id=42");
            assertThat(jar.cookies()).extracting(StoredCookie::name).containsExactly("id");
        }
    }

    @Test
    void overARestart(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("cookies.txt");
        // region file
        CookieJar jar = CookieJar.create();
        if (Files.exists(file)) {
            jar.load(file);
        }
        // ... requests ...
        jar.save(file);
        // endregion

        assertThat(file).content().startsWith("# Netscape HTTP Cookie File");
    }

    @Test
    void publicSuffixes() {
        // region suffixes
        CookieJar jar = CookieJar.builder().publicSuffixes(new PublicSuffixes()).build();
        // endregion
        Response response = Response.text("").withHeader("Set-Cookie", "id=1; Domain=co.uk");

        jar.around(request -> Future.completed(response)).handle(Request.get("http://shop.co.uk/"));

        assertThat(jar.cookies()).isEmpty();
        assertThat(new PublicSuffixes())
                .accepts("uk", "co.uk", "github.io")
                .rejects("shop.co.uk", "10.0.0.1", "localhost.", "a_b.test");
    }
}
