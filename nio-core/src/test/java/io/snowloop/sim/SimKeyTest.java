// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a key of a simulated channel promises beyond the contract of {@code java.nio}. */
class SimKeyTest {
    private final Simulation simulation = new Simulation(1);
    private final SimHost host = simulation.network().host("10.0.0.1");
    private Selector selector;

    @BeforeEach
    void open() {
        selector = host.openSelector();
    }

    @AfterEach
    void close() throws IOException {
        selector.close();
        simulation.close();
    }

    private SelectionKey register() throws IOException {
        SocketChannel channel = host.openSocketChannel();
        channel.configureBlocking(false);
        return channel.register(selector, 0);
    }

    @Test
    void namesWhatItsChannelWaitsFor() throws IOException {
        SelectionKey key = register();
        assertThat(key.toString()).endsWith(", waits for nothing");
        key.interestOps(SelectionKey.OP_READ);
        assertThat(key.toString().strip()).endsWith(", waits for READ");
        key.interestOps(SelectionKey.OP_CONNECT | SelectionKey.OP_WRITE);
        assertThat(key.toString().strip()).endsWith(", waits for CONNECT WRITE");
        key.cancel();
        assertThat(key.toString()).endsWith(", cancelled");
    }

    @Test
    void namesWhatIsReadyAndNotDone() throws IOException {
        SocketChannel channel = host.openSocketChannel();
        channel.configureBlocking(false);
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
        assertThat(((SimKey) key).idleness())
                .as("an unconnected socket is ready, as on Linux")
                .endsWith("]: OP_READ ready, nothing read");
        key.interestOps(SelectionKey.OP_WRITE);
        assertThat(((SimKey) key).idleness()).endsWith("]: OP_WRITE ready, nothing written");
        key.interestOps(0);
        assertThat(((SimKey) key).idleness()).isEmpty();
    }

    /** Else a program that keeps its keys in one would not run twice in the same way. */
    @Test
    void hasItsPlaceInAHashSetByTheOrderOfRegistration() throws IOException {
        List<SelectionKey> keys = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            keys.add(register());
        }
        HashSet<SelectionKey> set = new HashSet<>();
        for (int i = keys.size() - 1; i >= 0; i--) {
            set.add(keys.get(i));
        }
        assertThat(set).containsExactlyElementsOf(keys);
    }

    @Test
    void isEqualToItselfOnly() throws IOException {
        SelectionKey key = register();
        assertThat(new HashSet<>(List.of(key))).contains(key).doesNotContain(register());
    }
}
