// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Body;
import io.snowloop.http.BodySink;
import io.snowloop.http.Headers;
import io.snowloop.http.Transfer;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a protocol may expect of any transport, of one that is a stream. The test is the stream: it gives and takes the bodies. */
class StreamTransportTest implements StreamTransport.Stream, IncomingBody.Source {
    private final TestLoop test = new TestLoop();
    private final List<String> said = new ArrayList<>();
    private final IncomingBody received = new IncomingBody(test.loop.reactor(), -1, this);
    private final RecordingProtocol protocol = new RecordingProtocol();
    private final StreamTransport transport =
            new StreamTransport(test.loop.reactor(), received, new WaterMarks(10, 4), this, protocol);
    private final Sent sent = new Sent();
    private final Transfer output = Transfer.of(transport.output(), sent);

    /** What a peer with a window gets. */
    private static final class Sent implements BodySink {
        private final StringBuilder text = new StringBuilder();
        private boolean ended;
        private int window = 1_000;
        private ByteBuffer rest = ByteBuffer.allocate(0);

        @Override
        public boolean write(ByteBuffer piece) {
            rest = piece;
            return open(0);
        }

        /** Returns whether there is room for more. */
        private boolean open(int more) {
            window += more;
            for (; window > 0 && rest.hasRemaining(); window--) {
                text.append((char) rest.get());
            }
            return !rest.hasRemaining();
        }

        @Override
        public void end(Headers trailers) {
            ended = true;
            text.append(" end");
        }

        @Override
        public void fail(Throwable error) {
            text.append(error);
        }
    }

    @Override
    public void abort() {
        said.add("abort");
    }

    @Override
    public void over() {
        said.add("over");
    }

    @Override
    public SocketAddress localAddress() {
        return null;
    }

    @Override
    public SocketAddress remoteAddress() {
        return null;
    }

    @Override
    public void wanted() {}

    @Override
    public void unwanted() {
        said.add("unwanted");
        if (sent.ended && !transport.isOpen()) { // the end of the answer is that of the stream
            transport.fail(new IOException("over"), false);
        }
    }

    @AfterEach
    void close() {
        assertThat(protocol.violations).isEmpty();
        test.close();
    }

    private void begin() {
        begin(transport);
        run(output::resume);
        assertThat(protocol.calls).containsExactly("connected");
    }

    private void begin(StreamTransport stream) {
        test.inTask(stream::begin);
        test.turnUntilIdle();
    }

    private void run(Runnable action) {
        test.inTask(() -> protocol.outside(action));
        test.turnUntilIdle();
    }

    private void receive(String piece) {
        run(() -> {
            received.offer(ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)));
            received.endLoan();
        });
    }

    private void pass(Duration time) {
        test.ticker.advance(time);
        test.turnUntilIdle();
    }

    private void openWindow(int bytes) {
        run(() -> {
            if (sent.open(bytes)) {
                output.resume();
            }
        });
    }

    @Test
    void bytesGoBothWays() {
        begin();
        receive("hello");
        run(() -> protocol.write("world"));
        assertThat(protocol.text()).isEqualTo("hello");
        assertThat(sent.text).hasToString("world");
        assertThat(transport.queued()).isZero();
    }

    @Test
    void nothingIsReceivedWhileReadingIsPaused() {
        begin();
        run(transport::pauseReading);
        receive("a"); // it was asked for before
        receive("b");
        run(() -> received.end(Headers.empty()));
        assertThat(protocol.text()).isEmpty();
        run(transport::resumeReading);
        assertThat(protocol.text()).isEqualTo("ab");
        assertThat(protocol.calls).containsExactly("connected", "ended");
    }

    @Test
    void anEndThatWasAskedForBeforeAPauseIsHeld() {
        begin();
        run(transport::pauseReading);
        run(() -> received.end(Headers.empty()));
        assertThat(protocol.calls).containsExactly("connected");
        run(transport::resumeReading);
        assertThat(protocol.calls).containsExactly("connected", "ended");
    }

    @Test
    void theWaterMarksAreTold() {
        begin();
        sent.window = 0;
        run(() -> protocol.write("0123456789"));
        assertThat(transport.isWritable()).isTrue();
        run(() -> protocol.write("abc"));
        assertThat(transport.queued()).isEqualTo(13);
        assertThat(transport.isWritable()).isFalse();
        assertThat(protocol.calls).containsExactly("connected", "writable false");
        openWindow(100);
        assertThat(sent.text).hasToString("0123456789abc");
        assertThat(protocol.calls).containsExactly("connected", "writable false", "writable true");
    }

    @Test
    void closeSendsWhatWasWrittenAndTheEnd() {
        begin();
        sent.window = 3;
        run(() -> {
            protocol.write("hello");
            transport.close();
            protocol.write("dropped");
        });
        receive("dropped");
        assertThat(transport.isOpen()).isFalse();
        assertThat(protocol.calls).as("not all is sent").containsExactly("connected");
        openWindow(100);
        assertThat(sent.text).hasToString("hello end");
        assertThat(protocol.calls).containsExactly("connected", "closed");
        assertThat(protocol.cause).isNull();
        assertThat(protocol.text()).isEmpty();
        assertThat(said).contains("over").doesNotContain("abort");
    }

    @Test
    void afterShutdownOutputItReceives() {
        begin();
        run(transport::shutdownOutput);
        assertThat(sent.text).hasToString(" end");
        assertThat(transport.isOpen()).isTrue();
        receive("a");
        assertThat(protocol.text()).isEqualTo("a");
        run(() -> assertThatThrownBy(() -> protocol.write("b")).isInstanceOf(IllegalStateException.class));
        run(transport::close);
        assertThat(protocol.calls).containsExactly("connected", "closed");
        assertThat(protocol.cause).isNull();
        assertThat(said).contains("over");
    }

    @Test
    void abortDropsAll() {
        begin();
        sent.window = 0;
        run(() -> {
            protocol.write("dropped");
            transport.abort();
        });
        assertThat(said).contains("abort");
        assertThat(transport.queued()).isZero();
        assertThat(protocol.calls).containsExactly("connected", "closed");
    }

    /** What came before the end of the stream is delivered, and what is written afterwards is dropped. */
    @Test
    void aStreamThatBreaksOff() {
        begin();
        IOException cause = new IOException("reset");
        run(() -> {
            received.offer(ByteBuffer.wrap(new byte[] {'a'}));
            transport.fail(cause, false);
            received.fail(cause);
            protocol.write("dropped");
        });
        assertThat(protocol.text()).isEqualTo("a");
        assertThat(protocol.calls).containsExactly("connected", "closed");
        assertThat(protocol.cause).isSameAs(cause);
        assertThat(transport.queued()).isZero();
    }

    @Test
    void aStreamThatBreaksOffAfterItsInputHasEnded() {
        begin();
        run(() -> received.end(Headers.empty()));
        IOException cause = new IOException("reset");
        run(() -> transport.fail(cause, true));
        assertThat(protocol.calls).containsExactly("connected", "ended", "closed");
        assertThat(protocol.cause).isSameAs(cause);
    }

    /** It waits for room to write before it reads on, and there is never room again: so it is told after the time of a socket. */
    @Test
    void aStreamThatBreaksOffBeforeItsProtocolPausesReading() {
        IOException cause = new IOException("reset");
        RecordingProtocol pausing = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.pauseReading();
            }
        };
        run(() -> transport.protocol(pausing));
        begin(transport);
        run(() -> {
            received.offer(ByteBuffer.wrap(new byte[] {'a'}));
            transport.fail(cause, false);
            received.fail(cause);
        });
        pass(Duration.ofSeconds(5).minusNanos(1));
        assertThat(pausing.calls).containsExactly("connected");
        pass(Duration.ofNanos(1));
        assertThat(pausing.calls).containsExactly("connected", "closed");
        assertThat(pausing.cause).isSameAs(cause);
    }

    @Test
    void aReaderThatPausesForEverIsToldOfAResetAfterTheEnd() {
        begin();
        run(transport::pauseReading);
        run(() -> received.end(Headers.empty()));
        run(() -> transport.fail(new IOException("reset"), true));
        pass(Duration.ofSeconds(5));
        assertThat(protocol.calls).containsExactly("connected", "closed");
        assertThat(protocol.cause).hasMessage("reset");
    }

    /** RFC 9113 §8.1: a server may reset what it has ended, and a slow reader loses nothing. */
    @Test
    void aStreamThatIsResetAfterItsEndWhileReadingIsPaused() {
        begin();
        run(transport::pauseReading);
        receive("a");
        receive("b");
        run(() -> received.end(Headers.empty()));
        run(() -> transport.fail(new IOException("reset"), true));
        assertThat(protocol.calls).containsExactly("connected");
        run(transport::resumeReading);
        assertThat(protocol.text()).isEqualTo("ab");
        assertThat(protocol.calls).containsExactly("connected", "ended", "closed");
    }

    @Test
    void aStreamThatIsResetBeforeItsEndWhileReadingIsPaused() {
        begin();
        run(transport::pauseReading);
        receive("a");
        run(() -> transport.fail(new IOException("reset"), false));
        assertThat(protocol.calls).containsExactly("connected", "closed");
    }

    @Test
    void whatAProtocolThrowsEndsTheStreamAndIsReported() {
        IllegalStateException thrown = new IllegalStateException("test");
        RecordingProtocol throwing = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                throw thrown;
            }
        };
        run(() -> transport.protocol(throwing));
        begin(transport);
        receive("a");
        assertThat(test.reports.takeErrors()).containsExactly(thrown);
        assertThat(throwing.calls).containsExactly("connected", "closed");
        assertThat(said).contains("abort");
    }

    @Test
    void aBodyWithoutBytesIsEof() {
        RecordingProtocol other = new RecordingProtocol();
        StreamTransport empty =
                new StreamTransport(test.loop.reactor(), Body.EMPTY.stream(), WaterMarks.DEFAULT, this, other);
        begin(empty);
        assertThat(other.calls).containsExactly("connected", "ended");
    }
}
