// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static io.snowloop.transport.TransportFixture.receive;
import static io.snowloop.transport.TransportFixture.reset;
import static io.snowloop.transport.TransportFixture.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import io.snowloop.transport.TransportFixture.Family;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(Family.class)
class SocketTransportTest {
    /** More than any socket takes at once. */
    private static final int LARGE = 10_000_000;

    @Parameter
    Family family;

    @TempDir
    Path directory;

    private final RecordingProtocol protocol = new RecordingProtocol();
    private TransportFixture fixture;
    private TestLoop test;
    private EventLoop loop;

    @BeforeEach
    void open() {
        fixture = new TransportFixture(family, directory);
        test = fixture.test;
        loop = test.loop;
    }

    @AfterEach
    void close() {
        fixture.close();
        assertThat(protocol.violations).isEmpty();
    }

    // ------------------------------------------------------------------------------------------------ the way through

    @Test
    void isConnectedBeforeOpenReturns() {
        fixture.connect(protocol);

        assertThat(protocol.calls).containsExactly("connected");
        assertThat(protocol.transport.isOpen()).isTrue();
        assertThat(protocol.transport.isWritable()).isTrue();
        assertThat(protocol.transport.queued()).isZero();
        assertThat(protocol.transport.loop()).isSameAs(loop);
    }

    @Test
    void echoes() {
        RecordingProtocol echo = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.write(ByteBuffer.wrap(piece));
            }

            @Override
            protected void onEnded() {
                transport.close();
            }
        };
        SocketChannel peer = fixture.connect(echo);
        send(peer, "hello");
        test.turnUntil(() -> echo.received() == 5);
        send(peer, ", world");
        shutdownOutput(peer);

        assertThat(new String(fixture.receiveAll(peer), StandardCharsets.UTF_8)).isEqualTo("hello, world");
        fixture.await(echo, "closed");
        assertThat(echo.calls).containsExactly("connected", "ended", "closed");
        assertThat(echo.cause).isNull();
        assertThat(echo.violations).isEmpty();
    }

    @Test
    void knowsItsAddressesUntilItIsClosed() throws IOException {
        SocketChannel peer = fixture.connect(protocol);

        assertThat(protocol.transport.remoteAddress()).isEqualTo(peer.getLocalAddress());
        assertThat(protocol.transport.localAddress()).isEqualTo(peer.getRemoteAddress());

        protocol.transport.abort();
        assertThat(protocol.transport.remoteAddress()).isNull();
        assertThat(protocol.transport.localAddress()).isNull();
        assertThat(protocol.transport).asString().contains("CLOSED");
    }

    @Test
    void takesAllBytesOfABufferBeforeWriteReturns() {
        fixture.connect(protocol);
        ByteBuffer small = ByteBuffer.wrap(new byte[100]).position(40);
        ByteBuffer large = ByteBuffer.wrap(new byte[LARGE]);

        protocol.transport.write(small);
        protocol.transport.write(large);

        assertThat(small.hasRemaining()).isFalse();
        assertThat(large.hasRemaining()).isFalse();
        assertThat(large.limit()).isEqualTo(LARGE);
        assertThat(protocol.transport.queued()).isBetween(1, LARGE);
    }

    @Test
    void keepsACopyOfWhatTheSocketDidNotTake() {
        SocketChannel peer = fixture.connect(protocol);
        byte[] bytes = randomBytes(LARGE);
        byte[] mine = bytes.clone();

        protocol.transport.write(ByteBuffer.wrap(mine));
        Arrays.fill(mine, (byte) 0);
        protocol.transport.close();

        assertThat(fixture.receiveAll(peer)).isEqualTo(bytes);
    }

    @Test
    void sendsManyWritesInTheirOrderToAPeerThatReadsSlowly() {
        SocketChannel peer = fixture.connect(protocol);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        ByteArrayOutputStream arrived = new ByteArrayOutputStream();
        Random random = new Random(7);
        while (sent.size() < LARGE) {
            byte[] piece = new byte[random.nextInt(300_000)];
            random.nextBytes(piece);
            sent.writeBytes(piece);
            test.inTask(() -> protocol.transport.write(ByteBuffer.wrap(piece)));
            arrived.writeBytes(receive(peer, random.nextInt(100_000)));
            assertThat(protocol.transport.queued())
                    .as("bytes queued are bytes written and not arrived, less what the kernel holds")
                    .isLessThanOrEqualTo(sent.size() - arrived.size());
        }
        protocol.transport.close();
        arrived.writeBytes(fixture.receiveAll(peer));

        assertThat(arrived.toByteArray()).isEqualTo(sent.toByteArray());
        fixture.await(protocol, "closed");
        assertThat(protocol.cause).isNull();
    }

    // -------------------------------------------------------------------------------------------------- back-pressure

    @Test
    void asksToStopOnceAboveTheHighMarkAndToGoOnOnceAtTheLowOne() {
        SocketChannel peer = fixture.connect(protocol);

        while (protocol.transport.isWritable()) {
            protocol.outside(() -> protocol.transport.write(ByteBuffer.allocate(50_000)));
        }
        assertThat(protocol.transport.queued()).isGreaterThan(64 * 1024);
        assertThat(protocol.calls).as("none from inside of write").containsExactly("connected");
        protocol.transport.write(ByteBuffer.allocate(LARGE));
        test.inTask(() -> {});
        assertThat(protocol.calls).containsExactly("connected", "writable false");

        while (!protocol.transport.isWritable()) {
            assertThat(protocol.transport.queued()).isGreaterThan(16 * 1024);
            receive(peer, 100_000);
            test.inTask(() -> {});
        }
        assertThat(protocol.transport.queued()).isLessThanOrEqualTo(16 * 1024);
        test.inTask(() -> {});
        assertThat(protocol.calls).containsExactly("connected", "writable false", "writable true");
    }

    @Test
    void asksAgainEachTimeItGoesOver() {
        SocketChannel peer = fixture.connect(protocol, new WaterMarks(10, 0));
        for (int i = 0; i < 3; i++) {
            protocol.transport.write(ByteBuffer.allocate(LARGE));
            assertThat(protocol.transport.isWritable()).isFalse();
            while (!protocol.transport.isWritable()) {
                receive(peer, 1_000_000);
                test.inTask(() -> {});
            }
            assertThat(protocol.transport.queued()).isZero();
        }
        test.turnUntilIdle();

        assertThat(protocol.calls)
                .containsExactly(
                        "connected",
                        "writable false",
                        "writable true",
                        "writable false",
                        "writable true",
                        "writable false",
                        "writable true");
    }

    @Test
    void receivesNothingWhileReadingIsPaused() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.pauseReading();
        protocol.transport.pauseReading();
        send(peer, "hello");

        test.inTask(() -> {});
        test.inTask(() -> {});
        assertThat(protocol.received()).isZero();

        protocol.outside(() -> {
            protocol.transport.resumeReading();
            protocol.transport.resumeReading();
        });
        test.turnUntil(() -> protocol.received() > 0);
        assertThat(protocol.text()).isEqualTo("hello");
    }

    @Test
    void pausedFromInsideReceivedItStopsAtOnce() {
        RecordingProtocol oneAtATime = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.pauseReading();
            }
        };
        SocketChannel peer = fixture.connect(oneAtATime);
        fill(peer);

        test.turn();
        int first = oneAtATime.received();
        test.inTask(() -> {});

        assertThat(first).isBetween(1, Reactor.READ_BUFFER_SIZE);
        assertThat(oneAtATime.received()).isEqualTo(first);
        oneAtATime.transport.resumeReading();
        test.turn();
        assertThat(oneAtATime.received()).isGreaterThan(first);
    }

    @Test
    void aFloodOnOneConnectionLeavesTheOthersTheirTurn() {
        AtomicInteger reads = new AtomicInteger();
        AtomicReference<SocketChannel> flood = new AtomicReference<>();
        RecordingProtocol flooded = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                if (reads.incrementAndGet() < 100) {
                    fill(flood.get()); // however much is read, there is more
                }
            }
        };
        RecordingProtocol quiet = new RecordingProtocol();
        flood.set(fixture.connect(flooded));
        SocketChannel other = fixture.connect(quiet);
        fill(flood.get());
        send(other, "hello");

        test.turn();

        assertThat(reads.get()).as("reads in one turn").isBetween(1, 4);
        assertThat(quiet.text()).isEqualTo("hello");
    }

    /** What bytes cost only the protocol knows: compressed ones may be a thousand times as many. */
    @Test
    void aFloodThatTakesLongIsReadOnceInATurn() {
        AtomicInteger reads = new AtomicInteger();
        AtomicReference<SocketChannel> flood = new AtomicReference<>();
        flood.set(fixture.connect(new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                reads.incrementAndGet();
                test.ticker.advance(Duration.ofMillis(21));
                fill(flood.get());
            }
        }));
        fill(flood.get());

        test.turn();
        assertThat(reads.get()).isEqualTo(1);
        test.turn();
        assertThat(reads.get()).isEqualTo(2);
    }

    @Test
    void aProtocolThatIsFedFasterThanItReadsGetsAllInTheEnd() {
        SocketChannel peer = fixture.connect(protocol);
        byte[] bytes = randomBytes(3_000_000);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (protocol.received() < bytes.length) {
            writeSome(peer, rest);
            test.inTask(() -> {});
        }

        assertThat(protocol.bytes()).isEqualTo(bytes);
    }

    // ------------------------------------------------------------------------------------------------------
    // half-closes

    @Test
    void thePeersEndIsToldAndTheOtherWayStaysOpen() {
        SocketChannel peer = fixture.connect(protocol);
        send(peer, "question");
        shutdownOutput(peer);
        fixture.await(protocol, "ended");
        assertThat(protocol.text()).isEqualTo("question");
        assertThat(protocol.isClosed()).isFalse();

        test.inTask(() -> protocol.write("answer"));
        test.inTask(protocol.transport::close);

        assertThat(new String(fixture.receiveAll(peer), StandardCharsets.UTF_8)).isEqualTo("answer");
        fixture.await(protocol, "closed");
        assertThat(protocol.calls).containsExactly("connected", "ended", "closed");
    }

    @Test
    void thePeersEndIsToldOnceAndCostsNoFurtherTurns() {
        SocketChannel peer = fixture.connect(protocol);
        shutdownOutput(peer);
        fixture.await(protocol, "ended");

        test.inTask(() -> protocol.transport.resumeReading());
        test.provider.beforeNextWait(loop::stop);
        loop.run();

        assertThat(protocol.calls).containsExactly("connected", "ended");
    }

    @Test
    void ourEndIsSeenByThePeerAfterAllThatWasWritten() {
        SocketChannel peer = fixture.connect(protocol);
        byte[] bytes = randomBytes(LARGE);
        protocol.transport.write(ByteBuffer.wrap(bytes));

        protocol.outside(protocol.transport::shutdownOutput);
        protocol.transport.shutdownOutput();

        assertThat(fixture.receiveAll(peer)).isEqualTo(bytes);
        send(peer, "still heard");
        test.turnUntil(() -> protocol.received() > 0);
        assertThat(protocol.text()).isEqualTo("still heard");
        assertThat(protocol.isClosed()).isFalse();
    }

    @Test
    void writingAfterOurEndIsRefused() {
        fixture.connect(protocol);
        protocol.transport.shutdownOutput();

        assertThatIllegalStateException()
                .isThrownBy(() -> protocol.write("late"))
                .withMessageContaining("write after shutdownOutput");
    }

    @Test
    void closedAfterOurEndItSendsWhatWasWrittenAndDropsWhatComesLater() {
        SocketChannel peer = fixture.connect(protocol);
        byte[] bytes = randomBytes(LARGE);
        protocol.transport.write(ByteBuffer.wrap(bytes));
        protocol.transport.shutdownOutput();
        assertThat(protocol.transport.isOpen()).isTrue();

        protocol.transport.close();
        protocol.write("late");

        assertThat(protocol.transport.isOpen()).isFalse();
        assertThat(fixture.receiveAll(peer)).isEqualTo(bytes);
        fixture.await(protocol, "closed");
        assertThat(protocol.cause).isNull();
    }

    @Test
    void bothEndsOneAfterTheOtherStillNeedAClose() {
        SocketChannel peer = fixture.connect(protocol);
        shutdownOutput(peer);
        fixture.await(protocol, "ended");
        protocol.transport.shutdownOutput();
        test.inTask(() -> {});
        assertThat(protocol.isClosed()).isFalse();

        protocol.transport.close();
        fixture.await(protocol, "closed");

        assertThat(protocol.calls).containsExactly("connected", "ended", "closed");
        assertThat(protocol.cause).isNull();
    }

    // ----------------------------------------------------------------------------------------------------------
    // closing

    @Test
    void closeSendsFirstWhatWasWritten() {
        SocketChannel peer = fixture.connect(protocol);
        byte[] bytes = randomBytes(LARGE);
        protocol.transport.write(ByteBuffer.wrap(bytes));

        protocol.outside(protocol.transport::close);
        assertThat(protocol.transport.isOpen()).isFalse();
        assertThat(protocol.isClosed()).isFalse();

        assertThat(fixture.receiveAll(peer)).isEqualTo(bytes);
        fixture.await(protocol, "closed");
        assertThat(protocol.cause).isNull();
        assertThat(loop.reactor().registrations()).isZero();
    }

    @Test
    void closeReadsNoMore() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.allocate(LARGE));
        protocol.transport.close();
        send(peer, "late");

        test.inTask(() -> {});
        test.inTask(() -> {});

        assertThat(protocol.received()).isZero();
    }

    @Test
    void closeOfAnIdleConnectionIsToldFromTheQueue() {
        SocketChannel peer = fixture.connect(protocol);

        protocol.outside(() -> {
            protocol.transport.close();
            protocol.transport.close();
        });
        assertThat(protocol.isClosed()).isFalse();
        test.turnUntilIdle();

        assertThat(protocol.calls).containsExactly("connected", "closed");
        assertThat(receive(peer, 1)).as("the peer sees the end").isNull();
    }

    @Test
    void abortForgetsWhatWasNotSent() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.allocate(LARGE));

        protocol.outside(() -> {
            protocol.transport.abort();
            protocol.transport.abort();
        });
        assertThat(protocol.transport.queued()).isZero();
        test.turnUntilIdle();

        assertThat(protocol.calls).containsExactly("connected", "closed");
        assertThat(protocol.cause).isNull();
        if (family == Family.TCP) {
            assertThatThrownBy(() -> fixture.receiveAll(peer)).hasMessageContaining("reset");
        } else { // there is no such thing as a reset here
            assertThat(fixture.receiveAll(peer).length).isLessThan(LARGE);
        }
    }

    @Test
    void abortCutsACloseShort() {
        fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.allocate(LARGE));
        protocol.transport.close();

        protocol.transport.abort();
        test.turnUntilIdle();

        assertThat(protocol.calls).containsExactly("connected", "closed");
    }

    @Test
    void writesToAClosedConnectionAreDropped() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.close();
        ByteBuffer late = ByteBuffer.wrap(new byte[] {1, 2, 3});

        protocol.transport.write(late);
        protocol.transport.shutdownOutput();
        protocol.transport.pauseReading();
        protocol.transport.resumeReading();

        assertThat(late.hasRemaining()).as("taken, as ever").isFalse();
        assertThat(protocol.transport.queued()).isZero();
        assertThat(fixture.receiveAll(peer)).isEmpty();
    }

    @Test
    void writesAfterCloseAreNotSentBehindWhatIsBeingFlushed() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.allocate(LARGE));
        protocol.transport.close();

        protocol.write("late");

        assertThat(fixture.receiveAll(peer)).hasSize(LARGE);
    }

    @Test
    void aResetByThePeerIsToldWithItsCause() {
        assumeTrue(family == Family.TCP, "only TCP has resets");
        SocketChannel peer = fixture.connect(protocol);
        test.inTask(() -> {});

        reset(peer);
        fixture.await(protocol, "closed");

        assertThat(protocol.calls).containsExactly("connected", "closed");
        assertThat(protocol.cause).isInstanceOf(IOException.class);
        assertThat(loop.reactor().registrations()).isLessThanOrEqualTo(1);
        assertThat(protocol.transport.isOpen()).isFalse();
    }

    @Test
    void aPeerThatIsGoneEndsAFlush() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.allocate(LARGE));
        protocol.transport.close();

        closePeer(peer);
        fixture.await(protocol, "closed");

        assertThat(protocol.calls).startsWith("connected").endsWith("closed").doesNotHaveDuplicates();
        assertThat(protocol.cause).isInstanceOf(IOException.class);
    }

    @Test
    void aWriteThatFailsIsToldAsTheEndAndNotThrown() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.pauseReading();
        closePeer(peer);

        for (int i = 0; i < 1_000 && protocol.transport.isOpen(); i++) {
            ByteBuffer buffer = ByteBuffer.allocate(10_000);
            protocol.outside(() -> protocol.transport.write(buffer));
            assertThat(buffer.hasRemaining()).isFalse();
            test.inTask(() -> {});
        }

        fixture.await(protocol, "closed");
        assertThat(protocol.cause).isInstanceOf(IOException.class);
        assertThat(protocol.calls).containsOnlyOnce("closed");
    }

    @Test
    void theLoopsEndIsToldWithoutACause() {
        fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.allocate(LARGE));

        loop.close();

        assertThat(protocol.calls).startsWith("connected").endsWith("closed").containsOnlyOnce("closed");
        assertThat(protocol.cause).isNull();
        assertThat(protocol.transport.isOpen()).isFalse();
    }

    @Test
    void theLoopsEndIsNotToldAgainToOneThatWasJustClosed() {
        fixture.connect(protocol);
        protocol.transport.abort();

        loop.close();

        assertThat(protocol.calls).containsExactly("connected", "closed");
    }

    @Test
    void aChannelThatIsClosedIsRefused() throws IOException {
        SocketChannel closed = SocketChannel.open();
        closed.close();

        assertThatThrownBy(() -> SocketTransport.open(loop, closed, protocol, WaterMarks.DEFAULT))
                .isInstanceOf(ClosedChannelException.class);
        assertThat(protocol.calls).isEmpty();
    }

    // ------------------------------------------------------------------------------------------- protocols that throw

    @Test
    void aProtocolThatThrowsInConnectedLosesItsConnection() {
        assertThrowingEnds(
                new RecordingProtocol() {
                    @Override
                    protected void onConnected() {
                        throw new IllegalStateException("mine");
                    }
                },
                "connected",
                "closed");
    }

    @Test
    void aProtocolThatThrowsInReceivedLosesItsConnection() {
        assertThrowingEnds(
                new RecordingProtocol() {
                    @Override
                    protected void onReceived(byte[] piece) {
                        throw new IllegalStateException("mine");
                    }
                },
                "connected",
                "closed");
    }

    @Test
    void aProtocolThatThrowsInWritableLosesItsConnection() {
        assertThrowingEnds(
                new RecordingProtocol() {
                    @Override
                    protected void onConnected() {
                        transport.write(ByteBuffer.allocate(LARGE));
                    }

                    @Override
                    protected void onWritable(boolean writable) {
                        throw new IllegalStateException("mine");
                    }
                },
                "connected",
                "writable false",
                "closed");
    }

    @Test
    void aProtocolThatThrowsInEndedLosesItsConnection() {
        assertThrowingEnds(
                new RecordingProtocol() {
                    @Override
                    protected void onEnded() {
                        throw new IllegalStateException("mine");
                    }
                },
                "connected",
                "ended",
                "closed");
    }

    @Test
    void aProtocolThatAbortsAndThenThrowsIsClosedOnce() {
        RecordingProtocol thrower = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.abort();
                throw new IllegalStateException("mine");
            }
        };
        SocketChannel peer = fixture.connect(thrower);
        send(peer, "hello");
        fixture.await(thrower, "closed");
        test.turnUntilIdle();

        assertThat(thrower.calls).containsExactly("connected", "closed");
        assertThat(thrower.cause).as("it was aborted first").isNull();
        assertThat(test.reports.takeErrors()).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(thrower.violations).isEmpty();
    }

    @Test
    void aProtocolThatThrowsInClosedIsReportedAndNobodyElseIsHarmed() {
        RecordingProtocol thrower = new RecordingProtocol() {
            @Override
            protected void onClosed() {
                throw new IllegalStateException("mine");
            }
        };
        fixture.connect(thrower);
        SocketChannel other = fixture.connect(protocol);
        thrower.transport.close();
        send(other, "hello");

        test.turnUntil(() -> protocol.received() == 5);
        test.turnUntilIdle();

        assertThat(thrower.calls).containsExactly("connected", "closed");
        assertThat(test.reports.take())
                .singleElement()
                .satisfies(report -> assertThat(report.source()).isSameAs(thrower));
    }

    private void assertThrowingEnds(RecordingProtocol thrower, String... calls) {
        SocketChannel other = fixture.connect(protocol);
        SocketChannel peer = fixture.connect(thrower);
        send(peer, "hello");
        shutdownOutput(peer);
        fixture.await(thrower, "closed");
        test.turnUntilIdle();

        assertThat(thrower.calls).containsExactly(calls);
        assertThat(thrower.cause).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThat(thrower.transport.isOpen()).isFalse();
        assertThat(thrower.violations).isEmpty();
        assertThat(test.reports.takeErrors()).containsExactly(thrower.cause);
        send(other, "alive");
        test.turnUntil(() -> protocol.received() == 5);
    }

    // ---------------------------------------------------------------------------------------------------- re-entrancy

    @Test
    void nothingIsCalledFromInsideACallOfTheProtocols() {
        RecordingProtocol busy = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                everything();
            }

            @Override
            protected void onReceived(byte[] piece) {
                everything();
            }

            @Override
            protected void onWritable(boolean writable) {
                everything();
            }

            @Override
            protected void onEnded() {
                everything();
                transport.close();
            }

            @Override
            protected void onClosed() {
                everything();
                transport.close();
                transport.abort();
            }

            private void everything() {
                transport.pauseReading();
                transport.resumeReading();
                transport.write(ByteBuffer.allocate(LARGE));
            }
        };
        SocketChannel peer = fixture.connect(busy);
        send(peer, "hello");
        while (!busy.isClosed()) {
            byte[] read = receive(peer, 1_000_000);
            if (busy.calls.contains("writable true") && read != null && peer.isOpen()) {
                shutdownOutput(peer);
            }
            test.inTask(() -> {});
        }
        test.turnUntilIdle();

        assertThat(busy.calls)
                .contains("writable false", "writable true", "ended")
                .endsWith("closed");
        assertThat(busy.violations).isEmpty();
    }

    @Test
    void closedFromInsideReceivedItReceivesNoMore() {
        RecordingProtocol once = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                transport.close();
            }
        };
        SocketChannel peer = fixture.connect(once);
        fill(peer);

        fixture.await(once, "closed");

        assertThat(once.received()).isLessThanOrEqualTo(Reactor.READ_BUFFER_SIZE);
        assertThat(once.violations).isEmpty();
    }

    @Test
    void anotherProtocolTakesOver() {
        RecordingProtocol next = new RecordingProtocol();
        SocketChannel peer = fixture.connect(protocol);
        send(peer, "one");
        test.turnUntil(() -> protocol.received() == 3);

        test.inTask(() -> protocol.transport.protocol(next));
        send(peer, "other");
        test.turnUntil(() -> next.received() == 5);
        test.inTask(() -> {
            protocol.transport.close();
            protocol.transport.protocol(protocol);
        });
        fixture.await(protocol, "closed");

        assertThat(protocol.text()).isEqualTo("one");
        assertThat(next.text()).isEqualTo("other");
        assertThat(next.calls).as("neither its beginning nor its end").isEmpty();
    }

    @Test
    void callsFromOtherThreadsAreRefused() {
        fixture.connect(protocol);
        Transport transport = protocol.transport;
        List<Runnable> calls = List.of(
                () -> transport.write(ByteBuffer.allocate(1)),
                () -> transport.protocol(protocol),
                transport::pauseReading,
                transport::resumeReading,
                transport::shutdownOutput,
                transport::close,
                transport::abort);

        for (Runnable call : calls) {
            assertThatThrownBy(() -> Threads.runElsewhere(call))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("elsewhere");
        }
        assertThat(transport.isOpen()).isTrue();
    }

    @Test
    void manyConnectionsLeaveNothingBehind() {
        List<RecordingProtocol> protocols = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RecordingProtocol each = new RecordingProtocol();
            protocols.add(each);
            SocketChannel peer = fixture.connect(each);
            send(peer, "hello");
            if (i % 2 == 0) {
                each.transport.close();
            } else {
                closePeer(peer);
            }
        }
        test.turnUntil(() -> protocols.stream().allMatch(each -> each.isClosed() || each.calls.contains("ended")));
        protocols.forEach(each -> each.transport.close());
        test.turnUntil(() -> protocols.stream().allMatch(RecordingProtocol::isClosed));
        test.inTask(() -> {});

        assertThat(loop.reactor().registrations()).isZero();
        assertThat(loop.pendingTimers()).isZero();
        assertThat(protocols).allSatisfy(each -> {
            assertThat(each.calls).containsOnlyOnce("closed").endsWith("closed");
            assertThat(each.violations).isEmpty();
        });
    }

    // ----------------------------------------------------------------------------------------------------------- the
    // peer

    // ------------------------------------------------------------------------------------- what must cost no turns

    /** The loop waits for its timer: else it would turn without end, and use a processor. */
    private void assertLoopWaits() {
        Duration end = test.ticker.elapsed().plusHours(1);
        test.inTask(() -> loop.schedule(Duration.ofHours(1), () -> {}));
        test.turn();
        assertThat(test.ticker.elapsed()).isEqualTo(end);
    }

    @Test
    void whileReadingIsPausedBytesWakeNoLoop() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.pauseReading();
        send(peer, "hello");

        assertLoopWaits();
        assertThat(protocol.received()).isZero();
    }

    @Test
    void theEndOfTheStreamIsToldOnceAndWakesNoLoopAgain() {
        SocketChannel peer = fixture.connect(protocol);
        shutdownOutput(peer);
        fixture.await(protocol, "ended");

        assertLoopWaits();
        assertThat(protocol.calls).containsExactly("connected", "ended");
    }

    // ------------------------------------------------------------------------------------------------- readiness

    @Test
    void readyWithoutBytesIsNeitherTheEndNorAnEmptyPiece() {
        List<Integer> pieces = new ArrayList<>();
        RecordingProtocol counting = new RecordingProtocol() {
            @Override
            protected void onReceived(byte[] piece) {
                pieces.add(piece.length);
            }
        };
        fixture.connect(counting);
        test.inTask(() -> ((SocketTransport) counting.transport).ready(SelectionKey.OP_READ));

        assertThat(counting.calls).containsExactly("connected");
        assertThat(pieces).isEmpty();
    }

    @Test
    void readyToWriteIsNotReadyToRead() {
        SocketChannel peer = fixture.connect(protocol);
        send(peer, "hello");

        ((SocketTransport) protocol.transport).ready(SelectionKey.OP_WRITE);

        assertThat(protocol.received()).isZero();
    }

    // ------------------------------------------------------------------------------------------------------ threads

    @Test
    void anotherThreadIsTurnedAwayBeforeAnythingIsDone() throws IOException {
        SocketChannel peer = fixture.connect(protocol);
        Transport transport = protocol.transport;
        try (FileChannel file = FileChannel.open(Files.write(directory.resolve("file"), new byte[10]))) {
            assertTurnedAway(() -> transport.write(ByteBuffer.wrap(new byte[10])));
            assertTurnedAway(() -> {
                try {
                    transport.transferFrom(file, 0, 10);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        assertTurnedAway(transport::shutdownOutput);
        assertTurnedAway(transport::close);
        assertTurnedAway(transport::abort);
        assertTurnedAway(() -> transport.protocol(new RecordingProtocol()));
        assertThat(receive(peer, 100)).as("nothing was sent").isEmpty();

        assertTurnedAway(transport::pauseReading);
        send(peer, "one");
        test.turnUntil(() -> protocol.received() == 3);
        transport.pauseReading();
        assertTurnedAway(transport::resumeReading);
        send(peer, "two");
        test.inTask(() -> {});
        transport.pauseReading(); // a reading that another thread had resumed would be visible now
        assertThat(protocol.received()).isEqualTo(3);
    }

    private static void assertTurnedAway(Runnable call) {
        assertThatThrownBy(() -> Threads.runElsewhere(call))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("called from thread");
    }

    // --------------------------------------------------------------------------------------------------------- ends

    @Test
    void theOutputIsShutAtOnceIfAllIsSent() {
        SocketChannel peer = fixture.connect(protocol);
        protocol.transport.shutdownOutput();

        assertThat(receive(peer, 1)).isNull();
    }

    @Test
    void theEndOfTheLoopForgetsWhatWasNotSent() {
        fixture.connect(protocol);
        protocol.transport.write(ByteBuffer.allocate(LARGE));

        loop.close();

        assertThat(protocol.transport.queued()).isZero();
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    /** Writes as much as the sockets on both sides take. */
    private static void fill(SocketChannel peer) {
        while (writeSome(peer, ByteBuffer.allocate(100_000)) > 0) {
            Thread.onSpinWait();
        }
    }

    private static int writeSome(SocketChannel peer, ByteBuffer bytes) {
        try {
            return peer.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void shutdownOutput(SocketChannel peer) {
        try {
            peer.shutdownOutput();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void closePeer(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
