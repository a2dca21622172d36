// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.channel.ReadyHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that are busy and do nothing: on a real network they would keep a processor busy, here they would never end. */
class LivelockTest {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 7);

    private final Simulation simulation = new Simulation(7);
    private final SimHost host = simulation.network().host("10.0.0.1");
    private final Selector selector = host.openSelector();
    private final ServerSocketChannel server = host.openServerSocketChannel();

    @BeforeEach
    void listen() throws IOException {
        simulation.network().faults(Faults.NONE.latency(Duration.ofNanos(2_500_000)));
        server.configureBlocking(false);
        server.bind(ADDRESS);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    /** A client that has connected, and whose connection the server has accepted, to wait for {@code ops}. */
    private SocketChannel accept(int ops) throws IOException {
        SocketChannel client = simulation.network().host("10.0.0.2").openSocketChannel();
        client.connect(ADDRESS);
        client.configureBlocking(false);
        SocketChannel accepted = server.accept();
        accepted.configureBlocking(false);
        accepted.register(selector, ops);
        return client;
    }

    /** Selects without end, and does nothing with the keys. */
    private void spin() throws IOException {
        while (selector.isOpen()) {
            selector.select();
            selector.selectedKeys().clear();
        }
    }

    // region write-always
    @Test
    void aKeyThatWaitsForWriteWithNothingToWriteIsNamed() throws IOException {
        accept(SelectionKey.OP_READ | SelectionKey.OP_WRITE);

        assertThatThrownBy(this::spin)
                .isInstanceOf(LivelockError.class)
                .hasMessageStartingWith("livelock: 10.0.0.1's selector returned 10,000 times at 0.005 s; "
                        + "key of SocketChannel[10.0.0.1:7 > 10.0.0.2:49152 (")
                .hasMessageContaining("]: OP_WRITE ready, nothing written, at PT0.005S, seed 7");
    }
    // endregion

    @Test
    void anEndOfTheStreamThatIsNotActedOnIsNamed() throws IOException {
        accept(SelectionKey.OP_READ).close();

        assertThatThrownBy(() -> {
                    ByteBuffer buffer = ByteBuffer.allocate(10);
                    while (selector.isOpen()) {
                        selector.select(
                                key -> assertThat(readsMinusOne(key, buffer)).isTrue());
                    }
                })
                .isInstanceOf(LivelockError.class)
                .hasMessageContaining("FIN received)]: OP_READ ready, nothing read")
                .extracting(error -> ((LivelockError) error).what())
                .asString()
                .startsWith("10.0.0.1's selector returned 10,000 times")
                .endsWith("nothing read");
    }

    private static boolean readsMinusOne(SelectionKey key, ByteBuffer buffer) {
        try {
            return ((SocketChannel) key.channel()).read(buffer) == -1;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aConnectionThatIsNotAcceptedIsNamed() throws IOException {
        accept(SelectionKey.OP_READ);
        SocketChannel second = simulation.network().host("10.0.0.2").openSocketChannel();
        second.configureBlocking(false);
        second.connect(ADDRESS);

        assertThatThrownBy(this::spin)
                .isInstanceOf(LivelockError.class)
                .hasMessageContaining("ServerSocketChannel[listening on 10.0.0.1:7 (1 not accepted)]: OP_ACCEPT ready, "
                        + "nothing accepted");
    }

    @Test
    void aProgramThatAsksWithoutWaitingIsEndedToo() {
        assertThatThrownBy(() -> {
                    while (selector.selectNow() == 0) {}
                })
                .isInstanceOf(LivelockError.class)
                .hasMessageContaining("no key was ready");
    }

    @Test
    void theNumberCanBeSet() throws IOException {
        simulation.network().livelockAfter(3);

        selector.selectNow();
        selector.selectNow();
        assertThatThrownBy(selector::selectNow)
                .isInstanceOf(LivelockError.class)
                .hasMessageContaining("returned 3 times");
        assertThatThrownBy(() -> simulation.network().livelockAfter(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theClockStartsTheCountAgain() throws IOException {
        simulation.network().livelockAfter(4);
        for (int i = 0; i < 10; i++) {
            selector.selectNow();
            selector.selectNow();
            selector.select(1);
        }
        assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void aByteStartsTheCountAgain() throws IOException {
        SocketChannel client = accept(SelectionKey.OP_READ);
        simulation.network().livelockAfter(3);
        for (int i = 0; i < 10; i++) {
            selector.selectNow();
            selector.selectNow();
            client.write(ByteBuffer.allocate(1));
        }
    }

    @Test
    void aByteThatIsReadStartsTheCountAgain() throws IOException {
        SocketChannel client = accept(SelectionKey.OP_READ);
        client.write(ByteBuffer.allocate(10));
        selector.select();
        simulation.network().livelockAfter(2);
        for (int i = 0; i < 10; i++) {
            selector.selectNow(key -> assertThat(readsOne(key)).isTrue());
        }
    }

    private static boolean readsOne(SelectionKey key) {
        try {
            return ((SocketChannel) key.channel()).read(ByteBuffer.allocate(1)) == 1;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aConnectionThatIsAcceptedStartsTheCountAgain() throws IOException {
        for (int i = 0; i < 6; i++) {
            simulation.network().host("10.0.0.2").openSocketChannel().connect(ADDRESS);
        }
        simulation.network().livelockAfter(2);
        for (int i = 0; i < 6; i++) {
            selector.selectNow();
            assertThat(server.accept()).isNotNull();
        }
    }

    /** Nothing arrives between two of these selects: each has a connect to finish, and that is progress. */
    @Test
    void aConnectThatIsFinishedStartsTheCountAgain() throws IOException {
        simulation.network().faults(Faults.NONE);
        Selector clients = host.openSelector();
        for (int i = 0; i < 6; i++) {
            SocketChannel client = host.openSocketChannel();
            client.configureBlocking(false);
            client.register(clients, SelectionKey.OP_CONNECT);
            client.connect(ADDRESS);
        }
        simulation.network().livelockAfter(2);
        while (clients.select() > 0) {
            SelectionKey key = clients.selectedKeys().iterator().next();
            assertThat(((SocketChannel) key.channel()).finishConnect()).isTrue();
            key.cancel();
            clients.selectedKeys().clear();
            if (clients.keys().size() == 1) {
                break;
            }
        }
        clients.close();
    }

    /** Nothing is read or written here: an end that arrives is progress too. */
    @Test
    void aSegmentThatArrivesStartsTheCountAgain() throws IOException {
        simulation.network().faults(Faults.NONE);
        SocketChannel client = accept(SelectionKey.OP_WRITE);
        SocketChannel second = accept(SelectionKey.OP_WRITE);
        simulation.network().livelockAfter(2);
        selector.select();
        client.shutdownOutput();
        selector.select();
        second.shutdownOutput();
        selector.select();
        assertThatThrownBy(this::spin).isInstanceOf(LivelockError.class);
    }

    /** The simulation runs it, and the error must not be taken for one of the selector, which the loop would replace. */
    @Test
    void aLoopWhoseHandlerDoesNothingIsALivelock() throws IOException {
        SocketChannel client = accept(0);
        client.write(ByteBuffer.allocate(1));
        EventLoop loop = simulation.loop("10.0.0.2");
        loop.reactor().register(client, SelectionKey.OP_WRITE, new Deaf());

        assertThatThrownBy(simulation::run)
                .isInstanceOf(LivelockError.class)
                .hasMessageContaining("10.0.0.2's selector returned 10,000 times")
                .hasMessageContaining("OP_WRITE ready, nothing written");
    }

    @Test
    void turnsThatOnlyRunTasksAreNone() throws Exception {
        EventLoop loop = simulation.loop("10.0.0.2");
        int[] left = {20_000};
        Runnable[] task = new Runnable[1];
        task[0] = () -> {
            if (left[0]-- > 0) {
                loop.execute(task[0]);
            }
        };
        loop.execute(task[0]);

        simulation.run();

        assertThat(left[0]).isNegative();
    }

    @Test
    void aLoopThatRunsItselfEndsWithTheDeadlock() throws IOException {
        try (EventLoop loop = EventLoop.open(simulation.options("10.0.0.2"))) {
            assertThatThrownBy(loop::run).isInstanceOf(DeadlockError.class);
        }
    }

    private static final class Deaf implements ReadyHandler {
        @Override
        public void ready(int ops) {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }
}
