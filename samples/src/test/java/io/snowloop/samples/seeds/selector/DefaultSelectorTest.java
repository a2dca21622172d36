// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.selector;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A callback for each key: registered, replaced, taken away. */
class DefaultSelectorTest {
    private final List<String> called = new ArrayList<>();
    private final List<Throwable> reported = new ArrayList<>();
    private EventLoop loop;
    private DefaultSelector selector;
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open(EventLoopOptions.builder()
                .exceptionHandler((error, source) -> reported.add(error))
                .build());
        selector = new DefaultSelector(loop);
        pipe = loop.reactor().provider().openPipe();
        pipe.source().configureBlocking(false);
        pipe.sink().write(ByteBuffer.allocate(1)); // it is readable from now on
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.sink().close();
        pipe.source().close();
    }

    private void register(DefaultSelector.Callback ready) throws IOException {
        selector.register(pipe.source(), SelectionKey.OP_READ, ready, cause -> called.add("lost: " + cause));
    }

    private void turn() {
        loop.execute(() -> {}); // so that it doesn't wait
        loop.runOnce();
    }

    @Test
    void aReadyKeyCallsItsCallback() throws IOException {
        register(key -> called.add("ready"));
        turn();
        turn();
        assertThat(called).containsExactly("ready", "ready");
    }

    @Test
    void aKeyThatIsUnregisteredCallsNobody() throws IOException {
        register(key -> {
            called.add("ready");
            selector.unregister(key);
        });
        turn();
        turn();
        assertThat(called).containsExactly("ready");
    }

    @Test
    void aKeyThatIsRegisteredAgainCallsTheNewCallback() throws IOException {
        register(key -> {
            called.add("first");
            selector.unregister(key);
            register(again -> called.add("second"));
        });
        turn();
        turn();
        assertThat(called).containsExactly("first", "second");
    }

    @Test
    void aCallbackThatThrowsLosesItsChannelOnly() throws IOException {
        IOException thrown = new IOException("a bad channel");
        register(key -> {
            throw thrown;
        });
        turn();
        turn();
        assertThat(called).containsExactly("lost: " + thrown);
        assertThat(reported).containsExactly(thrown);
        assertThat(pipe.source().isOpen()).isFalse();
    }

    @Test
    void whatIsClosedTwiceIsClosedOnce() throws IOException {
        register(key -> called.add("ready"));
        selector.close(pipe.source());
        selector.close(pipe.source());
        turn();
        assertThat(called).isEmpty();
        assertThat(pipe.source().isOpen()).isFalse();
    }
}
