// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestSelectorProvider;
import io.snowloop.testing.Threads;
import io.snowloop.transport.TransportFixture.Family;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass(name = "{0}")
@EnumSource(Family.class)
class AcceptorTest {
    @Parameter
    Family family;

    @TempDir
    Path directory;

    private final TestLoop test = new TestLoop();
    private final List<SocketChannel> accepted = new ArrayList<>();
    private final List<SocketChannel> peers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : accepted) {
            channel.close();
        }
        for (SocketChannel channel : peers) {
            channel.close();
        }
        test.close();
    }

    @Test
    void tellsWhereItListens() throws IOException {
        Acceptor acceptor = listen(accepted::add);

        if (acceptor.address() instanceof InetSocketAddress inet) {
            assertThat(inet.getPort()).as("the real port").isPositive();
        } else {
            assertThat(acceptor.address()).isEqualTo(TransportFixture.anyAddress(family, directory));
        }
        assertThat(acceptor).hasToString("Acceptor[" + acceptor.address() + "]");
    }

    @Test
    void handsOutTheConnectionsThatCome() throws IOException {
        Acceptor acceptor = listen(accepted::add);
        connect(acceptor.address());
        connect(acceptor.address());

        test.turnUntil(() -> accepted.size() == 2);

        peers.get(0).write(ByteBuffer.wrap(new byte[] {7}));
        ByteBuffer received = ByteBuffer.allocate(10);
        accepted.get(0).read(received);
        assertThat(received.flip().get()).isEqualTo((byte) 7);
    }

    @Test
    void itsConnectionsCanBePutIntoTheLoop() throws IOException {
        RecordingProtocol protocol = new RecordingProtocol();
        Acceptor acceptor = listen(connection -> {
            accepted.add(connection);
            try {
                assertThat(SocketTransport.open(test.loop, connection, protocol, WaterMarks.DEFAULT))
                        .isSameAs(protocol.transport);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        connect(acceptor.address()).write(ByteBuffer.wrap(new byte[] {1, 2, 3}));

        test.turnUntil(() -> protocol.received() == 3);

        assertThat(protocol.bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void eachConnectionGetsAProtocolOfItsOwn() throws IOException {
        List<RecordingProtocol> protocols = new ArrayList<>();
        Acceptor acceptor = serve(() -> {
            protocols.add(new RecordingProtocol());
            return protocols.get(protocols.size() - 1);
        });
        connect(acceptor.address()).write(ByteBuffer.wrap(new byte[] {1}));
        connect(acceptor.address()).write(ByteBuffer.wrap(new byte[] {2}));

        test.turnUntil(
                () -> protocols.stream().mapToInt(RecordingProtocol::received).sum() == 2);

        assertThat(protocols).hasSize(2).allMatch(protocol -> protocol.received() == 1);
    }

    @Test
    void aSupplierOfNullIsTold() throws IOException {
        Acceptor acceptor = serve(() -> null);
        connect(acceptor.address());

        List<Throwable> errors = new ArrayList<>();
        test.turnUntil(() -> errors.addAll(test.reports.takeErrors()));

        assertThat(errors)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("the supplier of Acceptor.listen returned null instead of a protocol");
    }

    @Test
    void aConnectionThatIsGoneBeforeItIsServedIsNoError() throws IOException {
        SocketChannel gone = SocketChannel.open();
        gone.close();
        RecordingProtocol protocol = new RecordingProtocol();

        test.inTask(() -> Acceptor.serve(test.loop, gone, protocol)); // whose end reports what it throws

        assertThat(protocol.calls).isEmpty();
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws IOException {
        Acceptor first = listen(accepted::add);
        String named = first.address() instanceof InetSocketAddress inet
                ? "127.0.0.1:" + inet.getPort()
                : first.address().toString();

        assertThatThrownBy(() -> Acceptor.listen(test.loop, first.address(), 10, accepted::add))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("cannot listen on " + named)
                .hasMessageContaining("in use");
        test.inTask(() -> {});
        assertThat(test.loop.reactor().registrations()).isOne();
    }

    @Test
    void acceptsNothingWhileItIsPaused() throws IOException {
        Acceptor acceptor = listen(accepted::add);
        acceptor.pause();
        acceptor.pause();
        connect(acceptor.address());
        test.inTask(() -> {});
        assertThat(accepted).isEmpty();

        acceptor.resume();
        acceptor.resume();
        test.turnUntil(() -> accepted.size() == 1);
    }

    @Test
    void pausedFromInsideItAcceptsNoMoreInThatTurn() throws IOException {
        AtomicReference<Acceptor> self = new AtomicReference<>();
        self.set(listen(connection -> {
            accepted.add(connection);
            self.get().pause();
        }));
        connect(self.get().address());
        connect(self.get().address());

        test.turn();
        test.inTask(() -> {});

        assertThat(accepted).hasSize(1);
    }

    @Test
    void acceptsABoundedNumberInOneTurn() throws IOException {
        Acceptor acceptor = listen(accepted::add);
        for (int i = 0; i < 70; i++) {
            connect(acceptor.address());
        }

        test.turn();
        assertThat(accepted).hasSize(64);
        test.turnUntil(() -> accepted.size() == 70);
    }

    @Test
    void aReceiverThatThrowsLosesThatConnectionAndNoOther() throws IOException {
        RuntimeException thrown = new RuntimeException("mine");
        Acceptor acceptor = listen(connection -> {
            accepted.add(connection);
            if (accepted.size() == 1) {
                throw thrown;
            }
        });
        SocketChannel first = connect(acceptor.address());
        connect(acceptor.address());

        test.turnUntil(() -> accepted.size() == 2);

        assertThat(test.reports.take()).singleElement().satisfies(report -> {
            assertThat(report.error()).isSameAs(thrown);
            assertThat(report.source()).isSameAs(acceptor);
        });
        assertThat(accepted.get(0).isOpen()).isFalse();
        assertThat(first.read(ByteBuffer.allocate(1)))
                .as("its peer sees the end")
                .isEqualTo(-1);
        assertThat(accepted.get(1).isOpen()).isTrue();
    }

    @Test
    void closedItRefusesConnectionsAndLeavesThoseItHandedOut() throws IOException {
        Acceptor acceptor = listen(accepted::add);
        connect(acceptor.address());
        test.turnUntil(() -> accepted.size() == 1);

        acceptor.close();
        test.inTask(() -> {});

        assertThatThrownBy(() -> connect(acceptor.address())).isInstanceOf(IOException.class);
        assertThat(accepted.get(0).isOpen()).isTrue();
        assertThat(test.loop.reactor().registrations()).isZero();
    }

    @Test
    void closedFromInsideItIsSimplyClosed() throws IOException {
        AtomicReference<Acceptor> self = new AtomicReference<>();
        self.set(listen(connection -> {
            accepted.add(connection);
            self.get().close();
        }));
        connect(self.get().address());

        try (CapturedLog log = new CapturedLog(Acceptor.class)) {
            test.turn();
            test.inTask(() -> {});

            assertThat(log.records()).isEmpty();
        }
        assertThat(accepted).hasSize(1);
        assertThat(test.loop.pendingTimers()).isZero();
        assertThat(test.loop.reactor().registrations()).isZero();
    }

    @Test
    void aPausedOneLetsTheLoopWaitAlthoughConnectionsCome() throws IOException {
        Acceptor acceptor = listen(accepted::add);
        acceptor.pause();
        connect(acceptor.address());
        test.inTask(() -> test.loop.schedule(Duration.ofHours(1), () -> {}));

        test.turn();

        assertThat(test.provider.waits())
                .containsExactly(TestSelectorProvider.NOW, Duration.ofHours(1).toMillis());
        assertThat(test.ticker.elapsed()).as("it has waited").isEqualTo(Duration.ofHours(1));
        assertThat(accepted).isEmpty();
    }

    @Test
    void anAddressThatIsTakenLeavesNoChannelOpen() throws IOException {
        Acceptor first = listen(accepted::add);
        List<ServerSocketChannel> opened = new ArrayList<>();
        test.provider.onServerSocket(opened::add);

        assertThatThrownBy(() -> Acceptor.listen(test.loop, first.address(), 10, accepted::add))
                .isInstanceOf(BindException.class);

        assertThat(opened)
                .singleElement()
                .satisfies(channel -> assertThat(channel.isOpen()).isFalse());
    }

    @Test
    void isOpenUntilItIsClosedOrItsLoopIs() throws IOException {
        Acceptor one = listen(accepted::add);
        one.pause();
        assertThat(one.isOpen()).isTrue();
        one.close();
        assertThat(one.isOpen()).isFalse();
        Acceptor other = listen(accepted::add);

        test.loop.close();

        assertThat(other.isOpen()).isFalse();
    }

    @Test
    void anotherThreadIsTurnedAway() {
        assertThatThrownBy(() -> Threads.runElsewhere(() -> {
                    try {
                        listen(accepted::add);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("called from thread");
    }

    @Test
    void theEndOfItsLoopIsLoggedForThoseWhoLookForIt() throws IOException {
        Logger logger = Logger.getLogger(Acceptor.class.getName());
        logger.setLevel(Level.FINE);
        try (CapturedLog log = new CapturedLog(Acceptor.class)) {
            Acceptor acceptor = listen(accepted::add);
            test.loop.close();

            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(Level.FINE);
                assertThat(record.getMessage())
                        .isEqualTo("no longer listening on " + acceptor.address() + ": " + test.loop + " was closed");
            });
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void aLoopThatIsClosedIsNamed() throws IOException {
        EventLoop closed = EventLoop.open();
        closed.close();
        SocketAddress address = TransportFixture.anyAddress(family, directory);
        assertThatThrownBy(() -> Acceptor.listen(closed, address, 100, peer -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot listen on ")
                .hasMessageEndingWith(": the loop is closed");
    }

    private Acceptor listen(Consumer<SocketChannel> receiver) throws IOException {
        return Acceptor.listen(test.loop, TransportFixture.anyAddress(family, directory), 100, receiver);
    }

    private Acceptor serve(Supplier<Protocol> protocols) throws IOException {
        return Acceptor.listen(test.loop, TransportFixture.anyAddress(family, directory), 100, protocols);
    }

    private SocketChannel connect(SocketAddress address) throws IOException {
        SocketChannel peer = SocketChannel.open(address);
        peers.add(peer);
        return peer;
    }
}
