// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.FileStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client sends the bodies of requests. */
class OutflowTest {
    private static final int TURN_OF_A_FILE = 1024 * 1024;

    private final TestLoop test = new TestLoop();
    private final Http1Codec codec = new Http1Codec(Role.CLIENT, Limits.DEFAULT);
    private final List<String> calls = new ArrayList<>();
    private final Outflow.Listener listener = new Outflow.Listener() {
        @Override
        public void written() {
            calls.add("written");
        }

        @Override
        public void sent() {
            calls.add("sent");
        }

        @Override
        public void failed(Throwable error) {
            calls.add("failed: " + error.getMessage());
        }
    };
    private final Outflow outflow = new Outflow(codec, new SharedQueue(), listener);
    private final TestTransport transport = TestTransport.connect(test, new RecordingProtocol());

    @BeforeEach
    void attach() {
        outflow.attach(transport);
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** A stream that gives what is put into it. */
    private static final class Pieces implements BodyStream {
        final Queue<Future<@Nullable ByteBuffer>> next = new ArrayDeque<>();
        boolean cancelled;

        Pieces(String... pieces) {
            for (String piece : pieces) {
                next.add(Future.completed(bytes(piece)));
            }
        }

        @Override
        public Future<@Nullable ByteBuffer> read() {
            return next.isEmpty() ? Future.completed(null) : next.remove();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Encodes the head of a request. */
    private void head(long length) {
        codec.sendHead(new Event.RequestHead(Method.POST, "/", Headers.of("Host", "a")), length, outflow.queue());
    }

    /** Encodes a head and sends the body behind it, as a task of the loop. */
    private void send(Body body) {
        test.inTask(() -> {
            head(body.length());
            outflow.send(body);
            outflow.flush();
        });
    }

    private String takeBody() {
        String message = transport.takeWritten();
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The response to the request that was sent has come. */
    private void respond() {
        try {
            codec.receive(bytes("HTTP/1.1 204 \r\n\r\n"));
            codec.next();
            codec.next();
            codec.keep();
            codec.startNextCycle();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // ---------------------------------------------------------------------------------------------- bodies in memory

    @Test
    void aHeadAndASmallBodyLeaveInOneWriteWhenTheyAreFlushed() {
        test.inTask(() -> {
            head(5);
            outflow.send(Body.of("hello"));
            assertThat(transport.writes).isZero();
            assertThat(outflow.isSending()).isFalse();
            outflow.flush();
        });

        assertThat(transport.writes).isEqualTo(1);
        assertThat(takeBody()).isEqualTo("hello");
        assertThat(calls).containsExactly("sent", "written");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2048, 2049, 16_384, 16_385, 65_536, 65_537, 200_000})
    void aBodyInMemoryIsSentWhole(int size) {
        String text = "x".repeat(size);
        send(Body.of(text));
        assertThat(takeBody()).isEqualTo(text);
        respond();
        send(Body.of(ByteBuffer.allocateDirect(size).put(bytes(text)).flip()));
        assertThat(takeBody()).isEqualTo(text);
        assertThat(outflow.isSending()).isFalse();
        assertThat(calls.stream().filter("sent"::equals)).hasSize(2);
    }

    /** A copy costs less than a system call, up to a size that is smaller for a direct buffer. */
    @Test
    void aPieceThatIsCheapToCopyIsWrittenTogetherWithItsHead() {
        send(Body.of(new byte[10_000]));
        assertThat(transport.writes).isEqualTo(1);
        respond();
        send(Body.of(ByteBuffer.allocateDirect(10_000)));
        assertThat(transport.writes).isEqualTo(3);
        respond();
        send(Body.of(new byte[20_000]));
        assertThat(transport.writes).isEqualTo(5);
    }

    @Test
    void aLargeBodyIsWrittenAsTheSocketHasRoom() {
        transport.block();
        send(Body.of(new byte[1_000_000]));
        assertThat(transport.queued()).isLessThan(200_000);
        assertThat(outflow.isSending()).isTrue();
        test.inTask(outflow::cancel);
    }

    /** A client may have many requests encoded before its owner returns to the loop. */
    @Test
    void whatIsEncodedIsWrittenWhenItIsLarge() {
        int[] largest = {0};
        test.inTask(() -> {
            for (int i = 0; i < 100; i++) {
                head(1000);
                outflow.send(Body.of(new byte[1000]));
                largest[0] = Math.max(largest[0], outflow.queue().size());
                respond();
            }
            outflow.flush();
        });
        assertThat(largest[0]).isBetween(14 * 1024, 16 * 1024);
        assertThat(transport.writes).isLessThan(10);
    }

    @Test
    void smallPiecesAreWrittenWhenTheyAreManyOrWhenNoneFollowsAtOnce() {
        Promise<@Nullable ByteBuffer> rest = test.loop.newPromise();
        Pieces pieces = new Pieces("a".repeat(10_000), "b".repeat(10_000), "c");
        pieces.next.add(rest);
        send(pieces);
        assertThat(transport.writes).isEqualTo(2);
        assertThat(outflow.queue().isEmpty()).isTrue();
        assertThat(outflow.awaitsSource()).isTrue();
        test.inTask(() -> rest.complete(null));
        test.turnUntilIdle();
        test.inTask(outflow::flush);
        assertThat(takeBody()).endsWith("\r\n1\r\nc\r\n0\r\n\r\n");
        assertThat(outflow.awaitsSource()).isFalse();
    }

    // --------------------------------------------------------------------------------------------------- streams

    @Test
    void aStreamIsSentInChunksLargeOrSmall() {
        String large = "x".repeat(20_000);
        send(new Pieces("hello", large));
        assertThat(takeBody()).isEqualTo("5\r\nhello\r\n4e20\r\n" + large + "\r\n0\r\n\r\n");
        assertThat(calls).containsExactly("written", "sent", "written");
    }

    @Test
    void aStreamIsReadAsTheSocketHasRoom() {
        transport.block();
        Pieces pieces = new Pieces("x".repeat(40_000), "y".repeat(40_000), "z".repeat(20));
        send(pieces);
        assertThat(pieces.next).as("not read").hasSize(1);
        assertThat(outflow.isSending()).isTrue();
        assertThat(outflow.awaitsSource()).isFalse();

        test.inTask(outflow::resume);
        assertThat(pieces.next).as("not read").hasSize(1);
        transport.unblock();
        test.inTask(() -> {
            outflow.resume();
            outflow.flush();
        });
        assertThat(takeBody()).endsWith("z\r\n0\r\n\r\n");
        assertThat(outflow.isSending()).isFalse();
        test.inTask(outflow::resume);
        assertThat(calls.stream().filter("sent"::equals)).hasSize(1);
    }

    @Test
    void aStreamIsNotReadBeforeTheSocketHasRoom() {
        transport.block();
        Pieces pieces = new Pieces("hello");
        test.inTask(() -> {
            head(-1);
            transport.write(ByteBuffer.allocate(70_000));
            outflow.send(pieces);
            outflow.flush();
        });
        assertThat(pieces.next).hasSize(1);
    }

    /** It would be read as the next message. */
    @Test
    void aStreamThatGivesMoreThanItsLengthIsCancelledAndFails() {
        Pieces pieces = new Pieces("hello", "world");
        test.inTask(() -> {
            head(7);
            outflow.send(pieces);
            outflow.flush();
        });
        assertThat(takeBody()).isEqualTo("hello");
        assertThat(pieces.cancelled).isTrue();
        assertThat(outflow.isSending()).isFalse();
        assertThat(calls).contains("failed: data of 5 bytes, but only 2 are left of the announced length");
        assertThat(calls).doesNotContain("sent");
    }

    @Test
    void aStreamThatGivesLessThanItsLengthFails() {
        Pieces pieces = new Pieces("hello");
        test.inTask(() -> {
            head(7);
            outflow.send(pieces);
        });
        assertThat(pieces.cancelled).isTrue();
        assertThat(calls).containsExactly("failed: the body ends 2 bytes before its announced length");
    }

    @Test
    void aStreamThatWasReadBeforeIsSaidToBeOne() {
        Pieces pieces = new Pieces();
        test.inTask(() -> {
            head(7);
            outflow.send(pieces);
        });
        assertThat(calls)
                .containsExactly("failed: the body ends 7 bytes before its announced length: nothing has come of it. "
                        + "A stream can be read only once: was it sent before?");
    }

    @Test
    void aStreamIsCancelledAndItsListenerIsNotCalled() {
        Pieces pieces = new Pieces();
        pieces.next.add(test.loop.newPromise());
        send(pieces);
        calls.clear();
        test.inTask(outflow::cancel);
        test.inTask(outflow::cancel);
        assertThat(pieces.cancelled).isTrue();
        assertThat(outflow.isSending()).isFalse();
        assertThat(calls).isEmpty();
    }

    /** The connection that ends has more to do than to tell the stream. */
    @Test
    void whatAStreamThrowsWhenItIsCancelledIsReported() {
        Promise<@Nullable ByteBuffer> never = test.loop.newPromise();
        IllegalStateException thrown = new IllegalStateException("cannot be cancelled");
        send(new BodyStream() {
            @Override
            public Future<@Nullable ByteBuffer> read() {
                return never;
            }

            @Override
            public void cancel() {
                throw thrown;
            }
        });
        test.inTask(outflow::cancel);
        assertThat(test.reports.takeErrors()).containsExactly(thrown);
    }

    @Test
    void aBodyThatIsNotSentIsCancelled() throws IOException {
        Http1Codec server = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        Outflow answers = new Outflow(server, new SharedQueue(), listener);
        answers.attach(transport);
        server.receive(bytes("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"));
        server.next();
        server.next();
        Pieces pieces = new Pieces("hello");
        server.sendHead(new Event.ResponseHead(Status.OK, Headers.empty()), 5, answers.queue());
        answers.send(pieces);
        answers.flush();
        assertThat(takeBody()).isEmpty();
        assertThat(pieces.cancelled).isTrue();
        assertThat(calls).containsExactly("sent", "written");
    }

    // ------------------------------------------------------------------------------- a body that is being received

    private IncomingBody received(String text) {
        IncomingBody body = new IncomingBody(test.loop.reactor(), 5, mock(IncomingBody.Source.class));
        body.offer(bytes(text));
        return body;
    }

    @Test
    void aBodyThatHasArrivedIsSentOnAtOnce() {
        IncomingBody body = received("hello");
        body.end(Headers.empty());
        test.inTask(() -> {
            head(5);
            outflow.send(body);
            assertThat(outflow.isSending()).isFalse();
            assertThat(body.left()).isZero();
            outflow.flush();
        });
        assertThat(takeBody()).isEqualTo("hello");
        assertThat(calls).containsExactly("sent", "written");
    }

    @Test
    void aBodyThatArrivesIsSentOnAsItComes() {
        IncomingBody body = received("hel");
        send(body);
        assertThat(takeBody()).isEqualTo("hel");
        assertThat(outflow.awaitsSource()).isTrue();
        test.inTask(() -> {
            body.offer(bytes("lo"));
            body.end(Headers.empty());
        });
        test.turnUntilIdle();
        test.inTask(outflow::flush);
        assertThat(transport.takeWritten()).isEqualTo("lo");
        assertThat(outflow.isSending()).isFalse();
    }

    // ----------------------------------------------------------------------------------------------------- files

    private static FileBody file(Path folder, int size) throws IOException {
        Path path = folder.resolve("file");
        Files.write(path, new byte[size]);
        return FileBody.of(path);
    }

    @Test
    void aSmallFileLeavesInOneWriteWithItsHead(@TempDir Path folder) throws IOException {
        send(file(folder, 10_000));
        assertThat(transport.writes).isEqualTo(1);
        assertThat(takeBody()).hasSize(10_000);
    }

    @Test
    void aLargeFileIsMovedOneShareATurn(@TempDir Path folder) throws IOException {
        int size = TURN_OF_A_FILE + 20_000;
        FileBody file = file(folder, size);
        send(file);
        assertThat(takeBody()).hasSize(TURN_OF_A_FILE);
        assertThat(outflow.isSending()).isTrue();
        assertThat(outflow.awaitsSource()).as("a file is always ready").isFalse();
        test.turnUntilIdle();
        assertThat(outflow.isSending()).isFalse();
        assertThat(transport.takeWritten()).hasSize(20_000);
        assertThat(calls.stream().filter("sent"::equals)).hasSize(1);
        assertThat(calls.stream().filter("written"::equals)).hasSizeGreaterThan(2);
        assertThat(codec.ourState()).isEqualTo(State.DONE);
    }

    @Test
    void aFileWaitsForRoom(@TempDir Path folder) throws IOException {
        transport.block();
        send(file(folder, 200_000));
        test.turnUntilIdle();
        assertThat(transport.queued()).isBetween(64 * 1024, 129 * 1024);
        transport.unblock();
        test.inTask(outflow::resume);
        assertThat(takeBody()).hasSize(200_000);
        assertThat(calls).contains("sent");
    }

    @Test
    void aResumeDoesNotAddToTheShareOfAFile(@TempDir Path folder) throws IOException {
        FileBody file = file(folder, 3 * TURN_OF_A_FILE);
        test.inTask(() -> {
            head(file.length());
            outflow.send(file);
            outflow.resume();
        });
        assertThat(takeBody()).hasSize(TURN_OF_A_FILE);
        test.inTask(outflow::cancel);
    }

    @Test
    void aFileThatIsCancelledBetweenTwoTurnsIsMovedNoFurther(@TempDir Path folder) throws IOException {
        FileBody file = file(folder, 2 * TURN_OF_A_FILE);
        FileStream stream = file.stream();
        test.inTask(() -> {
            head(file.length());
            outflow.send(stream);
            outflow.cancel();
        });
        test.turnUntilIdle();
        assertThat(takeBody()).hasSize(TURN_OF_A_FILE);
        assertThat(stream.read().outcome().error()).as("closed").isInstanceOf(CancellationException.class);
        assertThat(calls).doesNotContain("sent");
    }

    /** Then the head can still be withheld. */
    @Test
    void aFileThatCannotBeOpenedFailsBeforeItsHeadIsWritten(@TempDir Path folder) {
        Path path = folder.resolve("none");
        test.inTask(() -> {
            head(20_000);
            outflow.send(new FileBody(path, 0, 20_000));
        });
        assertThat(transport.writes).isZero();
        assertThat(calls).containsExactly("failed: " + path);
    }

    // --------------------------------------------------------------------------------------------- what is written

    @Test
    void tellsHowMuchTheSocketHasTaken() {
        assertThat(outflow.awaitsPeer()).isFalse();
        transport.block();
        send(Body.of(new byte[100_000]));
        assertThat(outflow.taken()).isZero();
        assertThat(outflow.awaitsPeer()).isTrue();
        transport.read(300);
        assertThat(outflow.taken()).isEqualTo(300);
        transport.unblock();
        assertThat(outflow.taken()).isEqualTo(transport.takeWritten().length());
        assertThat(outflow.awaitsPeer()).isFalse();
    }

    @Test
    void whatTheSocketHasTakenIncludesFilesAndSmallBodies(@TempDir Path folder) throws IOException {
        send(file(folder, 30_000));
        respond();
        send(Body.of("hello"));
        assertThat(outflow.taken()).isEqualTo(transport.takeWritten().length());
    }

    @Test
    void countsAnewOnAnotherTransport() {
        send(Body.of("hello"));
        outflow.detach();
        outflow.attach(TestTransport.connect(test, new RecordingProtocol()));
        assertThat(outflow.taken()).isZero();
    }
}
