// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What all channels of a loop may bring in a turn. */
class ReadShareIT {
    private static final int CLIENTS = 100;
    private static final int BYTES = 50_000;
    private static final int MOST = 2 * 1024 * 1024;

    private int inThisTurn;
    private int all;
    private int waiting;
    private int mostWaiting;

    /** What it brings is kept until the loop has called it, as all that ends in a turn is. */
    private final class Counting implements Protocol {
        @Override
        public void connected(Transport transport) {}

        @Override
        public void received(ByteBuffer bytes) {
            int count = bytes.remaining();
            inThisTurn += count;
            all += count;
            waiting += count;
            mostWaiting = Math.max(mostWaiting, waiting);
            Scheduler.current().execute(() -> waiting -= count);
        }

        @Override
        public void ended() {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }

    @Test
    void manyThatSendAtTheSameTimeDoNotComeInOneTurn() throws Exception {
        List<SocketChannel> clients = new ArrayList<>();
        try (EventLoop loop = EventLoop.open()) {
            Acceptor acceptor = Acceptor.listen(loop, new InetSocketAddress("127.0.0.1", 0), 100, Counting::new);
            List<Integer> turns = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(SocketChannel.open(acceptor.address()));
                loop.runOnce(); // accepts it
            }
            for (SocketChannel client : clients) {
                client.write(ByteBuffer.allocate(BYTES));
            }
            while (all < CLIENTS * BYTES) {
                inThisTurn = 0;
                loop.runOnce();
                turns.add(inThisTurn);
            }
            assertThat(turns).allMatch(bytes -> bytes < MOST + 4 * 64 * 1024);
            assertThat(mostWaiting).isLessThan(2 * (MOST + 4 * 64 * 1024));
            assertThat(loop.timeToWait()).as("its tasks").isZero();
        } finally {
            for (SocketChannel client : clients) {
                client.close();
            }
        }
    }
}
