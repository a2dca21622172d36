// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Credentials;
import io.snowloop.client.Fetcher;
import io.snowloop.client.Redirects;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a Fetcher with a name and a password expects of any server that asks for Digest (RFC 7616) under {@code /private/}. Behind it is a
 * Snow app, which says what has come.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DigestContract {
    /** The users, and their passwords: torrance, r\u00f6ntgen. A line has name, realm, and the hash of both with the password. */
    static final String USERS_MD5 = """
            jack:Overlook:e3cea58f7fd9cfbec9640ca19353d57f
            j\u00fcrgen:Overlook:0d56c85406cf014ca95959a9e8f3e3db
            """;

    /** The same by SHA-256. */
    static final String USERS_SHA256 = """
            jack:Overlook:fbe8080739b4c378269c7c86a1e01c5ed1c62b2df6987b09469f4615106735e5
            j\u00fcrgen:Overlook:18e062a57df1881d55b4ee189779019966f3428ebacac9b2b7e7e05d26f5ed6f
            """;

    private Server app;
    private PeerContainer server;

    /** What was sent by the last login, and what came back. */
    private final List<Exchange> exchanges = new ArrayList<>();

    private record Exchange(int status, String authorization) {
        String parameter(String name) {
            Matcher matcher = Pattern.compile(name + "=\"?([^\",]*)").matcher(authorization);
            return matcher.find() ? matcher.group(1) : "none";
        }
    }

    /** A server in front of the app at this port of the test's machine. */
    abstract PeerContainer inFrontOf(int port);

    /** What it puts into its challenges. */
    abstract String algorithm();

    @BeforeAll
    void start() throws IOException {
        Snow snow = new Snow()
                .get("/field/{name}", request -> Response.text(String.valueOf(request.header(request.path("name")))))
                .get("/private/away", request -> Response.redirectElsewhere(URI.create(elsewhere())))
                .post("/private/length", request -> Response.text(String.valueOf(request.bytes().length)))
                .get("/private/", request -> Response.text(request.target()))
                .get("/private/{rest:path}", request -> Response.text(request.target()));
        app = Server.of(snow).listen("0.0.0.0", 0); // a container cannot reach 127.0.0.1
        server = inFrontOf(app.port());
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop();
        app.close();
    }

    /** Another origin than that of the server: the app itself. */
    private String elsewhere() {
        return "http://127.0.0.1:" + app.port() + "/field/Authorization";
    }

    String url(String path) {
        return server.url(path);
    }

    /** Sends the credentials, and records each exchange. */
    Fetcher login(Visitor visitor, String user, String password) {
        exchanges.clear();
        Filter recording = (request, next) -> next.handle(request).map(response -> {
            exchanges.add(new Exchange(response.status().code(), String.valueOf(request.header("Authorization"))));
            return response;
        });
        return visitor.fetcher
                .with(Credentials.digest(url("/"), user, password))
                .with(recording);
    }

    Response fetch(Fetcher fetcher, Request request) throws Exception {
        return fetcher.runUntil(fetcher.fetch(request));
    }

    List<Integer> codes() {
        return exchanges.stream().map(Exchange::status).toList();
    }

    /** How many nonces the requests had. */
    long nonces() {
        return exchanges.stream()
                .map(exchange -> exchange.parameter("nonce"))
                .filter(nonce -> !nonce.equals("none"))
                .distinct()
                .count();
    }

    @Test
    void laterRequestsAnswerTheSameChallengeWithTheNextCount() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher jack = login(visitor, "jack", "torrance");
            for (int i = 0; i < 3; i++) {
                assertThat(fetch(jack, Request.get(url("/private/" + i))).text())
                        .isEqualTo("/private/" + i);
            }
            assertThat(codes()).containsExactly(401, 200, 200, 200);
            assertThat(exchanges.stream().map(exchange -> exchange.parameter("nc")))
                    .containsExactly("none", "00000001", "00000002", "00000003");
            assertThat(nonces()).isOne();
            assertThat(exchanges.get(1).parameter("algorithm")).isEqualTo(algorithm());
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndNotSentForever() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Response response = fetch(login(visitor, "jack", "wendy"), Request.get(url("/private/a")));

            assertThat(response.status()).isEqualTo(Status.UNAUTHORIZED);
            assertThat(codes()).containsExactly(401, 401);
        }
    }

    /** The URI is a part of what is hashed, so both sides must have the same characters. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/private/",
                "/private/a?b=c,d&e=%22%5C%22",
                "/private/a%20b/%C3%A4?%2F=/",
                "/private/?",
                "/private/(a;b)~"
            })
    void pathsAndQueriesAsTheyAre(String path) throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher jack = login(visitor, "jack", "torrance");

            assertThat(fetch(jack, Request.get(url(path))).text()).isEqualTo(path);
            assertThat(codes()).containsExactly(401, 200);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyIsSentAgain(boolean asksBefore) throws Exception {
        Request plain = Request.post(url("/private/length"), Body.of(new byte[300_000]));
        Request request = asksBefore ? plain.withHeader("Expect", "100-continue") : plain;
        try (Visitor visitor = new Visitor()) {
            Fetcher jack = login(visitor, "jack", "torrance");

            assertThat(fetch(jack, request).text()).isEqualTo("300000");
            assertThat(codes()).containsExactly(401, 200);
        }
    }

    @Test
    void theMethodIsAPartOfTheProof() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher jack = login(visitor, "jack", "torrance");
            Response head = fetch(jack, Request.get(url("/private/a")).withMethod(Method.HEAD));

            assertThat(head.status()).isEqualTo(Status.OK);
            assertThat(fetch(jack, Request.get(url("/private/a"))).text()).isEqualTo("/private/a");
            assertThat(codes()).containsExactly(401, 200, 200);
        }
    }

    @Test
    void manyAtOnce() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher jack = login(visitor, "jack", "torrance");
            List<Future<Response>> responses = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                responses.add(jack.fetch(Request.get(url("/private/a"))));
            }
            assertThat(visitor.loop.runUntil(Future.all(visitor.loop, responses)))
                    .allSatisfy(response -> assertThat(response.text()).isEqualTo("/private/a"));
        }
    }

    @Test
    void aUserWithALetterThatIsNotOfAscii() throws Exception {
        try (Visitor visitor = new Visitor()) {
            Fetcher user = login(visitor, "j\u00fcrgen", "r\u00f6ntgen");

            assertThat(fetch(user, Request.get(url("/private/a"))).text()).isEqualTo("/private/a");
        }
    }

    @Test
    void aRedirectToAnotherOriginTakesNoCredentialsThere() throws Exception {
        try (Visitor visitor = new Visitor()) {
            List<String> seen = new ArrayList<>();
            Fetcher jack = visitor.fetcher
                    .with(Redirects.redirects(3))
                    .with(Credentials.digest(url("/"), "jack", "torrance"))
                    .with((request, next) -> {
                        seen.add(request.target());
                        return next.handle(request);
                    });
            Response response = fetch(jack, Request.get(url("/private/away")));

            assertThat(response.text()).isEqualTo("null");
            assertThat(seen).containsExactly(url("/private/away"), url("/private/away"), elsewhere());
        }
    }
}
