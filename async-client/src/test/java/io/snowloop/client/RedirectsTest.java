// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EverySegmentation
class RedirectsTest {
    private final List<Request> asked = new ArrayList<>();
    private final List<Response> answers = new ArrayList<>();

    /** Responds with the answers of the list, and then with 200. */
    private final Handler handler = Redirects.redirects(5).around(request -> {
        asked.add(request);
        return Future.completed(answers.isEmpty() ? Response.text("there") : answers.remove(0));
    });

    private void redirect(int status, String location) {
        answers.add(Response.of(Status.of(status)).withHeader("Location", location));
    }

    private Response get(String url) {
        return handler.handle(Request.get(url)).resultNow();
    }

    private Throwable error(Request request) {
        return handler.handle(request).outcome().error();
    }

    @ParameterizedTest
    @CsvSource({
        "301, GET, GET, ''",
        "302, GET, GET, ''",
        "303, GET, GET, ''",
        "307, GET, GET, ''",
        "308, GET, GET, ''",
        "301, POST, GET, ''",
        "302, POST, GET, ''",
        "303, POST, GET, ''",
        "307, POST, POST, data",
        "308, POST, POST, data",
        "301, PUT, PUT, data",
        "302, DELETE, DELETE, ''",
        "303, PUT, GET, ''",
        "303, DELETE, GET, ''",
        "301, HEAD, HEAD, ''",
        "303, HEAD, HEAD, ''",
        "308, HEAD, HEAD, ''"
    })
    void repeatsOrTurnsIntoAGet(int status, String method, String then, String body) {
        redirect(status, "/b");
        Body sent = method.startsWith("P") ? Body.of("data") : Body.EMPTY;
        handler.handle(Request.of(Method.of(method), "http://h/a").withBody(sent));
        assertThat(asked).hasSize(2);
        assertThat(asked.get(1).target()).isEqualTo("http://h/b");
        assertThat(asked.get(1).method()).isEqualTo(Method.of(then));
        assertThat(asked.get(1).text()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 300, 304, 305, 400, 500})
    void leavesOtherAnswersAlone(int status) {
        redirect(status, "/b");
        assertThat(get("http://h/a").status().code()).isEqualTo(status);
        assertThat(asked).hasSize(1);
    }

    @Test
    void leavesARedirectWithoutALocationAlone() {
        answers.add(Response.of(Status.FOUND));
        assertThat(get("http://h/a").status()).isEqualTo(Status.FOUND);
    }

    @Test
    void followsOneAfterTheOther() {
        redirect(301, "/b/");
        redirect(302, "c?d");
        redirect(307, "//other/e#fragment");
        assertThat(get("http://h/a").text()).isEqualTo("there");
        assertThat(asked.stream().map(Request::target))
                .containsExactly("http://h/a", "http://h/b/", "http://h/b/c?d", "http://other/e#fragment");
    }

    @Test
    void aLocationThatIsNoUrlIsEncodedAndKeepsTheFragment() {
        redirect(302, "/caf\u00c3\u00a9 \"1\" 100%");
        assertThat(get("http://h/a#top").text()).isEqualTo("there");
        assertThat(asked.get(1).target()).isEqualTo("http://h/caf%C3%A9%20%221%22%20100%25#top");
    }

    /** Filters keep what they know of each origin, by its host. */
    @Test
    void aHostThatIsLongerThanANameIsRefused() {
        redirect(302, "http://" + "a".repeat(255) + "/");
        redirect(302, "http://" + "b".repeat(256) + "/");
        assertThat(error(Request.get("http://h/a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the host of this URL has 256 characters, and no name has more than 255: bbbb")
                .message()
                .hasSizeLessThan(700);
        assertThat(asked).hasSize(2);
    }

    /** A terminal takes the C1 controls as commands. */
    @Test
    void whatCannotBeFollowedIsShownWithoutControls() {
        redirect(302, "http://a\u009b31mb/c");
        assertThat(error(Request.get("http://h/a")))
                .hasMessageContaining("http://a\\u009b31mb")
                .message()
                .matches("\\P{Cntrl}*")
                .doesNotContain("\u009b");
    }

    /** What comes later than the head: the next request waits for it, and goes over the same connection. */
    @Test
    void aShortBodyIsReceivedSoThatTheConnectionIsKept() {
        try (Scene scene = new Scene()) {
            Future<Response> response =
                    scene.fetcher.with(Redirects.redirects(1)).fetch(Scene.URL);
            scene.settle();
            scene.peer().sendExactly("HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 5\n\n");
            assertThat(response.isDone()).isFalse();
            scene.peer().sendExactly("moved");
            scene.peer().sendExactly("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");

            assertThat(response.resultNow().text()).isEqualTo("ok");
            assertThat(scene.peers).hasSize(1);
        }
    }

    @Test
    void aBodyThatDoesNotComeIsNotWaitedForLongerThanASecond() {
        try (Scene scene = new Scene()) {
            Future<Response> response =
                    scene.fetcher.with(Redirects.redirects(1)).fetch(Scene.URL);
            scene.settle();
            scene.peer().sendExactly("HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 5\n\n");
            scene.pass(Duration.ofMillis(999));
            assertThat(scene.peers).hasSize(1);
            scene.pass(Duration.ofMillis(1));
            scene.settle();
            assertThat(scene.peers).hasSize(2);
            scene.peer().sendExactly("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");

            assertThat(response.resultNow().text()).isEqualTo("ok");
        }
    }

    @Test
    void givesUpAfterTheLimit() {
        for (int i = 0; i < 10; i++) {
            redirect(302, "/loop");
        }
        assertThat(error(Request.get("http://h/loop")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("more than 5", "http://h/loop");
        assertThat(asked).hasSize(6);
    }

    @Test
    void aLimitOfZeroFollowsNothing() {
        Handler none = Redirects.redirects(0).around(request -> Future.completed(Response.redirect("/b")));
        assertThat(none.handle(Request.get("http://h/a")).isFailed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "http://h/b,          true",
        "http://H:80/b,       true",
        "//h/b,               true",
        "http://h:81/b,       false",
        "http://other/b,      false",
        "http://h.evil.org/b, false"
    })
    void keepsCredentialsWithinTheirOrigin(String location, boolean kept) {
        redirect(302, location);
        handler.handle(Request.get("http://h/a")
                .withHeaders(Headers.of("Authorization", "secret")
                        .with("Proxy-Authorization", "secret")
                        .with("Cookie", "secret")
                        .with("Host", "virtual")
                        .with("Accept", "text/plain")));
        for (String name : List.of("Authorization", "Proxy-Authorization", "Cookie", "Host")) {
            assertThat(asked.get(1).headers().contains(name)).as(name).isEqualTo(kept);
        }
        assertThat(asked.get(1).header("Accept")).isEqualTo("text/plain");
    }

    @Test
    void credentialsThatWereRemovedDoNotComeBack() {
        redirect(302, "http://other/");
        redirect(302, "http://h/");
        handler.handle(Request.get("http://h/a").withHeader("Authorization", "secret"));
        assertThat(asked.get(2).target()).isEqualTo("http://h/");
        assertThat(asked.get(2).header("Authorization")).isNull();
    }

    @Test
    void fieldsThatDescribeTheBodyAreRemovedWithIt() {
        redirect(303, "/b");
        handler.handle(Request.post("http://h/a", Body.of("data"))
                .withHeader("Content-Type", "text/plain")
                .withHeader("Content-Length", "4")
                .withHeader("content-encoding", "identity")
                .withHeader("X-Other", "y"));
        assertThat(asked.get(1).headers().names()).containsExactly("X-Other");
    }

    @Test
    void aStreamThatIsUsedUpCannotBeRepeated() {
        redirect(307, "/b");
        assertThat(error(Request.post("http://h/a", BodyStream.of(() -> Future.completed(null)))))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("POST http://h/a", "307", "http://h/b", "used up");
    }

    @Test
    void aFileIsSentAgain() {
        Body file = new FileBody(Path.of("file"), 0, 10);
        redirect(307, "/b");
        handler.handle(Request.post("http://h/a", file));
        assertThat(asked.get(1).body()).isSameAs(file);
    }

    @Test
    void aStreamIsNotNeededForAGet() {
        redirect(303, "/b");
        handler.handle(Request.post("http://h/a", BodyStream.of(() -> Future.completed(null))));
        assertThat(asked.get(1).method()).isEqualTo(Method.GET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://h/", "http://u:p@h/", "http:///", "http://a b/", "http://h:99999/", "mailto:a@b", "http:b"
            })
    void aLocationThatCannotBeFetchedFailsClearly(String location) {
        redirect(302, location);
        assertThat(error(Request.get("http://h/a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("redirected");
        assertThat(asked).hasSize(1);
    }

    @Test
    void tellsAnObserver() {
        List<String> seen = new ArrayList<>();
        redirect(301, "/b");
        redirect(302, "/c");
        Redirects.redirects(5)
                .withObserver((request, response) ->
                        seen.add(request.target() + " " + response.status().code()))
                .around(request -> Future.completed(answers.isEmpty() ? Response.text("there") : answers.remove(0)))
                .handle(Request.get("http://h/a"));
        assertThat(seen).containsExactly("http://h/a 301", "http://h/b 302");
    }

    @Test
    void anUnreadBodyReleasesItsConnection() {
        try (Scene scene = new Scene(
                FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build())) {
            Future<Response> response =
                    Redirects.redirects(5).around(scene.fetcher).handle(Request.get(Scene.URL));
            scene.settle();
            scene.peer().send("HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 20000\n\nhal");
            assertThat(scene.peers.get(0).isClosed()).isTrue();
            assertThat(scene.peer().take()).startsWith("GET /b ");
            scene.peer().sendExactly("HTTP/1.1 302 Found\nLocation: /c\nContent-Length: 2\n\nok");
            assertThat(scene.peers)
                    .as("a body that came with its head leaves its connection usable")
                    .hasSize(2);
            scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 2\n\nok");
            assertThat(scene.collect(response.resultNow()).text()).isEqualTo("ok");
        }
    }

    @Test
    void aRedirectThatIsCancelledLeavesNothing() {
        try (Scene scene = new Scene(
                FetcherOptions.builder().maxPerOrigin(1).maxConnections(1).build())) {
            Future<Response> response =
                    Redirects.redirects(5).around(scene.fetcher).handle(Request.get(Scene.URL));
            scene.settle();
            scene.peer().send("HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 2\n\nok");
            response.cancel();
            scene.settle();
            scene.assertNothingUnderWay();
        }
    }
}
