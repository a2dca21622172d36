// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Selecting: ready sets, waiting, wake-ups. */
abstract class SelectorContract extends ChannelContract {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    @Test
    void onlyWhatIsWaitedForIsReady() throws IOException {
        Pair pair = connect();
        pair.client().write(text("x"));
        SelectionKey key = pair.server().register(selector, 0);
        assertThat(selector.select(20)).isZero();
        key.interestOps(WRITE);
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(WRITE);
        selector.selectedKeys().clear();
        key.interestOps(READ | WRITE);
        assertThat(key.readyOps()).as("changes only in a select").isEqualTo(WRITE);
        awaitReady(pair.server(), READ);
        assertThat(selector.selectNow()).isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(READ | WRITE);
    }

    @Test
    void readinessIsALevelAndNotAnEdge() throws IOException {
        Pair pair = connect();
        pair.client().write(text("ab"));
        pair.server().register(selector, READ);
        assertThat(selector.select(LONG)).isEqualTo(1);
        selector.selectedKeys().clear();
        assertThat(selector.select(LONG)).isEqualTo(1);
        selector.selectedKeys().clear();
        pair.server().read(ByteBuffer.allocate(2));
        assertThat(selector.selectNow()).isZero();
    }

    @Test
    void aSelectedKeyStaysSelectedUntilItIsRemoved() throws IOException {
        Pair pair = connect();
        SelectionKey key = pair.server().register(selector, READ | WRITE);
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(WRITE);
        assertThat(selector.selectNow()).as("nothing new").isZero();
        assertThat(selector.selectedKeys()).containsExactly(key);
        pair.client().write(text("x"));
        awaitReady(pair.server(), READ);
        assertThat(selector.selectNow()).as("ready for more").isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(READ | WRITE);
        pair.server().read(ByteBuffer.allocate(1));
        assertThat(selector.selectNow()).isZero();
        assertThat(key.readyOps()).as("only grows while selected").isEqualTo(READ | WRITE);
        selector.selectedKeys().remove(key);
        assertThat(selector.selectNow()).isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(WRITE);
    }

    @Test
    void selectedKeysCanBeRemovedButNotAdded() throws IOException {
        SelectionKey key = connect().client().register(selector, WRITE);
        assertThatThrownBy(() -> selector.selectedKeys().add(key)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> selector.keys().clear()).isInstanceOf(UnsupportedOperationException.class);
        selector.select(LONG);
        var iterator = selector.selectedKeys().iterator();
        assertThat(iterator.next()).isSameAs(key);
        assertThat(selector.selectedKeys()).hasSize(1);
        iterator.remove();
        assertThat(selector.selectedKeys()).isEmpty();
        assertThat(selector.keys()).containsExactly(key);
    }

    @Test
    void anActionTakesThePlaceOfTheSelectedKeys() throws IOException {
        Pair pair = connect();
        SelectionKey key = pair.server().register(selector, WRITE);
        List<SelectionKey> seen = new ArrayList<>();
        assertThat(selector.select(seen::add, LONG)).isEqualTo(1);
        assertThat(selector.select(seen::add)).isEqualTo(1);
        assertThat(selector.selectNow(seen::add)).isEqualTo(1);
        assertThat(seen).containsExactly(key, key, key);
        assertThat(selector.selectedKeys()).isEmpty();
        assertThatThrownBy(() -> selector.select(null, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> selector.selectNow(ready -> selectAgain())).isInstanceOf(IllegalStateException.class);
    }

    private void selectAgain() {
        try {
            selector.selectNow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anActionMayChangeInterestAndClose() throws IOException {
        Pair pair = connect();
        SelectionKey first = pair.server().register(selector, WRITE);
        SelectionKey second = pair.client().register(selector, WRITE);
        List<SelectionKey> seen = new ArrayList<>();
        selector.select(
                key -> {
                    seen.add(key);
                    first.interestOps(0);
                    second.interestOps(0);
                },
                LONG);
        assertThat(seen)
                .as("the action for one key has removed the interest of the other")
                .hasSize(1);
        assertThat(selector.selectNow(seen::add)).isZero();
    }

    @Test
    void aWakeUpEndsTheSelectThatIsNext() throws IOException {
        connect().client().register(selector, READ);
        selector.wakeup();
        assertThat(selector.select()).isZero();
    }

    @Test
    void eachKindOfSelectReturnsTheNumberOfKeys() throws IOException {
        Pair pair = connect();
        pair.client().register(selector, SelectionKey.OP_WRITE);
        pair.server().register(selector, SelectionKey.OP_WRITE);
        assertThat(selector.select()).isEqualTo(2);
        selector.selectedKeys().clear();
        assertThat(selector.select(LONG)).isEqualTo(2);
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isEqualTo(2);
        assertThat(selector.select(key -> {})).isEqualTo(2);
        assertThat(selector.select(key -> {}, LONG)).isEqualTo(2);
        assertThat(selector.selectNow(key -> {})).isEqualTo(2);
    }

    @Test
    void manyWakeUpsAreOne() throws IOException {
        connect().client().register(selector, READ);
        assertThat(selector.wakeup().wakeup()).isSameAs(selector);
        assertThat(selector.select()).isZero();
        long before = now();
        assertThat(selector.select(30)).isZero();
        assertThat(now() - before).isGreaterThanOrEqualTo(29_000_000);
    }

    @Test
    void aSelectThatDoesNotWaitTakesTheWakeUpToo() throws IOException {
        selector.wakeup();
        assertThat(selector.selectNow()).isZero();
        long before = now();
        assertThat(selector.select(30)).isZero();
        assertThat(now() - before).isGreaterThanOrEqualTo(29_000_000);
    }

    /** In nanoseconds, by the provider's clock. */
    abstract long now();

    @Test
    void aServerIsReadyWhileAConnectionWaits() throws IOException {
        ServerSocketChannel server = listen();
        SelectionKey key = server.register(selector, SelectionKey.OP_ACCEPT);
        assertThat(selector.selectNow()).isZero();
        socket().connect(server.getLocalAddress());
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(key.isAcceptable()).isTrue();
        closing(server.accept());
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isZero();
    }

    @Test
    void anEndOfAStreamIsReadyToBeRead() throws IOException {
        Pair pair = connect();
        pair.server().register(selector, READ);
        assertThat(selector.selectNow()).isZero();
        pair.client().shutdownOutput();
        assertThat(selector.select(LONG)).isEqualTo(1);
    }

    @Test
    void anUnconnectedChannelIsReadyForAll() throws IOException {
        int all = READ | WRITE | SelectionKey.OP_CONNECT;
        SelectionKey key = socket().register(selector, all);
        assertThat(selector.selectNow()).as("Linux: a hang-up").isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(all);
        ServerSocketChannel server = closing(provider.openServerSocketChannel());
        server.configureBlocking(false);
        SelectionKey unbound = server.register(selector, SelectionKey.OP_ACCEPT);
        selector.selectNow();
        assertThat(unbound.isAcceptable()).as("a server that is not bound").isTrue();
    }

    @Test
    void aRefusedConnectIsReadyForAll() throws IOException {
        int all = READ | WRITE | SelectionKey.OP_CONNECT;
        SocketChannel client = socket();
        client.connect(unusedAddress());
        SelectionKey key = client.register(selector, all);
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(key.readyOps()).isEqualTo(all);
    }

    @Test
    void aSelectHoldsTheLocksOfTheSelectorAndOfItsSelectedKeys() throws IOException {
        connect().client().register(selector, WRITE);
        List<Boolean> locks = new ArrayList<>();
        selector.select(
                key -> {
                    locks.add(Thread.holdsLock(selector));
                    locks.add(Thread.holdsLock(selector.selectedKeys()));
                },
                LONG);
        assertThat(locks).containsExactly(true, true);
    }

    @Test
    void anActionThatClosesTheSelectorEndsTheSelect() throws IOException {
        Pair pair = connect();
        pair.client().register(selector, WRITE);
        pair.server().register(selector, WRITE);
        List<SelectionKey> seen = new ArrayList<>();
        assertThatThrownBy(() -> selector.selectNow(key -> {
                    seen.add(key);
                    closeSelector();
                }))
                .isInstanceOf(ClosedSelectorException.class);
        assertThat(seen).hasSize(1);
        assertThat(selector.isOpen()).isFalse();
    }

    private void closeSelector() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anActionIsCalledForAKeyThatAnEarlierOneHasCancelled() throws IOException {
        Pair pair = connect();
        pair.client().register(selector, WRITE);
        pair.server().register(selector, WRITE);
        List<Boolean> valid = new ArrayList<>();
        assertThat(selector.selectNow(key -> {
                    valid.add(key.isValid());
                    selector.keys().forEach(SelectionKey::cancel);
                }))
                .isEqualTo(2);
        assertThat(valid).containsExactly(true, false);
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.keys()).isEmpty();
    }

    @Test
    void aTimeoutMayNotBeNegative() {
        assertThatThrownBy(() -> selector.select(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptedThreadDoesNotWait() throws IOException {
        connect().client().register(selector, READ);
        Thread.currentThread().interrupt();
        assertThat(selector.select()).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }
}
