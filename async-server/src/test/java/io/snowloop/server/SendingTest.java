// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.OpenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of answers that are streams or files, to the end of the message and of the connection. */
@EverySegmentation
class SendingTest {
    private static final int MB = 1024 * 1024;

    private final LogCapture log = new LogCapture(ServerExchange.class);
    private int cancels;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        log.close();
    }

    /** A stream that announces a length, and gives pieces of {@code size} bytes without end. */
    private BodyStream pieces(long length, int size) {
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                return Future.completed(ByteBuffer.allocate(size));
            }

            @Override
            public void cancel() {
                cancels++;
            }

            @Override
            public long length() {
                return length;
            }
        };
    }

    private static TestClient answering(Response response) {
        return new TestClient(request -> Future.completed(response));
    }

    @Test
    void aStreamThatGivesMoreThanItsLengthIsCancelledAndItsConnectionReset() {
        try (TestClient client = answering(Response.stream(pieces(5, 3), "a/b"))) {
            client.send(GET);
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(cancels).isEqualTo(1);
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void aStreamWhoseHeadCannotBeSentIsCancelled() {
        try (TestClient client = answering(Response.stream(pieces(5, 3), "a/b").withHeader("Content-Length", "6"))) {
            client.send(GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n");
            assertThat(cancels).isEqualTo(1);
            assertThat(log.records()).hasSize(1);
            client.send(GET);
            assertThat(client.statusLines()).as("the connection is kept").startsWith("HTTP/1.1 500");
        }
    }

    /** What is left of it is nothing, and the client would take that for the whole. */
    @Test
    void aStreamThatIsTheAnswerASecondTimeIsA500AndTheConnectionIsKept() {
        int[] reads = {0};
        BodyStream once =
                BodyStream.of(() -> Future.completed(reads[0]++ == 0 ? ByteBuffer.wrap(new byte[] {'x'}) : null));
        try (TestClient client = answering(Response.stream(once, "a/b"))) {
            client.send(GET);
            assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("\n1\nx\n0\n\n");
            client.send(GET + GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n".repeat(2));
            assertThat(log.records().get(0).getMessage()).contains("has been sent or read before");
        }
    }

    /** Its end is the end of the connection (RFC 9112 §6.3 rule 8), whatever the client asked for. */
    @Test
    void aStreamForAnHttp10ClientEndsWithTheConnection() {
        int[] reads = {0};
        BodyStream stream =
                BodyStream.of(() -> Future.completed(reads[0]++ == 0 ? ByteBuffer.wrap(new byte[] {'x'}) : null));
        try (TestClient client = answering(Response.stream(stream, "a/b"))) {
            client.send("GET / HTTP/1.0\nConnection: keep-alive\n\n");
            assertThat(client.answer())
                    .startsWith("HTTP/1.1 200 OK\n")
                    .doesNotContain("keep-alive")
                    .doesNotContain("chunked")
                    .endsWith("\n\nx");
            client.assertEnded();
        }
    }

    /** The write marks do not count what is encoded and not written. */
    @Test
    void headsOfManyAnswersAreNotHeldBack() {
        Response large = Response.of(Status.NO_CONTENT).withHeader("X-Large", "x".repeat(4_000));
        try (TestClient client = answering(large)) {
            client.sendExactly(GET.repeat(20));
            assertThat(client.socket.writes).isBetween(4, 6);
            assertThat(client.statusLines().lines()).hasSize(20);
        }
    }

    @Test
    void aLargeFileYieldsAfterAMegabyteAndGoesOn() throws IOException {
        Path file = Files.write(folder.resolve("large"), new byte[5 * MB / 2]);
        try (TestClient client = answering(Response.of(Status.OK).withBody(FileBody.of(file)))) {
            client.test.inTask(() -> client.sendNow(GET));
            assertThat(client.answer().length()).isBetween(MB, MB + 1_000);
            client.test.turn();
            assertThat(client.answer()).hasSize(MB);
            client.test.turn();
            assertThat(client.answer()).hasSize(MB / 2);
            assertThat(OpenFiles.of(file)).isZero();
            client.assertKept();
        }
    }

    /** Its message is the name of the file: what is wrong with it is the name of its class. */
    @Test
    void aFileThatIsGoneIsSaidToBe() throws IOException {
        Path file = Files.write(folder.resolve("gone"), new byte[10]);
        Response response = Response.of(Status.OK).withBody(FileBody.of(file));
        Files.delete(file);
        try (TestClient client = answering(response)) {
            client.send(GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n");
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage())
                            .endsWith(" can't be sent: java.nio.file.NoSuchFileException: " + file));
        }
    }

    @Test
    void aFileIsClosedIfItsConnectionEndsBetweenTwoTurns() throws IOException {
        Path file = Files.write(folder.resolve("large"), new byte[5 * MB / 2]);
        try (TestClient client = answering(Response.of(Status.OK).withBody(FileBody.of(file)))) {
            client.test.inTask(() -> {
                client.sendNow(GET);
                client.server.abort();
            });
            client.test.turnUntilIdle();
            assertThat(client.answer()).hasSizeLessThan(MB + 1_000);
            assertThat(OpenFiles.of(file)).isZero();
        }
    }

    /** The clock of an answer starts with the first byte that the client does not take, and not with the request. */
    @Test
    void aClientIsNotChargedForTheTimeBeforeItsAnswer() {
        ServerTimeouts timeouts = ServerTimeouts.DEFAULT;
        try (LogCapture limits = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(request -> io.snowloop.loop.Scheduler.current()
                        .sleep(Duration.ofSeconds(50))
                        .map(slept -> Response.bytes(new byte[100_000], "a/b")))) {
            client.socket.block();
            client.send(GET);
            client.pass(Duration.ofSeconds(50));
            client.pass(timeouts.responseGrace().minusNanos(1));
            assertThat(client.socket.isAborted()).isFalse();
            client.pass(Duration.ofNanos(1));
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(limits.records()).hasSize(1);
        }
    }

    /** The handler's future has its value, and the callback that takes it is in the loop's queue. */
    @Test
    void anAnswerThatIsOnItsWayWhenTheConnectionEndsIsCancelled() {
        List<Promise<Response>> answers = new ArrayList<>();
        try (TestClient client = new TestClient(request -> {
            Promise<Response> answer = Scheduler.current().newPromise();
            answers.add(answer);
            return answer;
        })) {
            client.send(GET);
            Response response = Response.stream(pieces(5, 5), "text/plain");
            // In the turn in which the protocol is told of the end, and before it is: the callback runs a turn later.
            client.test.loop.execute(
                    () -> client.test.loop.execute(() -> answers.get(0).complete(response)));
            client.socket.breakWith(new IOException("Connection reset"));

            assertThat(cancels).isEqualTo(1);
        }
    }
}
