// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.websocket.connection.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong in other clients, tried here: each test is a row of docs/tried-reports.md. */
@EverySegmentation
class PeerReportsTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";

    private Scene scene = new Scene(FetcherOptions.builder().maxPerOrigin(1).build());

    private void assertTheConnectionIsKept() {
        assertTheNextRequestIsAnswered(1);
    }

    private void assertTheNextRequestHasANewConnection() {
        assertTheNextRequestIsAnswered(2);
    }

    private void assertTheNextRequestIsAnswered(int connections) {
        Future<Response> next = scene.fetch(Request.get(Scene.URL));
        assertThat(scene.peers).hasSize(connections);
        scene.peer().send(OK);
        assertThat(next.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    /** AsyncHttpClient 16 (2010): the client waited for the body whose length the answer to a HEAD had. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Content-Length: 1000", "Transfer-Encoding: chunked", "Content-Encoding: gzip\nContent-Length: 9"
            })
    void noBodyFollowsAHead(String field) {
        Future<Response> head =
                scene.fetcher.with(ContentDecoding.contentDecoding()).fetch(Request.of(Method.HEAD, Scene.URL));
        scene.settle();
        scene.peer().send("HTTP/1.1 200 OK\n" + field + "\n\n");
        assertThat(head.resultNow().bytes()).isEmpty();
        assertTheConnectionIsKept();
    }

    /** Bun 34919 (2026): a 204 got the chunked body behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void whatFollowsAnAnswerWithoutABodyIsNotTheNextAnswer(String status) {
        Future<Response> first = scene.fetch(Request.get(Scene.URL));
        scene.peer().send("HTTP/1.1 " + status + "\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n");
        assertThat(first.resultNow().bytes()).isEmpty();
        assertTheNextRequestHasANewConnection();
    }

    /** dusty 159 (2026): the caller got the interim answer, and the next caller the final one. */
    @Test
    void interimAnswersArePassedOver() {
        Future<Response> first = scene.fetch(Request.get(Scene.URL));
        scene.peer().send("HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nLink: </a>\n\n" + OK);
        assertThat(first.resultNow().text()).isEqualTo("ok");
        assertThat(first.resultNow().header("Link")).isNull();
        assertTheConnectionIsKept();
    }

    /** OkHttp 3252 (2017): it sent no body after an early answer, and the next request on the same connection. */
    @Test
    void aConnectionWhoseServerMayStillWaitForABodyIsNotUsedAgain() {
        Future<Response> first =
                scene.fetch(Request.put(Scene.URL, Body.of("hello")).withHeader("Expect", "100-continue"));
        scene.peer().send("HTTP/1.1 401 Unauthorized\nContent-Length: 0\n\n");
        assertThat(first.resultNow().status().code()).isEqualTo(401);
        assertTheNextRequestHasANewConnection();
    }

    /** aiohttp 10169 (2024): a connection that was paused for a slow reader went back to the pool, and stayed paused. */
    @Test
    void aConnectionThatStoodStillForASlowReaderGoesOnForTheNextRequest() {
        Response slow = scene.head(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 300000\n\n");
        scene.peer().sendExactly("x".repeat(300_000));
        assertThat(scene.collect(slow).length()).isEqualTo(300_000);
        assertTheConnectionIsKept();
    }

    /** aiohttp 5833 (2021): the connection of an answer that was dropped unread was never free again. */
    @Test
    void aLargeAnswerThatIsDroppedFreesItsPlace() {
        Response dropped = scene.head(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 300000\n\n");
        scene.peer().sendExactly("x".repeat(300_000));
        scene.onLoop(dropped::cancel);
        Future<Response> next = scene.fetch(Request.get(Scene.URL));
        scene.peer().send(OK);
        assertThat(next.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    /** A connection whose server does not read any more. */
    private void stopReading() {
        Future<Response> before = scene.fetch(Request.get(Scene.URL));
        scene.peer().send(OK);
        assertThat(before.isDone()).isTrue();
        scene.peer().transport.pauseReading();
    }

    /** aiohttp 3281 (2018): the next request was written between two chunks of an upload that was answered early. */
    @Test
    void noRequestIsWrittenIntoAnUploadThatIsAnsweredEarly() {
        BodyStream endless = BodyStream.of(() -> Future.completed(ByteBuffer.wrap(new byte[1_000])));
        stopReading();
        Future<Response> upload = scene.fetch(Request.post(Scene.URL, endless));
        scene.peer().send(OK);
        assertThat(upload.resultNow().text()).isEqualTo("ok");
        Future<Response> next = scene.fetch(Request.get(Scene.URL));
        assertThat(scene.peers).hasSize(2);
        scene.peer().send(OK);
        assertThat(next.resultNow().text()).isEqualTo("ok");
        scene.peers.get(0).reset();
        scene.close();
    }

    /** httpcore 723 (2023): the error of the upload hid the answer. */
    @Test
    void anAnswerBeforeTheEndOfTheServersHalfIsSeenDuringAnUpload() {
        stopReading();
        Future<Response> upload = scene.fetch(Request.post(Scene.URL, Body.of(new byte[5_000_000])));
        scene.peer().write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 7\r\n\r\ntoo big");
        scene.peer().transport.shutdownOutput();
        scene.settle();
        assertThat(upload.resultNow().text()).isEqualTo("too big");
        scene.peer().reset();
        scene.close();
    }

    /** ServiceTalk 1090 (2020): the client ended its half behind the request, and servers left. */
    @Test
    void theClientsHalfStaysOpenUntilTheAnswerHasCome() {
        Future<Response> last = scene.fetch(Request.get(Scene.URL).withHeader("Connection", "close"));
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.peer().transport.isOpen()).isTrue();
        scene.peer().send(OK);
        assertThat(last.resultNow().text()).isEqualTo("ok");
        scene.close();
    }

    /** httpcore 1093 (2026): a cancelled request kept its place in the queue. */
    @Test
    void aStormOfCancelledRequestsLeavesAllPlaces() {
        scene.close();
        for (int seed = 0; seed < 20; seed++) {
            scene = new Scene(FetcherOptions.builder().maxPerOrigin(3).build());
            scene.answers = head -> OK;
            Random random = new Random(seed);
            List<Future<Response>> all = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                all.add(scene.fetcher.fetch(Request.get(Scene.URL)));
                Future<Response> victim = all.get(random.nextInt(all.size()));
                scene.loop.schedule(Duration.ofNanos(random.nextInt(3)), victim::cancel);
                if (random.nextBoolean()) {
                    scene.settle();
                }
            }
            scene.pass(Duration.ofSeconds(1));
            assertThat(all).as("seed " + seed).allMatch(Future::isDone);
            Future<Response> next = scene.fetch(Request.get(Scene.URL));
            assertThat(next.resultNow().text()).as("seed " + seed).isEqualTo("ok");
            scene.close();
        }
    }

    private static Request location(String location, Request request) {
        List<Request> sent = new ArrayList<>();
        Redirects.redirects(1).filter(request, each -> {
            sent.add(each);
            Response answer = Response.of(sent.size() == 1 ? Status.FOUND : Status.OK);
            return Future.completed(sent.size() == 1 ? answer.withHeader("Location", location) : answer);
        });
        return sent.get(1);
    }

    /** Apache HttpClient 848 (2026): host and port were compared, and not the scheme. */
    @Test
    void credentialsDoNotFollowARedirectToTheSamePortWithoutTls() {
        Request next = location(
                "http://a.test:8443/",
                Request.get("https://a.test:8443/")
                        .withHeader("Authorization", "x")
                        .withHeader("Cookie", "y"));
        assertThat(next.headers().contains("Authorization")).isFalse();
        assertThat(next.headers().contains("Cookie")).isFalse();
        scene.close();
    }

    /** fasthttp 2358 (2026): QUERY, which is no POST, went on without its body. */
    @Test
    void aRedirectTurnsNothingButAPostIntoAGet() {
        Request next =
                location("/b", Request.of(Method.of("QUERY"), "http://a.test/").withBody(Body.of("hello")));
        assertThat(next.method()).isEqualTo(Method.of("QUERY"));
        assertThat(next.text()).isEqualTo("hello");
        scene.close();
    }

    /** http-kit 336 (2017): {@link java.net.URI} has no host where a name has an underscore, and the request failed. */
    @Test
    void aHostMayHaveAnUnderscore() {
        Target target = Target.of("http://my_service:8080/api");
        assertThat(target.origin().host()).isEqualTo("my_service");
        assertThat(target.origin().authority()).isEqualTo("my_service:8080");
        scene.close();
    }

    /** Mint 493 (2026): an answer to CONNECT with a length had a body for the client, and the tunnel was refused. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 0", "Content-Length: 7", "Transfer-Encoding: chunked"})
    void theLengthOfAnAnswerToConnectCountsForNothing(String field) {
        scene.close();
        scene = new Scene(
                FetcherOptions.builder().proxies(Proxy.of("http://10.0.0.1")).build());
        Future<WebSocket> opening = scene.fetcher.webSocket("ws://[::1]:81/");
        scene.settle();
        assertThat(scene.peer().take()).startsWith("CONNECT [::1]:81 HTTP/1.1\n");
        scene.peer().send("HTTP/1.1 200 OK\n" + field + "\n\n");
        assertThat(scene.peer().take()).startsWith("GET / HTTP/1.1\n");
        scene.onLoop(opening::cancel);
        scene.close();
    }
}
