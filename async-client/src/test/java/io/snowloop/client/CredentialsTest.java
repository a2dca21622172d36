// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.testing.EmptyStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final String DIGEST =
            "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Digest realm=\"r\", nonce=\"%s\","
                    + " qop=\"auth\"%s\nContent-Length: 2\n\nno";
    private static final String BEARER = "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer\nContent-Length: 0\n\n";

    private final Scene scene = new Scene();

    /** The {@code Authorization} of each request; "none" for one without. */
    private final List<String> sent = new ArrayList<>();

    /** The tokens that were asked for. */
    private final List<Promise<String>> tokens = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private String authorization(String head) {
        String value = head.lines()
                .filter(line -> line.startsWith("Authorization: "))
                .findFirst()
                .orElse("Authorization: none")
                .substring("Authorization: ".length());
        sent.add(value);
        return value;
    }

    private Future<Response> fetch(Credentials credentials, Request request) {
        Future<Response> response = scene.fetcher.with(credentials).fetch(request);
        scene.settle();
        return response;
    }

    private static int status(Future<Response> response) {
        return response.resultNow().status().code();
    }

    // ------------------------------------------------------------------------------------------------------- Basic

    @Test
    void basicIsSentAtOnceToItsOriginOnly() {
        scene.listen(8080);
        scene.answers = head -> authorization(head).equals("none") ? BEARER : OK;
        Credentials ada = Credentials.basic("http://10.0.0.1/any/path", "ada", "secret");

        assertThat(status(fetch(ada, Request.get(Scene.URL)))).isEqualTo(200);
        assertThat(status(fetch(ada, Request.get("http://10.0.0.1:8080/")))).isEqualTo(401);
        fetch(ada, Request.get(Scene.URL).withHeader("Authorization", "Own x"));

        assertThat(sent).containsExactly("Basic YWRhOnNlY3JldA==", "none", "Own x");
        assertThat(ada).hasToString("Credentials[Basic for http://10.0.0.1]");
    }

    @Test
    void basicThatIsRefusedIsNotSentAgain() {
        scene.answers = head -> {
            authorization(head);
            return BEARER.replace("Bearer", "Basic realm=\"r\"");
        };

        assertThat(status(fetch(Credentials.basic(Scene.URL, "ada", "wrong"), Request.get(Scene.URL))))
                .isEqualTo(401);
        assertThat(sent).hasSize(1);
    }

    @Test
    void aRedirectToAnotherOriginHasNone() {
        scene.listen(8080);
        scene.answers = head -> authorization(head).equals("none")
                ? OK
                : "HTTP/1.1 302 Found\nLocation: http://10.0.0.1:8080/\nContent-Length: 0\n\n";
        Fetcher site = scene.fetcher.with(Redirects.redirects(1)).with(Credentials.basic(Scene.URL, "ada", "secret"));

        Future<Response> response = site.fetch(Scene.URL);
        scene.settle();

        assertThat(status(response)).isEqualTo(200);
        assertThat(sent).containsExactly("Basic YWRhOnNlY3JldA==", "none");
    }

    // ------------------------------------------------------------------------------------------------------ Digest

    @Test
    void digestAnswersTheChallengeAndKeepsIt() {
        scene.answers = head -> authorization(head).startsWith("Digest ") ? OK : String.format(DIGEST, "n1", "");
        Credentials ada = Credentials.digest(Scene.URL, "ada", "secret");

        assertThat(status(fetch(ada, Request.put(Scene.URL + "a?b", Body.of("data")))))
                .isEqualTo(200);
        assertThat(status(fetch(ada, Request.get(Scene.URL)))).isEqualTo(200);

        assertThat(sent).hasSize(3);
        assertThat(sent.get(1)).contains("username=\"ada\"", "uri=\"/a?b\"", "nc=00000001");
        assertThat(sent.get(2)).contains("uri=\"/\"", "nc=00000002");
        assertThat(scene.peers)
                .as("the body of the 401 was received, and the connection used again")
                .hasSize(1);
    }

    @Test
    void aStaleNonceIsReplaced() {
        scene.answers = head -> {
            String nonce = authorization(head);
            return nonce.contains("\"n2\"")
                    ? OK
                    : String.format(
                            DIGEST, nonce.equals("none") ? "n1" : "n2", nonce.equals("none") ? "" : ", stale=true");
        };

        assertThat(status(fetch(Credentials.digest(Scene.URL, "ada", "secret"), Request.get(Scene.URL))))
                .isEqualTo(200);
        assertThat(sent).hasSize(3);
    }

    @Test
    void aWrongPasswordIsTriedOnceAndTheRefusalPassedOn() {
        scene.answers = head -> {
            authorization(head);
            return String.format(DIGEST, "n" + sent.size(), "");
        };

        assertThat(status(fetch(Credentials.digest(Scene.URL, "ada", "wrong"), Request.get(Scene.URL))))
                .isEqualTo(401);
        assertThat(sent).hasSize(2);
    }

    @Test
    void aStreamCannotBeSentAgain() {
        scene.answers = head -> String.format(DIGEST, "n1", "");

        Future<Response> response =
                fetch(Credentials.digest(Scene.URL, "ada", "secret"), Request.put(Scene.URL, new EmptyStream()));

        assertThat(Scene.error(response))
                .isInstanceOf(IOException.class)
                .hasMessage("PUT http://10.0.0.1/ was refused with 401 Unauthorized and cannot be sent again with other"
                        + " credentials: its body was a stream, and is used up");
    }

    // ------------------------------------------------------------------------------------------------------ Bearer

    private Credentials bearer() {
        return Credentials.bearer(Scene.URL, () -> {
            tokens.add(scene.loop.newPromise());
            return tokens.get(tokens.size() - 1);
        });
    }

    private void complete(String token) {
        scene.onLoop(() -> tokens.get(tokens.size() - 1).complete(token));
    }

    @Test
    void requestsShareATokenAndItsReplacement() {
        scene.answers = head -> authorization(head).equals("Bearer new") ? OK : BEARER;
        Credentials bearer = bearer();
        Future<Response> first = fetch(bearer, Request.get(Scene.URL));
        Future<Response> second = fetch(bearer, Request.get(Scene.URL));
        assertThat(tokens).hasSize(1);
        assertThat(sent).isEmpty();

        complete("old");
        assertThat(tokens).as("asked again, once").hasSize(2);
        complete("new");

        assertThat(List.of(status(first), status(second))).containsExactly(200, 200);
        assertThat(status(fetch(bearer, Request.get(Scene.URL)))).isEqualTo(200);
        assertThat(sent).containsExactly("Bearer old", "Bearer old", "Bearer new", "Bearer new", "Bearer new");
    }

    /** The refusal of an old token comes late: what is newer stays. */
    @Test
    void aTokenIsNotReplacedBecauseOfAnOlderOne() {
        Credentials bearer = bearer();
        Future<Response> first = fetch(bearer, Request.get(Scene.URL));
        Future<Response> second = fetch(bearer, Request.get(Scene.URL));
        complete("old");
        scene.peers.get(0).send(BEARER);
        complete("new");
        scene.peers.get(1).send(BEARER);
        assertThat(tokens).hasSize(2);

        scene.peers.get(0).send(OK);
        scene.peers.get(1).send(OK);
        assertThat(List.of(status(first), status(second))).containsExactly(200, 200);
    }

    @Test
    void aTokenThatIsRefusedAgainIsFinal() {
        scene.answers = head -> BEARER;
        Future<Response> response = fetch(bearer(), Request.get(Scene.URL));
        complete("old");
        complete("new");

        assertThat(status(response)).isEqualTo(401);
        assertThat(tokens).hasSize(2);
    }

    @Test
    void oneThatCancelsLeavesTheTokenToTheOthers() {
        scene.answers = head -> OK;
        Credentials bearer = bearer();
        Future<Response> first = fetch(bearer, Request.get(Scene.URL));
        Future<Response> second = fetch(bearer, Request.get(Scene.URL));
        first.cancel();
        scene.settle();
        complete("token");

        assertThat(status(second)).isEqualTo(200);
    }

    @Test
    void withoutATokenTheFetchFailsAndTheNextOneAsksAgain() {
        scene.answers = head -> OK;
        Credentials bearer = bearer();
        Future<Response> first = fetch(bearer, Request.get(Scene.URL));
        scene.onLoop(() -> tokens.get(0).fail(new IOException("no token")));
        assertThat(Scene.error(first)).hasMessage("no token");

        Future<Response> second = fetch(bearer, Request.get(Scene.URL));
        complete("token");
        assertThat(status(second)).isEqualTo(200);
    }

    @Test
    void aTokenThatIsNullIsSaidToBeAndTheNextOneAsksAgain() {
        scene.answers = head -> OK;
        Credentials bearer = bearer();
        Future<Response> first = fetch(bearer, Request.get(Scene.URL));
        complete(null);
        assertThat(Scene.error(first)).hasMessage("the function of Credentials.bearer gave null as the token");

        Future<Response> second = fetch(bearer, Request.get(Scene.URL));
        complete("token");
        assertThat(status(second)).isEqualTo(200);
    }

    @Test
    void aTokenThatIsFetchedThroughItsOwnFilterIsRefused() {
        scene.answers = head -> OK;
        List<Fetcher> own = new ArrayList<>();
        Credentials bearer =
                Credentials.bearer(Scene.URL, () -> own.get(0).fetch(Scene.URL).map(Response::text));
        own.add(scene.fetcher.with(bearer));

        assertThat(Scene.error(fetch(bearer, Request.get(Scene.URL))))
                .hasMessageContaining("let it use the Fetcher without this filter");
        assertThat(sent).isEmpty();
    }
}
