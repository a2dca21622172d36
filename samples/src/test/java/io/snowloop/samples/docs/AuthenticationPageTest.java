// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Snow;
import io.snowloop.server.auth.Authentication;
import io.snowloop.server.auth.Secret;
import io.snowloop.sim.Simulation;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/authentication.md} shows. */
class AuthenticationPageTest {
    // region user
    record User(String getName, boolean admin) implements Principal {}
    // endregion

    /** Few, for a test. */
    private static final int ROUNDS = 1_000;

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

    // region hash
    /**
     * A password as it is kept: with it, to try a guess takes as long as a login. OWASP advises 600,000
     * rounds, about half a second.
     */
    record Kept(int rounds, byte[] salt, byte[] hash) {
        static Kept of(String password, int rounds) {
            byte[] salt = new byte[16];
            new SecureRandom().nextBytes(salt); // so that the same password of two users has two hashes
            return new Kept(rounds, salt, hash(password, salt, rounds));
        }

        boolean matches(String password) {
            return MessageDigest.isEqual(hash, hash(password, salt, rounds));
        }

        private static byte[] hash(String password, byte[] salt, int rounds) {
            try {
                return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, 256))
                        .getEncoded();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK has no PBKDF2", e);
            }
        }
    }
    // endregion

    @Test
    void byAPasswordOfAPerson() throws Exception {
        Map<String, Kept> users = Map.of("holle", Kept.of("correct horse battery staple", ROUNDS));
        // region kept
        ExecutorService threads = BlockingThreads.pool("passwords", 2, 100); // further ones wait; beyond 100, 503
        Kept unknown = Kept.of("of no user", ROUNDS); // so that a wrong name takes as long as a wrong password
        Authentication<User> login = Authentication.basic("notes", (name, password) -> {
            Kept kept = users.getOrDefault(name, unknown);
            return Scheduler.current()
                    .blocking(threads, () -> kept.matches(password) ? new User(name, false) : null)
                    .map(user -> kept == unknown ? null : user);
        });
        // endregion
        Snow app = new Snow().filter(login).get("/", request -> Response.text("hello"));
        Request request = Request.get("/").withHeader("Authorization", "Basic " + encoded());

        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            assertThat(simulation
                            .runUntil(loop.submit(() -> app.handle(request)))
                            .text())
                    .isEqualTo("hello");
            Request wrong = request.withHeader("Authorization", "Basic YTpi");
            assertThat(simulation.runUntil(loop.submit(() -> app.handle(wrong))).status())
                    .isEqualTo(Status.UNAUTHORIZED);
        } finally {
            threads.shutdown();
        }
        assertThat(users.get("holle").matches("correct horse")).isFalse();
        assertThat(Kept.of("a", ROUNDS).hash())
                .isNotEqualTo(Kept.of("a", ROUNDS).hash());
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
