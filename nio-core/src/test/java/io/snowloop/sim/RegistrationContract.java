// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.IllegalSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** Channels in selectors: registration, cancelled keys, closed channels and selectors. */
abstract class RegistrationContract extends ChannelContract {
    private static final int READ = SelectionKey.OP_READ;
    private static final int WRITE = SelectionKey.OP_WRITE;

    /** A selector of another provider. */
    abstract Selector foreign() throws IOException;

    @Test
    void aKeyKnowsWhatItStandsFor() throws IOException {
        SocketChannel channel = connect().client();
        SelectionKey key = channel.register(selector, READ, "attachment");
        assertThat(key.channel()).isSameAs(channel);
        assertThat(key.selector()).isSameAs(selector);
        assertThat(key.attachment()).isEqualTo("attachment");
        assertThat(key.interestOps()).isEqualTo(READ);
        assertThat(key.readyOps()).isZero();
        assertThat(channel.keyFor(selector)).isSameAs(key);
        assertThat(selector.keys()).containsExactly(key);
        assertThat(channel.register(selector, WRITE)).as("the same again").isSameAs(key);
        assertThat(key.interestOps()).isEqualTo(WRITE);
        assertThat(key.interestOps(READ)).isSameAs(key);
        assertThat(key.attachment()).isNull();
    }

    @Test
    void aCancelledKeyIsInvalidAtOnceAndGoneWithTheNextSelect() throws IOException {
        SocketChannel channel = connect().client();
        SelectionKey key = channel.register(selector, WRITE);
        selector.select(LONG);
        key.cancel();
        key.cancel();
        assertThat(key.isValid()).isFalse();
        assertThatThrownBy(key::interestOps).isInstanceOf(CancelledKeyException.class);
        assertThatThrownBy(() -> key.interestOps(0)).isInstanceOf(CancelledKeyException.class);
        assertThatThrownBy(key::readyOps).isInstanceOf(CancelledKeyException.class);
        assertThat(selector.keys()).containsExactly(key);
        assertThatThrownBy(() -> channel.register(selector, READ)).isInstanceOf(CancelledKeyException.class);
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.keys()).isEmpty();
        assertThat(selector.selectedKeys()).isEmpty();
        assertThat(channel.isRegistered()).isFalse();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.register(selector, WRITE)).isNotSameAs(key);
    }

    @Test
    void closingAChannelCancelsItsKeys() throws IOException {
        SocketChannel channel = connect().client();
        SelectionKey key = channel.register(selector, WRITE);
        channel.close();
        assertThat(key.isValid()).isFalse();
        assertThat(selector.selectNow()).isZero();
        assertThat(selector.keys()).isEmpty();
    }

    @Test
    void aChannelThatIsClosedButRegisteredHasEndedItsStream() throws IOException {
        Pair pair = connect();
        pair.client().register(selector, READ);
        pair.client().close();
        assertThat(awaitRead(pair.server(), ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    @Test
    void aResetWaitsForTheSelectorToLetGo() throws IOException {
        Pair pair = connect();
        pair.client().register(selector, READ);
        pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
        pair.client().close();
        assertThat(isReady(pair.server(), READ)).isFalse();
        selector.selectNow();
        assertThatThrownBy(() -> awaitRead(pair.server(), ByteBuffer.allocate(1)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aResetWaitsForAllSelectors() throws IOException {
        Pair pair = connect();
        try (Selector another = provider.openSelector()) {
            pair.client().register(selector, READ);
            pair.client().register(another, READ);
            pair.client().setOption(StandardSocketOptions.SO_LINGER, 0);
            pair.client().close();
            selector.selectNow();
            assertThat(isReady(pair.server(), READ)).isFalse();
            another.selectNow();
            assertThatThrownBy(() -> awaitRead(pair.server(), ByteBuffer.allocate(1)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatIsClosedButRegisteredHoldsItsPort() throws IOException {
        ServerSocketChannel server = listen();
        var address = server.getLocalAddress();
        server.register(selector, SelectionKey.OP_ACCEPT);
        server.close();
        ServerSocketChannel next = closing(provider.openServerSocketChannel());
        assertThatThrownBy(() -> next.bind(address)).isInstanceOf(BindException.class);
        selector.selectNow();
        next.bind(address);
    }

    @Test
    void registeringIsChecked() throws IOException {
        SocketChannel channel = connect().client();
        assertThatThrownBy(() -> channel.register(selector, SelectionKey.OP_ACCEPT))
                .isInstanceOf(IllegalArgumentException.class);
        SelectionKey key = channel.register(selector, READ);
        assertThatThrownBy(() -> key.interestOps(SelectionKey.OP_ACCEPT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel.configureBlocking(true)).isInstanceOf(IllegalBlockingModeException.class);
        SocketChannel blocking = closing(provider.openSocketChannel());
        assertThatThrownBy(() -> blocking.register(selector, READ)).isInstanceOf(IllegalBlockingModeException.class);
        SocketChannel closed = connect().client();
        closed.close();
        assertThatThrownBy(() -> closed.register(selector, READ)).isInstanceOf(ClosedChannelException.class);
        try (Selector foreign = foreign()) {
            assertThatThrownBy(() -> channel.register(foreign, READ)).isInstanceOf(IllegalSelectorException.class);
        }
    }

    @Test
    void aClosedSelectorLetsItsChannelsGo() throws IOException {
        SocketChannel channel = connect().client();
        SelectionKey key = channel.register(selector, READ);
        selector.close();
        selector.close();
        assertThat(selector.isOpen()).isFalse();
        assertThat(key.isValid()).isFalse();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.isRegistered()).isFalse();
        assertThatThrownBy(selector::selectNow).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(selector::select).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(selector::keys).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(selector::selectedKeys).isInstanceOf(ClosedSelectorException.class);
        assertThatThrownBy(() -> channel.register(selector, READ)).isInstanceOf(ClosedSelectorException.class);
    }
}
