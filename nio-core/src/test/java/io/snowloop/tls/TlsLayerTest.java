// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.HOST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Owned;
import io.snowloop.testing.ManualExecutor;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import io.snowloop.testing.Threads;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layer between a transport whose peer is the test and a protocol that records its calls. */
class TlsLayerTest {
    private final TestLoop test = new TestLoop();
    private RecordingProtocol above = new RecordingProtocol();
    private WaterMarks marks = WaterMarks.DEFAULT;
    private TlsLayer layer;
    private Transport upper;
    private Protocol lower;
    private TestTransport below;
    private EngineEnd peer;

    @AfterEach
    void close() {
        test.close();
        assertThat(above.violations).isEmpty();
    }

    // ---------------------------------------------------------------------------------------------------- fixtures

    private static TlsConfig server() {
        return TlsFixtures.server().toBuilder().taskExecutor(Runnable::run).build();
    }

    private static TlsConfig client() {
        return TlsFixtures.client().toBuilder().taskExecutor(Runnable::run).build();
    }

    private void use(TlsLayer created) {
        layer = created;
        upper = created.transport();
        lower = created.protocol();
    }

    /** A server's layer, and a client that has written its hello but not sent it yet. */
    private void beServer(TlsConfig config) {
        use(TlsLayer.server(test.loop, config, marks, above));
        below = TestTransport.connect(test, lower);
        peer = new EngineEnd(TlsEngine.client(TlsFixtures.client(), HOST, 443));
        peer.drive();
    }

    /** A client's layer, and a server that is its peer. */
    private void beClient(TlsConfig config) {
        use(TlsLayer.client(test.loop, config, HOST, 443, marks, above));
        below = TestTransport.connect(test, lower);
        peer = new EngineEnd(TlsEngine.server(TlsFixtures.server()));
        peer.drive();
    }

    private void openServer() {
        openServer(server());
    }

    private void openServer(TlsConfig config) {
        beServer(config);
        exchange();
        assertThat(above.calls).containsExactly("connected");
    }

    /** Moves bytes both ways until both sides have sent everything. */
    private void exchange() {
        String sent = below.takeWritten();
        while (!sent.isEmpty() || !peer.out.isEmpty()) {
            peer.receive(sent.getBytes(ISO_8859_1));
            below.send(new String(peer.takeAll(), ISO_8859_1));
            sent = below.takeWritten();
        }
    }

    private void send(String... texts) {
        for (String text : texts) {
            peer.write(text);
        }
        exchange();
    }

    private void onLoop(Runnable action) {
        test.inTask(() -> above.outside(action));
        test.turnUntilIdle();
    }

    private void write(String text) {
        onLoop(() -> upper.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1))));
    }

    private Throwable handshakeError() {
        return layer.handshake().outcome().error();
    }

    private void wait(Duration time) {
        Duration end = test.ticker.elapsed().plus(time);
        boolean[] over = {false};
        test.loop.schedule(time, () -> over[0] = true);
        test.turnUntil(() -> over[0]);
        test.turnUntilIdle();
        assertThat(test.ticker.elapsed()).isEqualTo(end);
    }

    // ------------------------------------------------------------------------------------------------------- turns

    /** A read may hold thousands of records: other connections have their turn in between. */
    @Test
    void recordsHaveAShareOfTheTurn() {
        openServer();
        for (int i = 0; i < 300; i++) {
            peer.write("x");
        }
        String records = new String(peer.takeAll(), ISO_8859_1);
        test.inTask(() -> below.deliverNow(records));
        assertThat(above.text()).hasSizeLessThan(200).isNotEmpty();
        assertThat(below.isReading()).isFalse();
        int first = above.text().length();
        test.turn();
        assertThat(above.text().length() - first).isBetween(1, 200);
        test.turnUntilIdle();
        assertThat(above.text()).hasSize(300);
        assertThat(below.isReading()).isTrue();
    }

    // --------------------------------------------------------------------------------------------------- handshake

    @Test
    void aServerIsConnectedOnceTheHandshakeIsDone() {
        beServer(server());
        assertThat(above.calls).isEmpty();
        assertThat(layer.handshake().isDone()).isFalse();

        exchange();

        assertThat(above.calls).containsExactly("connected");
        assertThat(above.transport).isSameAs(upper);
        assertThat(layer.handshake().outcome().value()).isSameAs(upper);
        assertThat(layer.session().serverName()).isEqualTo(HOST);
        assertThat(upper.isOpen()).isTrue();
        assertThat(peer.told).containsExactly("OPENED");
        test.inTask(() -> assertThat(test.loop.pendingTimers())
                .as("the handshake's timer is gone")
                .isZero());
    }

    @Test
    void aClientIsConnectedOnceTheHandshakeIsDone() {
        beClient(client());
        assertThat(above.calls).isEmpty();

        exchange();

        assertThat(above.calls).containsExactly("connected");
        assertThat(layer.session().protocol()).isEqualTo("TLSv1.3");
        assertThat(peer.told).containsExactly("OPENED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesGoBothWays(boolean server) {
        if (server) {
            beServer(server());
        } else {
            beClient(client());
        }
        exchange();
        write("from here");
        send("from there");

        assertThat(above.text()).isEqualTo("from there");
        assertThat(peer.text()).isEqualTo("from here");
    }

    @Test
    void anotherProtocolTakesOver() {
        openServer();
        send("one");
        RecordingProtocol next = new RecordingProtocol();
        onLoop(() -> upper.protocol(next));
        send("other");
        onLoop(upper::abort);

        assertThat(above.text()).isEqualTo("one");
        assertThat(next.text()).isEqualTo("other");
        assertThat(next.calls).containsExactly("closed");
    }

    @Test
    void aByteAtATime() {
        beServer(server());
        String sent = below.takeWritten();
        while (!sent.isEmpty() || !peer.out.isEmpty()) {
            peer.receive(sent.getBytes(ISO_8859_1));
            below.sendByteByByte(new String(peer.takeAll(), ISO_8859_1));
            sent = below.takeWritten();
        }
        peer.write("slowly");
        below.sendByteByByte(new String(peer.takeAll(), ISO_8859_1));

        assertThat(above.calls).containsExactly("connected");
        assertThat(above.text()).isEqualTo("slowly");
    }

    @Test
    void aLargeWriteIsOneWriteBelow() {
        openServer();
        int before = below.writes;
        write("x".repeat(64 * 1024));

        assertThat(below.writes - before).isEqualTo(1);
        exchange();
        assertThat(peer.plaintext.size()).isEqualTo(64 * 1024);
    }

    /** A record of its own for a head of 200 bytes would take the time of both ends, and 38 bytes. */
    @Test
    void aHeadAndItsBodyAreOneRecord() {
        openServer();
        ByteBuffer body = ByteBuffer.allocateDirect(2 * 1024);
        onLoop(() -> upper.write(ByteBuffer.wrap(new byte[200]), body));

        assertThat(sizesOfRecords(below.takeWritten())).containsExactly(200 + 2 * 1024);
    }

    /** A record has 16 KiB (RFC 8446 §5.1), of which the JDK's engine fills 17 itself. */
    @Test
    void aLargeBodyIsInRecordsOfFullSize() {
        openServer();
        onLoop(() -> upper.write(ByteBuffer.wrap(new byte[200]), ByteBuffer.allocateDirect(40_000)));

        assertThat(sizesOfRecords(below.takeWritten())).containsExactly(16_367, 16_367, 40_200 - 2 * 16_367);
    }

    /**
     * How many bytes of data each record has. It has a header of 5 bytes, and besides the data its type and a tag of 16 bytes (RFC 8446
     * §5.2). The JDK's engine adds 16 bytes of padding.
     */
    private static List<Integer> sizesOfRecords(String records) {
        List<Integer> sizes = new ArrayList<>();
        for (int at = 0; at < records.length(); ) {
            int length = records.charAt(at + 3) << 8 | records.charAt(at + 4);
            sizes.add(length - 1 - 16 - 16);
            at += 5 + length;
        }
        return sizes;
    }

    @Test
    void whatIsWrittenBeforeTheHandshakeIsDoneGoesFirst() {
        above = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write(", then this");
            }
        };
        beServer(server());
        write("this first");
        assertThat(upper.queued()).isEqualTo(10);

        exchange();

        assertThat(peer.text()).isEqualTo("this first, then this");
        assertThat(upper.queued()).isZero();
    }

    @Test
    void tooMuchWrittenBeforeTheHandshakeIsNotWritable() {
        beServer(server());
        write("x".repeat(WaterMarks.DEFAULT.high()));
        assertThat(upper.isWritable()).isTrue();
        write("x");
        assertThat(upper.isWritable()).isFalse();

        exchange();

        assertThat(upper.isWritable()).isTrue();
        assertThat(peer.plaintext.size()).isEqualTo(WaterMarks.DEFAULT.high() + 1);
    }

    @Test
    void theWaterMarksAreThoseThatItWasGiven() {
        marks = new WaterMarks(100, 10);
        beServer(server());
        write("x".repeat(100));
        assertThat(upper.isWritable()).isTrue();
        write("x");
        assertThat(upper.isWritable()).isFalse();
    }

    @Test
    void anEndOfOutputBeforeTheHandshakeIsDoneComesAfterTheHandshake() {
        beClient(client());
        write("all that there is");
        onLoop(upper::shutdownOutput);
        assertThat(below.isOutputShut()).isFalse();

        exchange();

        assertThat(peer.text()).isEqualTo("all that there is");
        assertThat(peer.told).containsExactly("OPENED", "ENDED");
        assertThat(below.isOutputShut()).isTrue();
        send("still here");
        assertThat(above.text()).isEqualTo("still here");
    }

    @Test
    void silenceInTheHandshakeEndsIt() {
        beServer(server().toBuilder().handshakeTimeout(Duration.ofSeconds(3)).build());
        wait(Duration.ofMillis(2_999));
        assertThat(below.isClosed()).isFalse();

        wait(Duration.ofMillis(1));

        assertThat(below.isAborted()).isTrue();
        assertThat(handshakeError())
                .isInstanceOf(ConnectTimeoutException.class)
                .hasMessageMatching("no TLS handshake with client .*127.0.0.1:2 within 3000 ms");
        assertThat(above.calls).isEmpty();
    }

    @Test
    void aByteNowAndThenDoesNotMakeTheHandshakeLonger() {
        beServer(server());
        String hello = new String(peer.takeAll(), ISO_8859_1);
        for (int i = 0; i < 9; i++) {
            below.send(hello.substring(i, i + 1));
            wait(Duration.ofSeconds(1));
        }
        assertThat(below.isClosed()).isFalse();
        below.send(hello.substring(9, 10));
        wait(Duration.ofSeconds(1));

        assertThat(below.isAborted()).isTrue();
    }

    @Test
    void aFailedHandshakeTellsBothSidesAndNotTheProtocol() {
        beClient(TlsConfig.client(TlsFixtures.trust(TlsFixtures.OTHER_AUTHORITY)).toBuilder()
                .taskExecutor(Runnable::run)
                .build());
        exchange();
        below.sendEnd();

        assertThat(handshakeError())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageStartingWith("TLS handshake with example.test:443 failed: ")
                .hasMessageContaining("unable to find valid certification path")
                .hasMessageContaining("Trust of this TlsConfig");
        assertThat(peer.failure).hasMessageContaining("certificate_unknown");
        assertThat(above.calls).isEmpty();
    }

    @Test
    void afterAFailureTheConnectionStaysUntilThePeerHasHeardOfIt() {
        beServer(server());
        below.send("GET / HTTP/1.1\r\n");
        assertThat(below.takeWritten()).as("an alert").isNotEmpty();
        assertThat(below.isOutputShut()).isTrue();
        assertThat(below.isClosed()).isFalse();

        below.send("Host: example.test\r\n\r\n");
        assertThat(below.unread()).isZero();
        below.sendEnd();

        assertThat(below.isClosed()).isTrue();
        assertThat(below.isAborted()).isFalse();
        assertThat(handshakeError()).hasMessageContaining("is not TLS").hasMessageContaining("plain text");
        assertThat(above.calls).isEmpty();
    }

    @Test
    void butNotForEver() {
        beServer(server().toBuilder().closeTimeout(Duration.ofSeconds(1)).build());
        below.send("GET / HTTP/1.1\r\n");
        wait(Duration.ofMillis(999));
        assertThat(below.isClosed()).isFalse();
        wait(Duration.ofMillis(1));

        assertThat(below.isAborted()).isTrue();
    }

    @Test
    void anEndInTheHandshake() {
        beServer(server());
        below.send(new String(peer.take(50), ISO_8859_1));
        below.sendEnd();

        assertThat(handshakeError())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining(
                        "it ended the connection in the middle of the handshake, in the middle of a record");
        assertThat(below.isClosed()).isTrue();
    }

    @Test
    void aResetInTheHandshake() {
        beClient(client());
        below.breakWith(new IOException("Connection reset"));

        assertThat(handshakeError())
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessage("TLS handshake with example.test:443 failed: Connection reset");
        assertThat(above.calls).isEmpty();
    }

    @Test
    void anAddressIsNamedAsInAUrl() {
        use(TlsLayer.client(test.loop, client(), "::1", 443, marks, above));

        assertThat(layer).hasToString("TlsLayer[[::1]:443, HANDSHAKING]");
    }

    @Test
    void theLoopIsClosedInTheHandshake() {
        beClient(client());
        below.breakWith(null);

        assertThat(handshakeError())
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining(HOST);
    }

    @Test
    void aHandshakeCanBeCalledOff() {
        beServer(server());
        layer.handshake().cancel();
        test.turnUntilIdle();

        assertThat(below.isAborted()).isTrue();
        assertThat(above.calls).isEmpty();
    }

    @Test
    void andBeforeThereIsAConnection() {
        use(TlsLayer.client(test.loop, client(), HOST, 443, marks, above));
        layer.handshake().cancel();
        below = TestTransport.connect(test, lower);

        assertThat(below.isAborted()).isTrue();
        assertThat(below.takeWritten()).isEmpty();
    }

    @Test
    void closingInTheHandshakeCallsItOff() {
        beServer(server());
        onLoop(upper::close);

        assertThat(below.isAborted()).isTrue();
        assertThat(handshakeError())
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageEndingWith("was aborted");
        assertThat(above.calls).isEmpty();
    }

    @Test
    void abortedBeforeThereIsAConnectionItHasFailed() {
        use(TlsLayer.client(test.loop, client(), HOST, 443, marks, above));
        onLoop(upper::abort);

        assertThat(handshakeError())
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageEndingWith("was aborted");
    }

    @Test
    void calledOffAtTheVeryEndItIsNotWanted() {
        above = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                layer.handshake().cancel();
            }
        };
        beServer(server());
        exchange();
        test.turnUntilIdle();

        assertThat(below.isAborted()).isTrue();
        assertThat(above.calls).containsExactly("connected", "closed");
    }

    // -------------------------------------------------------------------------------------------------------- tasks

    @Test
    void whileATaskRunsElsewhereNothingIsProcessed() {
        ManualExecutor threads = new ManualExecutor();
        beServer(server().toBuilder().taskExecutor(threads).build());
        below.send(new String(peer.takeAll(), ISO_8859_1));
        assertThat(threads.queued()).isEqualTo(1);
        assertThat(below.isReading()).isFalse();
        assertThat(below.takeWritten()).isEmpty();

        Threads.runElsewhere(threads::runAll);
        test.turnUntilIdle();

        assertThat(below.isReading()).isTrue();
        exchange();
        while (threads.queued() > 0) {
            threads.runAll();
            test.turnUntilIdle();
            exchange();
        }
        assertThat(above.calls).containsExactly("connected");
    }

    @Test
    void whatComesWhileATaskRunsIsKept() {
        ManualExecutor threads = new ManualExecutor();
        beServer(server().toBuilder().taskExecutor(threads).build());
        String hello = new String(peer.takeAll(), ISO_8859_1);
        below.send(hello);
        test.inTask(() -> lower.received(ByteBuffer.wrap("GET / HTTP/1.1".getBytes(ISO_8859_1))));
        assertThat(layer.handshake().isDone()).isFalse();

        threads.runAll();
        test.turnUntilIdle();
        below.sendEnd();

        assertThat(handshakeError()).hasMessageContaining("is not TLS");
    }

    @Test
    void anEndWhileATaskRuns() {
        ManualExecutor threads = new ManualExecutor();
        beServer(server().toBuilder().taskExecutor(threads).build());
        below.send(new String(peer.takeAll(), ISO_8859_1));
        test.inTask(lower::ended);
        assertThat(layer.handshake().isDone()).isFalse();

        threads.runAll();
        test.turnUntilIdle();

        assertThat(handshakeError()).hasMessageContaining("in the middle of the handshake");
        assertThat(below.isClosed()).isTrue();
    }

    @Test
    void aConnectionThatEndsWhileATaskRuns() {
        ManualExecutor threads = new ManualExecutor();
        beServer(server().toBuilder().taskExecutor(threads).build());
        below.send(new String(peer.takeAll(), ISO_8859_1));
        below.breakWith(new IOException("Connection reset"));
        threads.runAll();
        test.turnUntilIdle();

        assertThat(handshakeError()).hasMessageContaining("Connection reset");
        assertThat(below.takeWritten()).isEmpty();
        assertThat(threads.errors()).isEmpty();
    }

    @Test
    void aTaskThatNeverEndsMeetsTheTimeout() {
        ManualExecutor threads = new ManualExecutor();
        beServer(server().toBuilder().taskExecutor(threads).build());
        below.send(new String(peer.takeAll(), ISO_8859_1));
        wait(Duration.ofSeconds(10));

        assertThat(below.isAborted()).isTrue();
        assertThat(handshakeError()).isInstanceOf(ConnectTimeoutException.class);
    }

    @Test
    void aTaskThatOutlivesTheLoop() {
        ManualExecutor threads = new ManualExecutor();
        beServer(server().toBuilder().taskExecutor(threads).build());
        below.send(new String(peer.takeAll(), ISO_8859_1));
        test.close();
        threads.runAll();

        assertThat(threads.errors()).isEmpty();
    }

    @Test
    void anExecutorThatTakesNoTasks() {
        beServer(server().toBuilder()
                .taskExecutor(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .build());
        below.send(new String(peer.takeAll(), ISO_8859_1));
        below.sendEnd();

        assertThat(handshakeError()).hasMessageContaining("TlsConfig.taskExecutor");
    }

    // ------------------------------------------------------------------------------------------------ back-pressure

    @Test
    void nothingIsDeliveredWhilePausedAndNothingIsLost() {
        above = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.pauseReading();
            }
        };
        openServer();
        send("one ", "two ", "three");
        assertThat(above.text()).isEqualTo("one ");
        assertThat(below.isReading()).isFalse();

        test.inTask(() -> {
            upper.resumeReading();
            assertThat(above.text()).as("not from inside the call").isEqualTo("one ");
        });
        test.turnUntilIdle();
        assertThat(above.text()).isEqualTo("one two ");
        assertThat(below.isReading()).isFalse();

        onLoop(upper::resumeReading);
        assertThat(above.text()).isEqualTo("one two three");
        onLoop(upper::resumeReading);
        assertThat(below.isReading()).isTrue();
    }

    @Test
    void theSocketIsReadAgainOnlyWhenAllIsUsed() {
        above = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.pauseReading();
            }
        };
        openServer();
        send("1", "2", "3");
        test.inTask(() -> {
            upper.resumeReading();
            assertThat(below.isReading()).as("there are records left").isFalse();
        });
        send("4");

        assertThat(below.unread()).as("left in the socket").isPositive();
    }

    @Test
    void pausedAndResumedInOneTurnIsNotPaused() {
        openServer();
        test.inTask(() -> {
            upper.pauseReading();
            upper.pauseReading();
            upper.resumeReading();
        });
        send("on");

        assertThat(above.text()).isEqualTo("on");
    }

    @Test
    void pausedAgainBeforeTheRestIsDelivered() {
        openServer();
        onLoop(upper::pauseReading);
        test.inTask(() -> {
            peer.write("kept");
            lower.received(ByteBuffer.wrap(peer.takeAll()));
        });
        test.inTask(() -> {
            upper.resumeReading();
            upper.pauseReading();
        });
        test.turnUntilIdle();
        assertThat(above.text()).isEmpty();

        onLoop(upper::resumeReading);
        assertThat(above.text()).isEqualTo("kept");
    }

    @Test
    void anEndBehindBytesThatArePausedComesAfterThem() {
        above = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.pauseReading();
            }
        };
        openServer();
        peer.write("one ");
        peer.write("two");
        peer.close();
        exchange();
        assertThat(above.calls).containsExactly("connected");
        onLoop(upper::resumeReading);
        assertThat(above.text()).isEqualTo("one two");
        assertThat(above.calls).containsExactly("connected");
        onLoop(upper::resumeReading);

        assertThat(above.calls).containsExactly("connected", "ended");
    }

    @Test
    void aTruncationWhilePausedComesWithTheNextReading() {
        openServer();
        onLoop(upper::pauseReading);
        test.inTask(lower::ended);
        test.turnUntilIdle();
        assertThat(above.calls).containsExactly("connected");

        onLoop(upper::resumeReading);

        assertThat(above.cause).isInstanceOf(TlsTruncationException.class);
    }

    @Test
    void aTruncationBehindBytesThatArePausedComesAfterThem() {
        openServer();
        onLoop(upper::pauseReading);
        peer.write("all there is");
        test.inTask(() -> {
            lower.received(ByteBuffer.wrap(peer.takeAll()));
            lower.ended();
        });
        test.turnUntilIdle();
        assertThat(above.calls).containsExactly("connected");

        onLoop(upper::resumeReading);

        assertThat(above.text()).isEqualTo("all there is");
        assertThat(above.cause).isInstanceOf(TlsTruncationException.class);
    }

    @Test
    void theProtocolIsToldWhenTheSocketIsFullAndWhenItHasRoom() {
        openServer();
        below.block();
        write("x".repeat(100_000));
        assertThat(upper.isWritable()).isFalse();
        assertThat(upper.queued()).isGreaterThan(100_000);
        test.inTask(() -> lower.writable(false));
        below.unblock();

        assertThat(above.calls).containsExactly("connected", "writable false", "writable true");
        assertThat(upper.isWritable()).isTrue();
    }

    // --------------------------------------------------------------------------------------------------------- ends

    @Test
    void closeSaysSoAndSendsAllThatWasWritten() {
        openServer();
        onLoop(() -> {
            upper.write(ByteBuffer.wrap("goodbye".getBytes(ISO_8859_1)));
            upper.close();
            upper.close();
            upper.write(ByteBuffer.wrap("too late".getBytes(ISO_8859_1)));
        });
        exchange();

        assertThat(peer.text()).isEqualTo("goodbye");
        assertThat(peer.told).containsExactly("OPENED", "ENDED");
        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(above.cause).isNull();
        assertThat(below.isAborted()).isFalse();
        assertThat(upper.isOpen()).isFalse();
        test.inTask(() -> assertThat(test.loop.pendingTimers()).isZero());
    }

    @Test
    void afterCloseNothingIsReceived() {
        openServer();
        below.block();
        write("unsent");
        onLoop(upper::close);
        peer.write("late");
        test.inTask(() -> lower.received(ByteBuffer.wrap(peer.takeAll())));
        below.unblock();

        assertThat(above.text()).isEmpty();
        assertThat(above.calls).endsWith("closed");
    }

    @Test
    void silenceAtTheCloseEndsIt() {
        openServer(server().toBuilder().closeTimeout(Duration.ofSeconds(5)).build());
        below.block();
        write("never read");
        onLoop(upper::close);
        wait(Duration.ofMillis(4_999));
        assertThat(above.isClosed()).isFalse();
        wait(Duration.ofMillis(1));

        assertThat(below.isAborted()).isTrue();
        assertThat(above.cause)
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageMatching("client .* did not take the last \\d+ bytes within 5000 ms");
        assertThat(above.calls).containsExactly("connected", "closed");
    }

    @Test
    void thePeersEndIsAnEndAndTheOtherDirectionLivesOn() {
        openServer();
        peer.write("question");
        peer.close();
        exchange();
        assertThat(above.calls).containsExactly("connected", "ended");
        assertThat(upper.isOpen()).isTrue();

        write("answer");
        exchange();
        below.sendEnd(); // as a peer does after its close_notify
        assertThat(above.calls).containsExactly("connected", "ended");
        onLoop(upper::close);
        exchange();

        assertThat(peer.text()).isEqualTo("answer");
        assertThat(above.calls).containsExactly("connected", "ended", "closed");
        assertThat(above.cause).isNull();
    }

    @Test
    void ourEndIsAnEndAndTheOtherDirectionLivesOn() {
        openServer();
        onLoop(() -> {
            upper.shutdownOutput();
            upper.shutdownOutput();
        });
        exchange();
        assertThat(peer.told).containsExactly("OPENED", "ENDED");
        assertThat(below.isOutputShut()).isTrue();
        send("still here");
        assertThat(above.text()).isEqualTo("still here");

        test.inTask(() -> assertThatThrownBy(() -> upper.write(ByteBuffer.allocate(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("write after shutdownOutput"));
        peer.close();
        exchange();
        onLoop(upper::close);

        assertThat(above.calls).containsExactly("connected", "ended", "closed");
        assertThat(above.cause).isNull();
    }

    @Test
    void anEndWithoutCloseNotifyIsNotAnEnd() {
        openServer();
        send("half a");
        below.sendEnd();

        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(above.cause)
                .isInstanceOf(TlsTruncationException.class)
                .hasMessageMatching("TLS with client .* broke: its stream was cut off.*");
        assertThat(below.isClosed()).isTrue();
    }

    @Test
    void aResetIsToldAsItIs() {
        openServer();
        IOException reset = new IOException("Connection reset");
        below.breakWith(reset);

        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(above.cause).isSameAs(reset);
    }

    @Test
    void abortIsAborted() {
        openServer();
        onLoop(upper::abort);
        exchange();

        assertThat(below.isAborted()).isTrue();
        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(above.cause).isNull();
        assertThat(peer.told).as("no close_notify").containsExactly("OPENED");
    }

    @Test
    void abortFromInsideReceivedStopsTheRest() {
        above = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.abort();
            }
        };
        openServer();
        send("one", "two");

        assertThat(above.text()).isEqualTo("one");
        assertThat(above.calls).containsExactly("connected", "closed");
    }

    @Test
    void aRecordThatIsWrongEndsTheConnectionAndThePeerIsToldWhy() {
        openServer();
        peer.write("pay 10");
        byte[] record = peer.takeAll();
        record[record.length - 1] ^= 1;
        below.send(new String(record, ISO_8859_1));
        assertThat(upper.isOpen()).isFalse();
        exchange();
        below.sendEnd();

        assertThat(above.cause)
                .isInstanceOf(SSLException.class)
                .isNotInstanceOf(TlsTruncationException.class)
                .hasMessageMatching("TLS with client .* broke: .*");
        assertThat(peer.failure).hasMessageContaining("bad_record_mac");
        assertThat(above.text()).isEmpty();
        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(below.isClosed()).isTrue();
    }

    @Test
    void whatAProtocolThrowsEndsItsConnectionWithoutACloseNotify() {
        RuntimeException bug = new RuntimeException("a bug");
        above = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                throw bug;
            }
        };
        openServer();
        send("one", "two");

        assertThat(test.reports.takeErrors()).containsExactly(bug);
        assertThat(above.text()).isEqualTo("one");
        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(above.cause).isSameAs(bug);
        assertThat(below.isAborted()).isTrue();
        assertThat(peer.told).containsExactly("OPENED");
    }

    @Test
    void whatConnectedThrowsEndsTheConnection() {
        RuntimeException bug = new RuntimeException("a bug");
        above = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                throw bug;
            }
        };
        beServer(server());
        exchange();

        assertThat(test.reports.takeErrors()).containsExactly(bug);
        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(above.cause).isSameAs(bug);
        assertThat(layer.handshake().outcome().value()).isSameAs(upper);
    }

    // -------------------------------------------------------------------------------------------- names, addresses

    @Test
    void hasTheAddressesOfTheConnectionBelow() {
        use(TlsLayer.client(test.loop, client(), HOST, 443, marks, above));
        assertThat(upper.localAddress()).isNull();
        assertThat(upper.remoteAddress()).isNull();

        below = TestTransport.connect(test, lower);

        assertThat(upper.localAddress()).isEqualTo(below.localAddress());
        assertThat(upper.remoteAddress()).isEqualTo(below.remoteAddress());
        onLoop(upper::abort);
    }

    @Test
    void itsHalvesHaveTheNameOfThePeerAndTheOwnerAbove() {
        openServer();
        assertThat(upper.toString()).startsWith("TlsTransport[client ").endsWith(", OPEN]");
        assertThat(lower.toString()).startsWith("TlsProtocol[client ").endsWith(", OPEN]");
        assertThat(((Owned) upper).owner()).isSameAs(above);
        assertThat(((Owned) lower).owner()).isSameAs(above);
        assertThat(peer.engine).hasToString("TlsEngine[OPEN]");
    }

    // ------------------------------------------------------------------------------------------------------- thread

    @Test
    void anotherThreadIsTurnedAway() {
        openServer();
        List<Runnable> calls = new ArrayList<>(List.of(
                upper::close,
                upper::abort,
                upper::pauseReading,
                upper::resumeReading,
                upper::shutdownOutput,
                () -> upper.write(ByteBuffer.allocate(0))));

        for (Runnable call : calls) {
            assertThatThrownBy(() -> Threads.runElsewhere(call)).isInstanceOf(IllegalStateException.class);
        }
    }
}
