// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h2.Http2Event;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and responses over HTTP/2 (RFC 9113 §8). */
class Http2FetchTest {
    private final Http2Scene scene = new Http2Scene();

    private Http2Event.RequestHead sent(Request request) {
        scene.fetch(request);
        Http2Event.RequestHead head = scene.peer().requests.get(1);
        scene.onServer(() -> scene.peer().answer(1, 204));
        scene.close();
        return head;
    }

    @Test
    void aResponseHasItsStatusItsFieldsItsBodyAndItsVersion() {
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.of("X-Snow", "deep"), "ok".getBytes());
        Response response = scene.get("/").resultNow();
        assertThat(response.status()).isEqualTo(Status.OK);
        assertThat(response.version()).isEqualTo(Version.HTTP_2);
        assertThat(response.header("X-Snow")).isEqualTo("deep");
        assertThat(response.text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void manyRequestsShareOneConnection() {
        scene.onRequest = Http2Scene.PATHS;
        List<Future<Response>> all = IntStream.range(0, 50)
                .mapToObj(i -> scene.fetcher.fetch("http://10.0.0.1/" + i))
                .toList();
        scene.settle();
        assertThat(all).extracting(each -> each.resultNow().text()).first().isEqualTo("/0");
        assertThat(all.get(49).resultNow().text()).isEqualTo("/49");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void theAuthorityIsInThePlaceOfHost() {
        Http2Event.RequestHead head = sent(Request.get("http://10.0.0.1/a?b=c"));
        assertThat(head.scheme()).isEqualTo("http");
        assertThat(head.authority()).isEqualTo("10.0.0.1");
        assertThat(head.path()).isEqualTo("/a?b=c");
    }

    @Test
    void aHostOfTheCallerIsTheAuthority() {
        assertThat(sent(Request.get(Http2Scene.URL).withHeader("Host", "other.test"))
                        .authority())
                .isEqualTo("other.test");
    }

    /** RFC 9113 §8.2.2. With NEGOTIATE, a caller cannot know that they are of no use. */
    @Test
    void fieldsOfAConnectionAreLeftOut() {
        Request request = Request.get(Http2Scene.URL)
                .withHeader("Connection", "close")
                .withHeader("Keep-Alive", "timeout=5")
                .withHeader("Upgrade", "snow")
                .withHeader("TE", "trailers")
                .withHeader("Accept", "text/plain");
        Headers headers = sent(request).headers();
        assertThat(headers.get("Accept")).isEqualTo("text/plain");
        assertThat(headers.get("TE")).isEqualTo("trailers");
        assertThat(headers.contains("Connection")).isFalse();
        assertThat(headers.contains("Keep-Alive")).isFalse();
        assertThat(headers.contains("Upgrade")).isFalse();
    }

    @Test
    void severalCookiesAreOneForTheServer() {
        Request request = Request.get(Http2Scene.URL).withHeader("Cookie", "a=1; b=2");
        assertThat(sent(request).headers().get("Cookie")).isEqualTo("a=1; b=2");
    }

    @Test
    void credentialsOfAProxyAreNotSentToTheServer() {
        Request request = Request.get(Http2Scene.URL).withHeader("Proxy-Authorization", "Basic eDp5");
        assertThat(sent(request).headers().contains("Proxy-Authorization")).isFalse();
    }

    @Test
    void aBodyIsSentWithItsLength() {
        scene.fetch(Request.post(Http2Scene.URL, Body.of("snow")));
        assertThat(scene.peer().requests.get(1).headers().get("Content-Length")).isEqualTo("4");
        assertThat(scene.peer().body(1)).isEqualTo("snow");
        assertThat(scene.peer().complete).containsExactly(1);
        scene.onServer(() -> scene.peer().answer(1, 201));
        scene.close();
    }

    @Test
    void aStreamWithTrailersIsSent() {
        Queue<String> pieces = new ArrayDeque<>(List.of("one", "two"));
        BodyStream body = new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                String next = pieces.poll();
                return Future.completed(next == null ? null : ByteBuffer.wrap(next.getBytes()));
            }

            @Override
            public void cancel() {}

            @Override
            public Headers trailers() {
                return Headers.of("X-Sum", "6");
            }
        };
        Future<Response> response = scene.fetch(Request.post(Http2Scene.URL, body));
        assertThat(scene.peer().body(1)).isEqualTo("onetwo");
        assertThat(scene.peer().trailers.get(1).get("X-Sum")).isEqualTo("6");
        scene.onServer(() -> scene.peer().answer(1, "ok"));
        assertThat(response.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    @Test
    void aStreamThatIsSentASecondTimeFailsItsRequestAndOpensNoStream() {
        Queue<String> pieces = new ArrayDeque<>(List.of("one"));
        BodyStream once = BodyStream.of(() -> Future.completed(
                pieces.isEmpty() ? null : ByteBuffer.wrap(pieces.remove().getBytes())));
        scene.fetch(Request.post(Http2Scene.URL, once));
        scene.onServer(() -> scene.peer().answer(1, "ok"));
        Future<Response> again = scene.fetch(Request.post(Http2Scene.URL, once));
        assertThat(again.outcome().error()).hasMessageContaining("has been sent or read before");
        assertThat(scene.peer().requests).containsOnlyKeys(1);
        scene.close();
    }

    @Test
    void trailersOfAResponseFollowItsBody() {
        Response response = head();
        Future<Body.Bytes> body = response.body().collect(100);
        scene.onServer(() -> {
            scene.peer().data(1, "snow", false);
            scene.peer().end(1, Headers.of("X-Sum", "4"));
        });
        assertThat(new String(body.resultNow().array())).isEqualTo("snow");
        assertThat(((BodyStream) response.body()).trailers().get("X-Sum")).isEqualTo("4");
        scene.close();
    }

    /** A response whose body has not come. */
    private Response head() {
        Future<Response> response = scene.handle(Request.get(Http2Scene.URL));
        scene.onServer(() -> scene.peer().head(1, -1));
        return response.resultNow();
    }

    @Test
    void aResponseToHeadHasNoBodyWhateverItsLengthSays() {
        scene.onRequest = (peer, head) -> peer.answer(head.stream(), Headers.empty(), new byte[1000]);
        Response response = scene.fetch(Request.of(Method.HEAD, Http2Scene.URL)).resultNow();
        assertThat(response.header("Content-Length")).isEqualTo("1000");
        assertThat(response.bytes()).isEmpty();
        scene.close();
    }

    @Test
    void informationalResponsesAreSkipped() {
        Future<Response> response = scene.get("/");
        scene.onServer(() -> {
            scene.peer().inform(1, 103);
            scene.peer().answer(1, "final");
        });
        assertThat(response.resultNow().text()).isEqualTo("final");
        scene.close();
    }

    @Test
    void aBodyIsHeldBackUntilTheServerWantsIt() {
        Future<Response> response =
                scene.fetch(Request.post(Http2Scene.URL, Body.of("snow")).withHeader("Expect", "100-continue"));
        assertThat(scene.peer().size(1)).isZero();
        scene.onServer(() -> scene.peer().inform(1, 100));
        assertThat(scene.peer().body(1)).isEqualTo("snow");
        scene.onServer(() -> scene.peer().answer(1, "thanks"));
        assertThat(response.resultNow().text()).isEqualTo("thanks");
        scene.close();
    }

    @Test
    void aBodyThatTheServerSaysNothingOfIsSentAfterAWhile() {
        Future<Response> response =
                scene.fetch(Request.post(Http2Scene.URL, Body.of("snow")).withHeader("Expect", "100-continue"));
        scene.pass(Timeouts.DEFAULT.expectContinue());
        assertThat(scene.peer().body(1)).isEqualTo("snow");
        scene.onServer(() -> scene.peer().answer(1, "thanks"));
        assertThat(response.isDone()).isTrue();
        scene.close();
    }

    /** The stream is reset, as the rest of the request is of no use; the connection goes on. */
    @Test
    void aBodyThatTheServerDoesNotWantIsNotSent() {
        Future<Response> response =
                scene.fetch(Request.post(Http2Scene.URL, Body.of("snow")).withHeader("Expect", "100-continue"));
        scene.onServer(() -> scene.peer().answer(1, 417));
        assertThat(response.resultNow().status().code()).isEqualTo(417);
        assertThat(scene.peer().size(1)).isZero();
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        scene.onRequest = Http2Scene.PATHS;
        assertThat(scene.get("/next").resultNow().text()).isEqualTo("/next");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void aRequestThatIsNotValidFailsAlone() {
        scene.onRequest = Http2Scene.PATHS;
        scene.get("/before");
        Future<Response> wrong = scene.fetch(Request.get(Http2Scene.URL).withHeader("Content-Length", "5"));
        assertThat(Http2Scene.error(wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThat(scene.get("/after").resultNow().text()).isEqualTo("/after");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    @Test
    void aFirstRequestThatIsNotValidLeavesTheConnectionForTheOthers() {
        scene.onRequest = Http2Scene.PATHS;
        Future<Response> wrong = scene.fetcher.fetch(Request.get(Http2Scene.URL).withHeader("Content-Length", "5"));
        Future<Response> right = scene.fetcher.fetch("http://10.0.0.1/right");
        scene.settle();
        assertThat(Http2Scene.error(wrong)).isInstanceOf(IllegalArgumentException.class);
        assertThat(right.resultNow().text()).isEqualTo("/right");
        assertThat(scene.peers).hasSize(1);
        scene.close();
    }

    // ------------------------------------------------------------------------------------------- the end by itself

    /** The read buffer of the loop is used for other bytes before the stream ends. */
    @Test
    void aWholeBodyWhoseEndComesLaterStaysAsItIs() {
        Future<Response> response = scene.handle(Request.get(Http2Scene.URL));
        scene.onServer(() -> {
            scene.peer().head(1, 40);
            scene.peer().rawData(1, "snow".repeat(10), false);
        });
        scene.onServer(() -> IntStream.range(0, 10).forEach(i -> scene.peer().ping()));
        scene.onServer(() -> scene.peer().rawData(1, "", true));
        Future<Body.Bytes> body = response.resultNow().body().collect(100);
        scene.settle();
        assertThat(new String(body.resultNow().array(), StandardCharsets.ISO_8859_1))
                .isEqualTo("snow".repeat(10));
        scene.close();
    }

    /** RFC 9110 §8.6: it is the length that a GET would have, and no byte follows. RFC 9113 §8.1 lets an empty frame be the end. */
    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 304"})
    void aLengthWithoutABodyIsNoBody(String method, int status) {
        Future<Response> response = scene.fetch(Request.of(Method.of(method), Http2Scene.URL));
        scene.onServer(() -> scene.peer().rawHead(1, status, "1000000000"));
        scene.onServer(() -> scene.peer().rawData(1, "", true));
        assertThat(response.resultNow().status().code()).isEqualTo(status);
        assertThat(response.resultNow().headers().get("Content-Length")).isEqualTo("1000000000");
        assertThat(response.resultNow().bytes()).isEmpty();
        assertThat(scene.fetcher.inFlight()).isZero();
        scene.close();
    }

    @Test
    void aStreamWithoutABodyThatDoesNotEndIsReset() {
        Future<Response> response = scene.fetch(Request.head(Http2Scene.URL));
        scene.onServer(() -> scene.peer().rawHead(1, 200, "10"));
        assertThat(response.resultNow().status()).isEqualTo(Status.OK);
        scene.pass(Timeouts.DEFAULT.read());
        assertThat(scene.peer().ends).containsExactly("1 CANCEL");
        assertThat(scene.fetcher.inFlight()).isZero();
        scene.close();
    }
}
