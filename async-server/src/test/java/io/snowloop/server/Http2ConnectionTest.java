// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What belongs to a connection, and not to one of its streams: {@link Http2StreamTest} has that. */
@EverySegmentation
class Http2ConnectionTest {
    private final List<Promise<Response>> answers = new ArrayList<>();
    private final Handler later = request -> {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    };

    private static Future<Response> now(Request request) {
        return Future.completed(Response.text("ok"));
    }

    private static ServerOptions options(UnaryOperator<ServerOptions.Builder> settings) {
        return settings.apply(TestClient.OPTIONS.toBuilder()).build();
    }

    private void answer(Http2Client client, int index, String text) {
        client.run(() -> answers.get(index).complete(Response.text(text)));
    }

    // ----------------------------------------------------------------------------------------------------- versions

    @Test
    void aRequestIsAnsweredByTheSameHandlers() {
        Handler echo = request -> Future.completed(Response.text(
                request.method() + " " + request.target() + " " + request.version() + " " + request.header("Host")));
        try (Http2Client client = new Http2Client(echo)) {
            client.get("/a?b=c");
            assertThat(client.events()).containsExactly("1: 200", "1: 'GET /a?b=c HTTP/2.0 a' end");
        }
    }

    @Test
    void aClientOfHttp1IsServedOnTheSamePort() {
        try (TestClient client = new TestClient(Http2ConnectionTest::now, TestClient.OPTIONS, Http2Limits.DEFAULT)) {
            client.send(TestClient.GET);
            assertThat(client.answer()).isEqualTo(TestClient.ok("ok"));
        }
    }

    @Test
    void withoutTheSettingThePrefaceIsRefused() {
        try (TestClient client = new TestClient(Http2ConnectionTest::now)) {
            client.send("PRI * HTTP/2.0\n\nSM\n\n");
            assertThat(client.statusLines()).startsWith("HTTP/1.1 505 ");
            client.assertEnded();
        }
    }

    /** Only the first bytes are a preface. */
    @Test
    void behindARequestOfHttp1ThePrefaceIsRefused() {
        try (TestClient client = new TestClient(Http2ConnectionTest::now, TestClient.OPTIONS, Http2Limits.DEFAULT)) {
            client.send(TestClient.GET + "PRI * HTTP/2.0\n\nSM\n\n");
            assertThat(client.statusLines()).startsWith("HTTP/1.1 200 OK\nHTTP/1.1 505 ");
            client.assertEnded();
        }
    }

    // ------------------------------------------------------------------------------------------------------ streams

    @Test
    void answersComeInTheOrderInWhichTheyAreReady() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.get("/3");
            client.get("/5");
            answer(client, 2, "c");
            answer(client, 0, "a");
            answer(client, 1, "b");
            assertThat(client.events())
                    .containsExactly("5: 200", "5: 'c' end", "1: 200", "1: 'a' end", "3: 200", "3: 'b' end");
        }
    }

    @Test
    void aStreamThatIsResetEndsAlone() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.get("/3");
            client.reset(1, ErrorCode.CANCEL);
            assertThat(answers.get(0).isCancelled()).isTrue();
            answer(client, 1, "b");
            assertThat(client.events()).containsExactly("3: 200", "3: 'b' end");
        }
    }

    @Test
    void moreStreamsThanTheLimitAreRefused() {
        Http2Limits limits = Http2Limits.builder().maxConcurrentStreams(1).build();
        try (Http2Client client = new Http2Client(later, TestClient.OPTIONS, limits, Http2Limits.DEFAULT)) {
            client.get("/1");
            assertThat(client.codec.streamsLeft()).isZero();
            answer(client, 0, "a");
            assertThat(client.events()).containsExactly("1: 200", "1: 'a' end");
            assertThat(client.codec.streamsLeft()).isOne();
        }
    }

    /** A client that asks and does not read what it is answered. */
    @Test
    void answersWaitWhileTheSocketIsFull() {
        Response large =
                Response.of(Status.OK).withHeader("Large", "x".repeat(8_000)).withBody(Body.of(new byte[40_000]));
        try (Http2Client client = new Http2Client(request -> Future.completed(large))) {
            client.reads = false;
            client.socket.block();
            for (int i = 0; i < 30; i++) {
                client.get("/" + i);
            }
            assertThat(client.socket.queued()).isLessThan(64 * 1024 + 48 * 1024);
            client.socket.unblock();
            assertThat(client.events()).contains("59: 200");
        }
    }

    /** One turn of the loop: the test's bytes come in one segment. */
    @Test
    void aConnectionBringsSoManyRequestsATurn() {
        int[] calls = {0};
        try (Http2Client client = new Http2Client(request -> {
            calls[0]++;
            return now(request);
        })) {
            client.get("/first");
            client.run(() -> {
                client.sendNow(queue -> {
                    for (int i = 0; i < 90; i++) {
                        client.codec.openStream(Http2Client.head(Method.GET, "/"), 0, queue);
                    }
                });
                assertThat(calls[0]).isEqualTo(1 + 64);
                assertThat(client.socket.isReading()).isFalse();
            });
            assertThat(calls[0]).isEqualTo(1 + 90);
            assertThat(client.socket.isReading()).isTrue();
            assertThat(client.events()).hasSize(2 * 91);
        }
    }

    // -------------------------------------------------------------------------------------------------------- drain

    @Test
    void aDrainHasTwoStepsSoThatNoRequestIsLost() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.test.inTask(client.server::drain);
            String first = client.socket.takeWritten(); // GOAWAY and PING are on their way to the client
            client.get("/3"); // and so is this
            assertThat(answers).hasSize(2);
            client.receive(first);
            assertThat(client.events()).containsExactly("go away soon NO_ERROR", "go away after 3 NO_ERROR");
            answer(client, 0, "a");
            assertThat(client.socket.isOutputShut()).isFalse();
            answer(client, 1, "b");
            assertThat(client.events()).containsExactly("1: 200", "1: 'a' end", "3: 200", "3: 'b' end");
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aDrainEndsAnIdleConnectionAfterARoundTrip() {
        try (Http2Client client = new Http2Client(Http2ConnectionTest::now)) {
            client.get("/1");
            client.drain();
            assertThat(client.events())
                    .containsExactly("1: 200", "1: 'ok' end", "go away soon NO_ERROR", "go away after 1 NO_ERROR");
            assertThat(client.socket.isOutputShut()).isTrue();
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.closed).isOne();
        }
    }

    @Test
    void aDrainDoesNotWaitForAClientThatIsSilent() {
        try (Http2Client client = new Http2Client(Http2ConnectionTest::now)) {
            client.run(client.server::drain);
            client.socket.takeWritten();
            client.pass(ofSeconds(2)); // ServerTimeouts.linger
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void handlersAreToldOfADrain() {
        List<Future<Void>> told = new ArrayList<>();
        try (Http2Client client = new Http2Client(request -> {
            told.add(request.context().draining());
            return later.handle(request);
        })) {
            client.get("/1");
            assertThat(told.get(0).isDone()).isFalse();
            client.drain();
            assertThat(told.get(0).isDone()).isTrue();
        }
    }

    @Test
    void aConnectionThatHasBroughtSoManyRequestsEnds() {
        try (Http2Client client = new Http2Client(Http2ConnectionTest::now, options(each -> each.maxRequests(2)))) {
            client.get("/1");
            assertThat(client.events()).containsExactly("1: 200", "1: 'ok' end");
            client.get("/3");
            assertThat(client.events())
                    .containsExactly("go away soon NO_ERROR", "3: 200", "3: 'ok' end", "go away after 3 NO_ERROR");
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    // ---------------------------------------------------------------------------------------------------- time-outs

    @Test
    void anIdleConnectionIsEnded() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.pass(ofSeconds(59));
            answer(client, 0, "a");
            client.events();
            client.pass(ofSeconds(60).minusMillis(1));
            assertThat(client.events()).isEmpty();
            client.pass(ofMillis(2));
            assertThat(client.events()).containsExactly("go away after 1 NO_ERROR");
            assertThat(client.socket.isOutputShut()).isTrue();
            client.pass(ofSeconds(2)); // ServerTimeouts.linger
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.socket.isAborted()).isFalse();
        }
    }

    @Test
    void aConnectionWithoutARequestIsEndedAfterTheTimeOfAHead() {
        try (Http2Client client = new Http2Client(later)) {
            client.pass(ofSeconds(10));
            assertThat(client.events()).containsExactly("go away after 0 NO_ERROR");
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aFrameThatStaysIncompleteEndsTheConnection() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.socket.send("\0\0\10\6\0"); // the header of a PING, but for its end
            client.pass(ofSeconds(9));
            assertThat(client.events()).isEmpty();
            client.pass(ofSeconds(1));
            assertThat(client.events()).containsExactly("go away after 1 NO_ERROR");
            assertThat(answers.get(0).isCancelled()).isTrue();
        }
    }

    /** As those of a fast client do, whose frames are cut anywhere. */
    @Test
    void readsMayEndWithinAFrameAgainAndAgain() {
        String begun = "\0\0\1\0\0"; // of a DATA frame of one byte
        try (Http2Client client = new Http2Client(later)) {
            client.post("/1");
            client.socket.send(begun);
            for (int i = 0; i < 4; i++) {
                client.pass(ofSeconds(9));
                client.socket.send("\0\0\0\1x" + begun);
            }
            assertThat(client.events()).isEmpty();
            assertThat(client.socket.isOutputShut()).isFalse();
        }
    }

    @Test
    void aClientThatDoesNotReadTheSocketIsReset() {
        try (Http2Client client = new Http2Client(
                request -> Future.completed(Response.of(Status.OK).withBody(Body.of(new byte[40_000]))))) {
            client.get("/1");
            client.events();
            client.socket.block();
            client.get("/3");
            client.pass(ofSeconds(59));
            assertThat(client.socket.isAborted()).isFalse();
            client.pass(ofSeconds(2)); // ServerTimeouts.responseGrace
            assertThat(client.socket.isAborted()).isTrue();
        }
    }

    @Test
    void aClientForWhoseUnreadAnswersThereIsNoMemoryIsReset() {
        try (Http2Client client = new Http2Client(
                request -> Future.completed(Response.of(Status.OK).withBody(Body.of(new byte[40_000]))),
                options(each -> each.maxMemory(30_000)))) {
            client.get("/1");
            assertThat(client.socket.isAborted()).isFalse();
            client.socket.block();
            client.get("/3");
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    // -------------------------------------------------------------------------------------------------- half-closed

    @Test
    void aClientThatHasEndedItsSideStillGetsItsAnswer() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isFalse();
            answer(client, 0, "a");
            assertThat(client.events()).containsExactly("1: 200", "1: 'a' end");
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.socket.isAborted()).isFalse();
        }
    }

    /** It may have closed its socket, which looks the same. */
    @Test
    void streamsThatAreSilentAreCancelledWhenTheClientHasEndedItsSide() {
        List<Promise<ByteBuffer>> reads = new ArrayList<>();
        Handler events = request -> Future.completed(Response.of(Status.OK).withBody(BodyStream.of(() -> {
            reads.add(Scheduler.current().newPromise());
            return reads.get(reads.size() - 1);
        })));
        try (Http2Client client = new Http2Client(events)) {
            client.get("/1");
            client.socket.sendEnd();
            client.pass(ofSeconds(29));
            client.run(() -> reads.get(0).complete(ByteBuffer.allocate(1)));
            client.pass(ofSeconds(29));
            assertThat(client.socket.isAborted()).isFalse();
            client.pass(ofSeconds(2)); // ServerTimeouts.halfClosed
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(reads.get(1).isCancelled()).isTrue();
        }
    }

    @Test
    void anIdleConnectionWhoseClientHasEndedItsSideIsClosed() {
        try (Http2Client client = new Http2Client(Http2ConnectionTest::now)) {
            client.get("/1");
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.closed).isOne();
        }
    }

    @Test
    void whenTheConnectionBreaksItsHandlersAreCancelled() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.get("/3");
            client.socket.breakWith(new IOException("reset"));
            client.test.turnUntilIdle();
            assertThat(answers).allMatch(Promise::isCancelled);
            assertThat(client.closed).isOne();
        }
    }

    // ------------------------------------------------------------------------------------------------------- errors

    @Test
    void whatBreaksTheProtocolEndsTheConnectionInOrder() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.socket.send("\0\0\1\6\0\0\0\0\0x"); // a PING of one byte
            assertThat(client.events()).containsExactly("go away after 1 FRAME_SIZE_ERROR");
            assertThat(answers.get(0).isCancelled()).isTrue();
            assertThat(client.socket.isOutputShut()).isTrue();
            client.socket.send("more of it");
            client.socket.sendEnd();
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.socket.isAborted()).isFalse();
        }
    }

    @Test
    void aPrefaceThatBreaksOffIsRefused() {
        try (TestClient client = new TestClient(Http2ConnectionTest::now, TestClient.OPTIONS, Http2Limits.DEFAULT)) {
            client.send("PRI * HTTP/2.0\n\nXX\n\n");
            assertThat(client.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aFloodEndsTheConnection() {
        try (Http2Client client = new Http2Client(later)) {
            client.get("/1");
            client.socket.send("\0\0\10\6\0\0\0\0\0pingping".repeat(150));
            assertThat(client.events()).endsWith("go away after 1 ENHANCE_YOUR_CALM");
        }
    }

    /** A quiet client may send a PING every second, without an end. */
    @Test
    void keepAlivesAreNoFlood() {
        try (Http2Client client = new Http2Client(
                later,
                options(each -> each.timeouts(
                        ServerTimeouts.builder().handler(ofSeconds(10_000)).build())))) {
            client.get("/1");
            for (int i = 0; i < 300; i++) {
                client.pass(ofSeconds(1));
                client.codec.calm();
                client.send(queue -> client.codec.ping(7, queue));
                assertThat(client.events()).containsExactly("pong 7");
            }
        }
    }
}
