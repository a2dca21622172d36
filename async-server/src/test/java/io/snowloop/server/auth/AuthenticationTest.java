// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Snow;
import java.nio.charset.Charset;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Authentication")
class AuthenticationTest {
    record User(String getName) implements Principal {}

    private final List<String> asked = new ArrayList<>();

    private final Authentication<User> basic = Authentication.basic("the \"notes\"", (name, password) -> {
        asked.add(name + " " + password);
        return Future.completed(password.equals("s:3 ä") ? new User(name) : null);
    });

    private final Authentication<User> bearer = Authentication.bearer("api", token -> {
        asked.add(token);
        return Future.completed(token.equals("abc._~+/-==") ? new User("robot") : null);
    });

    private static Snow app(Authentication<User> login) {
        return new Snow()
                .filter(login)
                .get("/", request -> Response.text(login.principal(request).getName()));
    }

    private static Response send(Snow app, String authorization) {
        Request request = Request.get("/");
        return app.handle(authorization == null ? request : request.withHeader("Authorization", authorization))
                .resultNow();
    }

    private static String encoded(String credentials, Charset charset) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(charset));
    }

    @Nested
    @DisplayName("by a password")
    class Basic {
        @Test
        void tellsTheHandlerWhoItIs() {
            assertThat(send(app(basic), "Basic " + encoded("Holle:s:3 ä", UTF_8))
                            .text())
                    .isEqualTo("Holle");
            assertThat(send(app(basic), "bASIC   " + encoded(":s:3 ä", UTF_8)).text())
                    .isEmpty();
        }

        @Test
        void challengesOtherClients() {
            Response response = send(app(basic), null);

            assertThat(response.status()).isEqualTo(Status.UNAUTHORIZED);
            assertThat(response.header("WWW-Authenticate"))
                    .isEqualTo("Basic realm=\"the \\\"notes\\\"\", charset=\"UTF-8\"");
            assertThat(asked).isEmpty();
            assertThat(send(app(basic), "Basic " + encoded("Holle:other", UTF_8))
                            .status()
                            .code())
                    .isEqualTo(401);
            assertThat(asked).containsExactly("Holle other");
        }

        @Test
        void doesNotAskAboutWhatIsMalformed() {
            for (String wrong : List.of(
                    "Basic",
                    "Basic ",
                    "Basic ???",
                    "Basic a",
                    "Basic " + encoded("without a colon", UTF_8),
                    "Basic " + encoded("a:s:3 ä", ISO_8859_1),
                    "Basic " + encoded("a\n:s:3 ä", UTF_8),
                    "Basicx " + encoded("a:s:3 ä", UTF_8),
                    encoded("a:s:3 ä", UTF_8))) {
                assertThat(send(app(basic), wrong).status().code()).as(wrong).isEqualTo(401);
            }
            assertThat(asked).isEmpty();
        }

        @Test
        void hasARealmThatFitsInAField() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Authentication.basic("a\nb", (name, password) -> Future.completed(null)))
                    .withMessage("a realm has no control characters, but this is \"a\\u000ab\"");
        }
    }

    @Nested
    @DisplayName("by a token")
    class Bearer {
        @Test
        void tellsTheHandlerWhoItIs() {
            assertThat(send(app(bearer), "Bearer abc._~+/-==").text()).isEqualTo("robot");
        }

        @Test
        void saysWhetherTheTokenIsMissingOrWrong() {
            assertThat(send(app(bearer), null).header("WWW-Authenticate")).isEqualTo("Bearer realm=\"api\"");
            assertThat(send(app(bearer), "Basic YTpi").header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"api\"");
            assertThat(send(app(bearer), "Bearer xyz").header("WWW-Authenticate"))
                    .isEqualTo("Bearer realm=\"api\", error=\"invalid_token\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Bearer a b", "Bearer a,b", "Bearer =", "Bearer \"abc\""})
        void doesNotAskAboutWhatIsMalformed(String authorization) {
            assertThat(send(app(bearer), authorization).status().code()).isEqualTo(401);
            assertThat(asked).isEmpty();
        }
    }

    @Test
    void canTakeSeveralSchemes() {
        Snow app = app(basic.or(bearer));

        assertThat(send(app, "Bearer abc._~+/-==").text()).isEqualTo("robot");
        assertThat(send(app, "Basic " + encoded("Holle:s:3 ä", UTF_8)).text()).isEqualTo("Holle");
        assertThat(send(app, null).headers().all("WWW-Authenticate"))
                .containsExactly("Basic realm=\"the \\\"notes\\\"\", charset=\"UTF-8\"", "Bearer realm=\"api\"");
    }

    @Test
    void canBeOfYourOwn() {
        Authentication<User> key = Authentication.of(
                "ApiKey realm=\"a\"",
                request -> Future.completed("k".equals(request.header("X-Api-Key")) ? new User("key") : null));

        assertThat(app(key).handle(Request.get("/").withHeader("X-Api-Key", "k"))
                        .resultNow()
                        .text())
                .isEqualTo("key");
        assertThat(send(app(key), null).header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"a\"");
    }

    @Test
    void refusesTwoFields() {
        Request request =
                Request.get("/").plusHeader("Authorization", "Bearer abc").plusHeader("Authorization", "Bearer def");

        assertThat(app(bearer).handle(request).resultNow().status().code()).isEqualTo(400);
        assertThat(asked).isEmpty();
    }

    @Test
    void isAnsweredByTheMapper() {
        Snow app =
                app(basic).onError((error, request) -> Response.text("log in").withStatus(Status.UNAUTHORIZED));

        assertThat(send(app, null).text()).isEqualTo("log in");
        assertThat(send(app, null).header("WWW-Authenticate")).startsWith("Basic ");
    }

    @Test
    void aCheckThatFailsIsAnErrorOfTheServer() {
        Snow app = app(Authentication.bearer("a", token -> Future.failed(new IllegalStateException("no database"))));

        Response response = send(app, "Bearer abc");
        assertThat(response.status().code()).isEqualTo(500);
        assertThat(response.text()).doesNotContain("database");
    }

    @Test
    void aCheckThatReturnsNullIsToldWhatToReturn() {
        Authentication<User> careless = Authentication.bearer("a", token -> null);
        assertThatNullPointerException()
                .isThrownBy(() -> careless.filter(
                        Request.get("/").withHeader("Authorization", "Bearer abc"),
                        request -> Future.completed(Response.text("in"))))
                .withMessage("the check returned null: for an unknown sender, give a future of null");
    }

    @Test
    void isNeededAroundAHandlerThatAsks() {
        assertThatIllegalStateException()
                .isThrownBy(() -> basic.principal(Request.get("/")))
                .withMessageContaining("the request has not been through this filter")
                .withMessageEndingWith("before each filter that asks for the principal");
    }

    @Test
    void aSecretIsComparedAndNotShown() {
        Secret secret = Secret.of("ä-long-random-text");

        assertThat(secret.matches("ä-long-random-text")).isTrue();
        assertThat(secret.matches("ä-long-random-tex")).isFalse();
        assertThat(secret.matches("")).isFalse();
        assertThat(secret).hasToString("Secret[***]");
    }
}
