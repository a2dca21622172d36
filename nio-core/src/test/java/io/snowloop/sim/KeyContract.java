// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys and selectors in detail: what the JDK's own tests assert of them, in our words. */
abstract class KeyContract extends ChannelContract {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    /** A channel that is ready to be written to, and has bytes to be read. */
    private SocketChannel readyForBoth() throws IOException {
        Pair pair = connect();
        pair.server().write(text("there"));
        awaitReady(pair.client(), READ);
        return pair.client();
    }

    @Test
    void theInterestSetIsChangedInOneStep() throws IOException {
        SelectionKey key = connect().client().register(selector, READ);
        assertThat(key.interestOpsOr(WRITE)).isEqualTo(READ);
        assertThat(key.interestOps()).isEqualTo(READ | WRITE);
        assertThat(key.interestOpsAnd(~READ)).isEqualTo(READ | WRITE);
        assertThat(key.interestOps()).isEqualTo(WRITE);
        assertThatThrownBy(() -> key.interestOpsOr(SelectionKey.OP_ACCEPT))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(key.interestOps()).isEqualTo(WRITE);
        key.cancel();
        assertThatThrownBy(() -> key.interestOpsOr(READ)).isInstanceOf(CancelledKeyException.class);
        assertThatThrownBy(() -> key.interestOpsAnd(0)).isInstanceOf(CancelledKeyException.class);
        assertThatThrownBy(key::isReadable).isInstanceOf(CancelledKeyException.class);
    }

    @Test
    void anAttachmentOutlivesItsKey() throws IOException {
        SelectionKey key = connect().client().register(selector, 0, "first");
        assertThat(key.attach("second")).isEqualTo("first");
        key.cancel();
        assertThat(key.attachment()).isEqualTo("second");
        assertThat(key.attach(null)).isEqualTo("second");
    }

    @Test
    void registeringAgainChangesTheKey() throws IOException {
        SocketChannel client = connect().client();
        SelectionKey key = client.register(selector, READ, "first");
        assertThat(client.register(selector, WRITE)).isSameAs(key);
        assertThat(key.interestOps()).isEqualTo(WRITE);
        assertThat(key.attachment()).isNull();
        assertThat(client.keyFor(selector)).isSameAs(key);
        assertThat(client.isRegistered()).isTrue();
        assertThatThrownBy(() -> client.configureBlocking(true)).isInstanceOf(IllegalBlockingModeException.class);
    }

    @Test
    void aChannelWhoseKeyIsCancelledIsRegisteredUntilTheNextSelect() throws IOException {
        SocketChannel client = connect().client();
        SelectionKey key = client.register(selector, READ);
        key.cancel();
        key.cancel();
        assertThat(selector.keys()).containsExactly(key);
        assertThat(client.isRegistered()).isTrue();
        assertThatThrownBy(() -> client.register(selector, READ)).isInstanceOf(CancelledKeyException.class);
        selector.selectNow();
        assertThat(selector.keys()).isEmpty();
        assertThat(client.isRegistered()).isFalse();
        assertThat(client.keyFor(selector)).isNull();
        assertThat(client.register(selector, READ)).isNotSameAs(key);
    }

    @Test
    void aChannelMayHaveTwoSelectors() throws IOException {
        SocketChannel client = readyForBoth();
        try (Selector other = provider.openSelector()) {
            SelectionKey reads = client.register(selector, READ);
            SelectionKey writes = client.register(other, WRITE);
            assertThat(selector.select(LONG)).isEqualTo(1);
            assertThat(other.select(LONG)).isEqualTo(1);
            assertThat(reads.readyOps()).isEqualTo(READ);
            assertThat(writes.readyOps()).isEqualTo(WRITE);
        }
        assertThat(client.isRegistered()).isTrue();
    }

    @Test
    void aClosedSelectorIsOfNoUse() throws IOException {
        SocketChannel client = connect().client();
        SelectionKey key = client.register(selector, READ);
        selector.close();
        selector.close();
        assertThat(key.isValid()).isFalse();
        assertThat(client.isRegistered()).isFalse();
        assertThat(selector.wakeup()).isSameAs(selector);
        assertThatThrownBy(selector::keys).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(selector::selectedKeys).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(selector::select).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(selector::selectNow).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(() -> selector.select(1)).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(() -> selector.select(each -> {})).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(() -> client.register(selector, READ)).isInstanceOf(ClosedSelectorException.class);
        client.configureBlocking(true);
    }

    @Test
    void theSetsOfASelectorAreNotTheProgramsToFill() throws IOException {
        SelectionKey key = readyForBoth().register(selector, READ);
        assertThatThrownBy(() -> selector.keys().remove(key)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> selector.keys().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> selector.selectedKeys().add(key)).isInstanceOf(UnsupportedOperationException.class);
        selector.select(LONG);
        assertThat(selector.selectedKeys().remove(key)).isTrue();
        selector.select(LONG);
        selector.selectedKeys().removeIf(each -> each == key);
        assertThat(selector.selectedKeys()).isEmpty();
    }

    @Test
    void aKeyThatStaysSelectedCountsOnceForEachNewOperation() throws IOException {
        SelectionKey key = readyForBoth().register(selector, READ);
        assertThat(selector.select(LONG)).isEqualTo(1);
        assertThat(selector.selectNow()).isZero();
        key.interestOps(WRITE);
        assertThat(selector.selectNow()).isEqualTo(1);
        assertThat(key.readyOps()).as("added to").isEqualTo(READ | WRITE);
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isEqualTo(1);
        assertThat(key.readyOps()).as("replaced").isEqualTo(WRITE);
    }

    @Test
    void aSelectWithAnActionLeavesTheSelectedKeysAlone() throws IOException {
        SelectionKey key = readyForBoth().register(selector, READ);
        List<SelectionKey> seen = new ArrayList<>();
        assertThat(selector.select(seen::add, LONG)).isEqualTo(1);
        assertThat(selector.selectedKeys()).isEmpty();
        assertThat(selector.selectNow()).isEqualTo(1);
        assertThat(selector.selectNow(seen::add)).as("though it is selected").isEqualTo(1);
        assertThat(selector.selectedKeys()).containsExactly(key);
        assertThat(seen).containsExactly(key, key);
    }

    @Test
    void anActionIsCalledWithWhatIsReadyNow() throws IOException {
        SelectionKey key = readyForBoth().register(selector, READ | WRITE);
        assertThat(selector.select(each -> assertThat(each.readyOps()).isEqualTo(READ | WRITE), LONG))
                .isEqualTo(1);
        key.interestOps(WRITE);
        assertThat(selector.select(each -> assertThat(each.readyOps()).isEqualTo(WRITE), LONG))
                .isEqualTo(1);
        key.interestOps(0);
        selector.wakeup();
        assertThat(selector.select(each -> assertThat(each).isNull(), LONG)).isZero();
    }

    @Test
    void anActionThatThrowsEndsTheSelect() throws IOException {
        readyForBoth().register(selector, READ);
        assertThatThrownBy(() -> selector.select(each -> {
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("on purpose");
        assertThat(selector.selectNow()).isEqualTo(1);
    }

    @Test
    void anActionMayWakeUpAndMayNotSelect() throws IOException {
        readyForBoth().register(selector, READ);
        assertThat(selector.select(each -> selector.wakeup())).isEqualTo(1);
        assertThat(selector.select(
                        each -> assertThatThrownBy(selector::selectNow).isInstanceOf(IllegalStateException.class)))
                .isEqualTo(1);
        assertThatThrownBy(() -> selector.select(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> selector.selectNow(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> selector.select(each -> {}, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHundredChannelsAreReadyAtOnce() throws IOException {
        for (int i = 0; i < 100; i++) {
            Pipe pipe = provider.openPipe();
            closing(pipe.sink()).write(text("a"));
            closing(pipe.source()).configureBlocking(false).register(selector, READ);
        }
        assertThat(selector.select(LONG)).isEqualTo(100);
        for (SelectionKey key : selector.selectedKeys()) {
            assertThat(((Pipe.SourceChannel) key.channel()).read(ByteBuffer.allocate(2)))
                    .isEqualTo(1);
            key.cancel();
        }
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.keys()).isEmpty();
        assertThat(selector.selectedKeys()).isEmpty();
    }

    @Test
    void whatIsReadIsNotReadyAnyMore() throws IOException {
        SocketChannel client = readyForBoth();
        SelectionKey key = client.register(selector, READ);
        selector.select(LONG);
        assertThat(key.isReadable()).isTrue();
        assertThat(key.isWritable()).isFalse();
        client.read(ByteBuffer.allocate(100));
        selector.selectedKeys().clear();
        assertThat(selector.selectNow()).isZero();
        assertThat(key.isReadable())
                .as("as the last select that found it ready has left it")
                .isTrue();
    }
}
