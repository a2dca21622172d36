// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.testing.TestLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is written to a child")
class PipeWriterTest {
    private final TestLoop test = new TestLoop();
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final Pipe pipe = new Pipe();
    private final PipeWriter writer = new PipeWriter(test.loop, threads::add, pipe, "cat (pid 7)");

    private final AtomicInteger stops = new AtomicInteger();
    private final Runnable stop = stops::incrementAndGet;

    private static final class Pipe extends ByteArrayOutputStream {
        private @Nullable IOException failure;
        private boolean closed;

        @Override
        public void write(byte[] bytes) throws IOException {
            if (failure != null) {
                throw failure;
            }
            super.write(bytes);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private void threadRuns() {
        threads.remove().run();
        test.turnUntilIdle();
    }

    @Test
    void isTakenAtOnceAndWrittenByAThread() {
        ByteBuffer snow = bytes("snow");
        Future<@Nullable Void> written = writer.write(snow);
        assertThat(snow.hasRemaining()).isFalse();
        snow.clear().put((byte) 'x');
        test.turnUntilIdle();
        assertThat(written.isDone()).isFalse();
        threadRuns();
        assertThat(written.isDone()).isTrue();
        assertThat(pipe).hasToString("snow");
    }

    @Test
    void isOneWriteAtATime() {
        writer.write(bytes("a"));
        assertThatIllegalStateException()
                .isThrownBy(() -> writer.write(bytes("b")))
                .withMessageContaining("the write before has not completed");
        threadRuns();
        writer.write(bytes("b"));
        threadRuns();
        assertThat(pipe).hasToString("ab");
    }

    @Test
    void isWrittenBeforeTheInputIsClosed() {
        Future<@Nullable Void> written = writer.write(bytes("a"));
        writer.close();
        assertThat(pipe.closed).isFalse();
        threadRuns();
        assertThat(written.isFailed()).isFalse();
        assertThat(pipe).hasToString("a");
        assertThat(pipe.closed).isTrue();
        assertThat(writer.write(bytes("b")).outcome().error())
                .isInstanceOf(InputClosedException.class)
                .hasMessage("cat (pid 7) takes no more input: it has ended, or its standard input is closed");
    }

    @Test
    void failsIfTheChildReadsNoMore() {
        pipe.failure = new IOException("Broken pipe");
        Future<@Nullable Void> written = writer.write(bytes("a"));
        threadRuns();
        assertThat(written.outcome().error())
                .isInstanceOf(InputClosedException.class)
                .hasCause(pipe.failure);
        assertThat(pipe.closed).isTrue();
    }

    private PipeWriter withoutAThread() {
        return new PipeWriter(
                test.loop,
                task -> {
                    throw new RejectedExecutionException("all are busy");
                },
                pipe,
                "cat (pid 7)");
    }

    @Test
    void stopsTheChildIfThereIsNoThreadAndDoesNotEndItsInput() {
        Future<?>[] sent = {null};
        test.inTask(() -> sent[0] = InputSink.send(test.loop, withoutAThread(), Body.of("a"), stop));
        test.turnUntilIdle();
        assertThat(sent[0].outcome().error()).hasMessage("no thread can write to cat (pid 7): all are busy");
        assertThat(stops).hasValue(1);
        assertThat(pipe.closed).isFalse();
    }

    @Test
    void failsIfThereIsNoThread() {
        assertThat(withoutAThread().write(bytes("a")).outcome().error())
                .hasMessage("no thread can write to cat (pid 7): all are busy");
    }

    @Test
    void isReadFromABodyPieceByPieceAsThePipeTakesIt() {
        Iterator<String> pieces = List.of("a", "b").iterator();
        BodyStream body = BodyStream.of(() -> Future.completed(pieces.hasNext() ? bytes(pieces.next()) : null));
        Future<?>[] sent = {null};
        test.inTask(() -> sent[0] = InputSink.send(test.loop, writer, body, stop));
        assertThat(pieces).as("the second is read when the first is written").hasNext();
        threadRuns();
        assertThat(pieces).isExhausted();
        assertThat(pipe.closed).isFalse();
        threadRuns();
        assertThat(sent[0].isDone()).isTrue();
        assertThat(pipe).hasToString("ab");
        assertThat(pipe.closed).isTrue();
    }

    /** To close the pipe would tell the child that it has all. */
    @Test
    void stopsTheChildIfTheBodyBreaksOffAndDoesNotEndItsInput() {
        IOException failure = new IOException("the disk is gone");
        Future<?>[] sent = {null};
        test.inTask(
                () -> sent[0] = InputSink.send(test.loop, writer, BodyStream.of(() -> Future.failed(failure)), stop));
        test.turnUntilIdle();
        assertThat(sent[0].outcome().error()).isSameAs(failure);
        assertThat(stops).hasValue(1);
        assertThat(pipe.closed).isFalse();
    }

    @Test
    void stopsTheChildIfItIsCancelledAndDoesNotEndItsInput() {
        Promise<@Nullable ByteBuffer> next = test.loop.newPromise();
        Future<?>[] sent = {null};
        test.inTask(() -> sent[0] = InputSink.send(test.loop, writer, BodyStream.of(() -> next), stop));
        sent[0].cancel();
        test.turnUntilIdle();
        assertThat(next.isCancelled()).isTrue();
        assertThat(stops).hasValue(1);
        assertThat(pipe.closed).isFalse();
    }

    @Test
    void cancelsTheBodyIfThePipeIsBroken() {
        pipe.failure = new IOException("Broken pipe");
        Future<?>[] sent = {null};
        test.inTask(() -> sent[0] = InputSink.send(test.loop, writer, Body.of("a"), stop));
        threadRuns();
        assertThat(sent[0].outcome().error()).isInstanceOf(InputClosedException.class);
        assertThat(stops).as("it may not need all").hasValue(0);
        assertThat(threads).isEmpty();
    }
}
