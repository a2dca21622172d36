// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static io.snowloop.server.TestClient.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.Handler;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.filter.Compression;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.TestTransport;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What all connections together keep in memory, against {@link ServerOptions#maxMemory}. */
@EverySegmentation
class MemoryBudgetTest {
    private static final int MOST = 400_000;
    private static final EventStreamOptions MANY =
            EventStreamOptions.builder().maxQueued(10 * MOST).build();
    private static final String OPENING = to("/socket", """
            GET / HTTP/1.1
            Host: a.example
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

            """);

    private static final Compression CODED = Compression.compression();
    private static final Handler FORM =
            Multipart.DEFAULT.form((request, form) -> Response.text("got " + form.field("0")));

    @TempDir
    Path folder;

    private final LogCapture log = new LogCapture(ServerOptions.class);
    private final List<Promise<Response>> answers = new ArrayList<>();
    private final List<EventStream> events = new ArrayList<>();
    private final List<WebSocket> sockets = new ArrayList<>();
    private int cancelled;
    private Promise<ByteBuffer> gate;

    private final TestClient first = new TestClient(
            this::handle, TestClient.OPTIONS.toBuilder().maxMemory(MOST).build());

    @AfterEach
    void nothingIsKeptInTheEnd() {
        first.test.inTask(first.server::abort);
        first.test.turnUntilIdle();
        assertThat(used()).isZero();
        first.close();
        log.close();
    }

    private Future<Response> handle(Request request) {
        return switch (request.path()) {
            case "/stream" -> Future.completed(Response.stream(new Endless(), "a/b"));
            case "/gated" -> Future.completed(Response.stream(new Gated(), "a/b"));
            case "/copied" -> Future.completed(Response.bytes(new byte[15_000], "a/b"));
            case "/whole" -> Future.completed(Response.bytes(new byte[60_000], "a/b"));
            case "/large" -> Future.completed(Response.bytes(new byte[200_000], "a/b"));
            case "/later" -> request.body().collect(1_000_000).flatMap(body -> later());
            case "/coded" -> CODED.filter(request, asked -> Future.completed(Response.stream(new Gated(), "text/a")));
            case "/coded-events" ->
                CODED.filter(request, asked -> Future.completed(EventStream.of(asked, MANY, events::add)));
            case "/form" -> FORM.handle(request);
            case "/slow-form" -> Multipart.DEFAULT.form(request, form -> later());
            case "/events" -> Future.completed(EventStream.of(request, MANY, events::add));
            case "/socket" ->
                new WebSocketRoute(WebSocketOptions.DEFAULT, (socket, opening) -> sockets.add(socket)).handle(request);
            case "/file" -> Future.completed(Response.of(Status.OK).withBody(file()));
            case "/upload" -> request.body().collect(1_000_000).map(body -> Response.text("got " + body.length()));
            default -> Future.completed(Response.text("small"));
        };
    }

    private FileBody file() {
        try {
            Path file = folder.resolve("file");
            return FileBody.of(Files.exists(file) ? file : Files.write(file, new byte[50_000]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Promise<Response> later() {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    }

    /** Gives one piece, when the test lets it. */
    private final class Gated implements BodyStream {
        @Override
        public Future<ByteBuffer> read() {
            if (gate != null) {
                return Scheduler.current().newPromise();
            }
            gate = Scheduler.current().newPromise();
            return gate;
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }

    private final class Endless implements BodyStream {
        @Override
        public Future<ByteBuffer> read() {
            return Future.completed(ByteBuffer.allocate(10_000));
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }

    private TestTransport connect() {
        return TestTransport.connect(first.test, new ServerConnection(first.server, ProxyHeader.NO_ADDRESSES));
    }

    private static String to(String path, String request) {
        return request.replaceFirst(" / ", " " + path + " ").replace("\n", "\r\n");
    }

    private long used() {
        return first.server.context().memory().used();
    }

    private static String upload(int length) {
        return to("/upload", "POST / HTTP/1.1\nHost: a\nContent-Length: " + length + "\n\n");
    }

    private static String some(int bytes) {
        return "x".repeat(bytes);
    }

    @Test
    void theLogNamesTheSettingAndTheShareOfTheLoop() {
        assertThat(new MemoryBudget(400, 4, new LimitLog(ServerOptions.class)).add(101))
                .isTrue();
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage())
                        .startsWith("ServerOptions.maxMemory = 400: ")
                        .contains("than its share, 100"));
    }

    private static MemoryBudget filled(long most, long used) {
        MemoryBudget budget = new MemoryBudget(most, 1, new LimitLog(ServerOptions.class));
        budget.add(used);
        return budget;
    }

    @Test
    void itIsFullWhenMoreIsKeptThanIsAllowed() {
        assertThat(filled(100, 60).add(40)).isFalse();
        assertThat(filled(100, 60).add(41)).isTrue();
        assertThat(filled(100, 101).add(0)).as("it is not more").isFalse();
        assertThat(filled(100, 102).add(-1)).as("it is less").isFalse();
    }

    @Test
    void aLargeAnswerOrOneOfUnknownLengthNeedsRoomForAQueue() {
        int queue = 128 * 1024;
        assertThat(filled(4L * queue, 3L * queue).isTooFullFor(-1)).isFalse();
        assertThat(filled(4L * queue, 3L * queue + 1).isTooFullFor(-1)).isTrue();
        assertThat(filled(4L * queue, 3L * queue + 1).isTooFullFor(queue + 1)).isTrue();
        assertThat(filled(4L * queue, 4L * queue).isTooFullFor(queue)).isFalse();
        assertThat(filled(4L * queue, 4L * queue).isTooFullFor(0)).isFalse();
        assertThat(filled(100, 50).isTooFullFor(-1)).as("or for half of all").isFalse();
        assertThat(filled(100, 51).isTooFullFor(-1)).isTrue();
    }

    /** It is of no use while the connection waits for the client to close. */
    @Test
    void whatCameBehindTheLastRequestIsDropped() {
        first.sendExactly("GET / HTTP/1.1\nHost: a\nConnection: close\n\n" + some(60_000));
        assertThat(first.socket.isOutputShut()).isTrue();
        assertThat(used()).isZero();
    }

    @Test
    void soIsWhatCameBehindABodyThatIsTooLongToBeDiscarded() {
        first.sendExactly("POST / HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n");
        first.sendExactly("11170\n" + some(70_000) + "\n" + some(1_000));
        assertThat(first.socket.isOutputShut()).isTrue();
        assertThat(used()).isZero();
    }

    @Test
    void theUploadThatNeedsMoreIsAnswered503AndTheOthersGoOn() {
        List<TestTransport> uploads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            TestTransport upload = connect();
            upload.send(upload(100_000));
            upload.sendExactly(some(50_000));
            upload.sendExactly(some(40_000));
            uploads.add(upload);
        }
        assertThat(used()).isEqualTo(360_000);
        assertThat(uploads.get(4).takeWritten())
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("Connection: close\r\n");
        assertThat(log.records()).hasSize(1);
        assertThat(log.records().get(0).getMessage()).contains("ServerOptions.maxMemory = " + MOST);
        for (TestTransport upload : uploads.subList(0, 4)) {
            upload.sendExactly(some(10_000));
            assertThat(upload.takeWritten()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("got 100000");
        }
        assertThat(used()).isZero();
    }

    @Test
    void aBodyThatWasCollectedCountsUntilTheAnswerIsSent() {
        first.send(post(some(90_000)).replaceFirst(" / ", " /later "));
        assertThat(used()).isEqualTo(90_000);
        answers.get(0).complete(Response.text("late"));
        first.test.turnUntilIdle();
        assertThat(used()).isZero();
        first.assertKept();
    }

    @Test
    void requestsThatWaitBehindAnotherOneCount() {
        first.sendExactly(to("/later", GET).replace("\r", "") + some(60_000));
        assertThat(answers).hasSize(1);
        assertThat(used()).isEqualTo(60_000);
    }

    @Test
    void aStreamOrLargeAnswerIsRefusedWhenSlowClientsHaveTakenTheRoom() {
        for (int i = 0; i < 4; i++) {
            TestTransport slow = connect();
            slow.block();
            slow.send(to("/stream", GET));
            assertThat(slow.isAborted()).isFalse();
        }
        assertThat(used()).isBetween(260_000L, (long) MOST);
        for (String path : List.of("/gated", "/large")) {
            TestTransport next = connect();
            next.send(to(path, GET));
            assertThat(next.takeWritten()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
        }
        assertThat(cancelled).as("the stream that was refused").isEqualTo(1);
        assertThat(log.records()).hasSize(1);
        first.assertKept();
    }

    @Test
    void anAnswerThatHasBegunAndIsNotReadIsResetWhenThereIsNoRoomForMore() {
        TestTransport slow = connect();
        slow.block();
        slow.send(to("/gated", GET));
        beginUploads();
        gate.complete(ByteBuffer.allocate(30_000));
        first.test.turnUntilIdle();
        assertThat(slow.isAborted()).isTrue();
        assertThat(cancelled).isEqualTo(1);
        assertThat(used()).isEqualTo(380_000);
        assertThat(log.records()).hasSize(1);
    }

    /** It is all in the queue, and would stay there until the client reads. */
    @Test
    void anAnswerThatIsCompleteAndIsNotReadIsResetWhenThereIsNoRoomForIt() {
        beginUploads();
        List<TestTransport> slow = List.of(connect(), connect(), connect());
        for (TestTransport client : slow) {
            client.block();
            client.send(to(client == slow.get(2) ? "/whole" : "/copied", GET));
        }
        assertThat(slow).extracting(TestTransport::isAborted).containsExactly(false, true, true);
        assertThat(used()).isBetween(395_000L, (long) MOST);
        assertThat(log.records()).hasSize(1);
    }

    @Test
    void anAnswerCountsUntilItsClientHasReadIt() {
        TestTransport slow = connect();
        slow.block();
        slow.send(to("/whole", GET));
        assertThat(used()).isGreaterThan(60_000);
        slow.unblock();
        assertThat(slow.takeWritten()).hasSizeGreaterThan(60_000);
        assertThat(used()).isZero();
        assertThat(slow.isAborted()).isFalse();
    }

    /** Below the water marks of a socket, no one is told when it has taken the rest. */
    @Test
    void answersThatWereReadCountNothingWhenOthersNeedTheRoom() {
        readSomeAnswers();
        assertThat(used()).isGreaterThan(350_000);
        TestTransport next = connect();
        next.send(to("/large", GET));
        assertThat(next.takeWritten()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(used()).isZero();
        assertThat(log.records()).isEmpty();
    }

    /** Below the marks from the beginning. */
    private void readSomeAnswers() {
        for (int i = 0; i < 6; i++) {
            TestTransport reader = connect();
            reader.block();
            reader.send(to("/whole", GET));
            reader.read(reader.queued());
        }
    }

    /** A balancer that is told of an overload sends no more requests, at which it would be seen that there is none. */
    @Test
    void aServerWhoseClientsHaveReadAllIsReady() {
        readSomeAnswers();
        assertThat(first.server.context().memory().isFull()).isTrue();
        inTask(() -> assertThat(first.server.readiness()).isEqualTo(Readiness.READY));
    }

    /** Another thread can't look, so each loop does before that thread asks. */
    @Test
    void soItIsForAnotherThreadOnceItsLoopHasLooked() {
        readSomeAnswers();
        inTask(first.server::looked);
        assertThat(first.server.context().memory().isFull()).isFalse();
    }

    @Test
    void aClientThatReadsIsServedWhateverIsKeptForOthers() {
        TestTransport reader = connect();
        reader.send(to("/gated", GET));
        beginUploads();
        gate.complete(ByteBuffer.allocate(30_000));
        first.test.turnUntilIdle();
        assertThat(reader.isAborted()).isFalse();
        assertThat(reader.takeWritten()).hasSizeGreaterThan(30_000);
        assertThat(log.records()).isEmpty();
    }

    /** An encoder keeps 384 KiB as long as its body lasts. */
    @Test
    void aCompressedAnswerIsRefusedIfThereIsNoRoomForItsEncoder() {
        TestTransport reader = connect();
        String request = to("/coded", GET.replace("Host: a", "Host: a\nAccept-Encoding: gzip"));
        reader.send(request);
        assertThat(used()).isEqualTo(384 * 1024);
        TestTransport second = connect();
        second.send(request);
        assertThat(second.takeWritten()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
        assertThat(cancelled).isEqualTo(1);
        assertThat(used()).isEqualTo(384 * 1024);
        assertThat(reader.takeWritten()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(reader.isAborted()).isFalse();
    }

    @Test
    void whatACompressedAnswerKeepsCountsBesides() {
        TestTransport slow = connect();
        slow.send(to("/coded-events", GET.replace("Host: a", "Host: a\nAccept-Encoding: gzip")));
        slow.block();
        inTask(() -> {
            for (int i = 0; i < 200; i++) {
                events.get(0).send(some(3_000));
            }
        });
        assertThat(slow.isAborted()).isTrue();
        assertThat(used()).isZero();
    }

    /** Its small parts are kept, and all of them may be small. */
    @Test
    void theFormThatNeedsMoreIsAnswered503() {
        TestTransport client = connect();
        client.send(to(
                "/form",
                "POST / HTTP/1.1\nHost: a\nContent-Type: multipart/form-data; boundary=b\n"
                        + "Content-Length: 1000000\n\n"));
        for (int i = 0; i < 6; i++) {
            client.sendExactly(part(i));
        }
        assertThat(used()).isBetween(360_000L, 370_000L);
        client.sendExactly(part(6));
        assertThat(client.takeWritten()).startsWith("HTTP/1.1 503 Service Unavailable\r\n");
        String last = part(0) + "--b--";
        TestTransport small = connect();
        small.send(to(
                "/form",
                "POST / HTTP/1.1\nHost: a\nContent-Type: multipart/form-data; boundary=b\n" + "Content-Length: "
                        + last.length() + "\n\n"));
        small.sendExactly(last);
        assertThat(small.takeWritten()).startsWith("HTTP/1.1 200 OK\r\n").contains("got xxx");
    }

    /** The view may wait for a database, and others send forms meanwhile. */
    @Test
    void aFormCountsUntilItsViewHasAnswered() {
        String form = part(0) + part(1) + "--b--";
        TestTransport client = connect();
        client.send(to(
                "/slow-form",
                "POST / HTTP/1.1\nHost: a\nContent-Type: multipart/form-data; boundary=b\nContent-Length: "
                        + form.length() + "\n\n"));
        client.sendExactly(form);
        assertThat(used()).isBetween(120_000L, 122_000L);
        answers.get(0).complete(Response.stream(new Gated(), "a/b"));
        first.test.turnUntilIdle();
        assertThat(client.takeWritten()).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(used()).as("though the answer goes on").isZero();
    }

    /** Beside its first piece, which is in the queue: the rest of it cannot go before it is sent. */
    @Test
    void aBodyInMemoryThatIsNotReadCountsUntilItIsSent() {
        TestTransport slow = connect();
        slow.block();
        slow.send(to("/large", GET) + to("/gated", GET));
        assertThat(used()).isBetween(200_000L + 64 * 1024, 200_000L + 66 * 1024);
        slow.unblock();
        assertThat(slow.takeWritten()).hasSizeGreaterThan(200_000);
        assertThat(used()).as("though the next answer goes on").isZero();
        assertThat(slow.isAborted()).isFalse();
    }

    @Test
    void itIsResetIfThereIsNoRoomForIt() {
        connect().sendExactly(upload(200_000) + some(160_000));
        TestTransport slow = connect();
        slow.block();
        slow.send(to("/large", GET));
        assertThat(slow.isAborted()).isTrue();
        assertThat(used()).isEqualTo(160_000);
    }

    private static String part(int name) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + some(60_000) + "\r\n";
    }

    private void inTask(Runnable action) {
        first.test.inTask(action);
        first.test.turnUntilIdle();
    }

    @Test
    void eventsThatWaitForTheirClientCountUntilItHasReadThem() {
        TestTransport slow = connect();
        slow.send(to("/events", GET));
        slow.block();
        inTask(() -> events.get(0).send(some(100_000))); // all for the socket: then no more are asked for
        long sent = used();
        assertThat(sent).isBetween(100_000L, 101_000L);
        inTask(() -> events.get(0).send(some(50_000)));
        assertThat(used() - sent).isBetween(50_000L, 51_000L);
        slow.unblock();
        assertThat(used()).isZero();
        assertThat(slow.isAborted()).isFalse();
    }

    @Test
    void whoHasNoRoomForAnEventIsResetAndTheOthersGoOn() {
        List<TestTransport> readers = List.of(connect(), connect());
        readers.forEach(reader -> reader.send(to("/events", GET)));
        beginUploads();
        readers.get(0).block();
        inTask(() -> events.get(0).send(some(10_000)));
        inTask(() -> events.forEach(stream -> stream.send(some(15_000))));
        inTask(() -> events.forEach(stream -> stream.send(some(15_000))));
        assertThat(readers).extracting(TestTransport::isAborted).containsExactly(true, false);
        assertThat(events).extracting(EventStream::isOpen).containsExactly(false, true);
        assertThat(readers.get(1).takeWritten()).hasSizeGreaterThan(30_000);
        assertThat(used()).isEqualTo(380_000);
        assertThat(log.records()).hasSize(1);
    }

    /** It is given up in the turn in which it is reset, and not when the loop tells of it. */
    @Test
    void oneThatIsResetMakesRoomForTheNextInTheSameTurn() {
        List<TestTransport> slow = List.of(connect(), connect(), connect());
        slow.forEach(client -> {
            client.send(to("/events", GET));
            client.block();
        });
        inTask(() -> events.forEach(stream -> stream.send(some(120_000))));
        inTask(() -> events.forEach(stream -> stream.send(some(60_000))));
        assertThat(slow).extracting(TestTransport::isAborted).containsExactly(true, false, false);
    }

    @Test
    void messagesOfAWebSocketCountUntilThePeerHasReadThem() {
        TestTransport slow = connect();
        slow.send(OPENING);
        slow.block();
        inTask(() -> sockets.get(0).send(some(100_000)));
        assertThat(used()).isBetween(100_000L, 100_100L);
        slow.unblock();
        assertThat(used()).isZero();
        assertThat(slow.isAborted()).isFalse();
    }

    @Test
    void soDoesAMessageThatHasNotComeAsAWhole() {
        TestTransport peer = connect();
        peer.send(OPENING);
        inTask(() -> sockets.get(0).onText(text -> {}));
        peer.sendExactly("\u0001\u00feN \0\0\0\0" + some(20_000)); // N and a blank: 0x4e20
        assertThat(used()).isEqualTo(20_000);
        peer.sendExactly("\u0080\u0081\0\0\0\0x");
        assertThat(used()).isZero();
    }

    @Test
    void aByteBehindALongMessageDoesNotKeepItsMemory() {
        TestTransport peer = connect();
        peer.send(OPENING);
        inTask(() -> sockets.get(0).onText(text -> {}));
        peer.sendExactly("\u0081\u00feN \0\0\0\0" + some(20_000) + "\u0001\u0081\0\0\0\0x");
        assertThat(used()).isEqualTo(1);
    }

    @Test
    void aWebSocketThatHasNoRoomIsReset() {
        beginUploads();
        List<TestTransport> peers = List.of(connect(), connect());
        peers.forEach(peer -> peer.send(OPENING));
        peers.get(0).block();
        inTask(() -> sockets.forEach(socket -> socket.send(some(30_000))));
        assertThat(peers).extracting(TestTransport::isAborted).containsExactly(true, false);
        assertThat(sockets).extracting(WebSocket::isOpen).containsExactly(false, true);
        assertThat(used()).isEqualTo(380_000);
        assertThat(log.records()).hasSize(1);
    }

    /** No record with a stack: a client may ask as often as it likes. */
    @Test
    void aFileThatThereIsNoRoomToBeginIsNoError() {
        TestTransport slow = connect();
        slow.block();
        beginUploads();
        slow.sendExactly(to("/file", GET) + some(30_000));
        assertThat(slow.isAborted()).isTrue(); // and no exception is reported, which would fail this test
    }

    /** A close waits until all is sent, which is as long as the client likes within a time-out. */
    @Test
    void messagesOfAWebSocketThatItsPeerHasClosedCountUntilThePeerHasReadThem() {
        TestTransport slow = connect();
        slow.send(OPENING);
        slow.block();
        inTask(() -> sockets.get(0).send(some(100_000)));
        slow.send("\u0088\u0080\0\0\0\0");
        assertThat(slow.isOpen()).isFalse();
        assertThat(used()).isBetween(100_000L, 100_100L);
        slow.unblock();
        assertThat(used()).isZero();
    }

    @Test
    void anAnswerToAClientThatHasEndedItsSideCountsUntilItHasReadIt() {
        TestTransport slow = connect();
        slow.block();
        slow.send(to("/whole", GET));
        slow.sendEnd();
        assertThat(slow.isOpen()).isFalse();
        assertThat(used()).isBetween(60_000L, 60_200L);
        slow.unblock();
        assertThat(slow.takeWritten()).hasSizeGreaterThan(60_000);
        assertThat(used()).isZero();
    }

    /** Four bodies that are collected, of which each lacks the end: together they nearly fill the room. */
    private void beginUploads() {
        for (int i = 0; i < 4; i++) {
            TestTransport upload = connect();
            upload.send(upload(100_000));
            upload.sendExactly(some(95_000));
        }
    }
}
