// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** The listening socket of a server, which hands out the clients that come. */
final class Accepting implements Conversation {
    private final ServerSocketChannel server;
    private final Accepted accepted;

    /** Hands the clients out to {@code accepted}. */
    Accepting(ServerSocketChannel server, Accepted accepted) throws IOException {
        this.server = server;
        this.accepted = accepted;
        server.configureBlocking(false);
    }

    @Override
    public Wait go(long now) throws IOException {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            accepted.take(client);
        }
        return Wait.ACCEPT;
    }

    @Override
    public SelectableChannel channel() {
        return server;
    }

    /** What becomes of a client. */
    @FunctionalInterface
    interface Accepted {
        /** Takes it over. */
        void take(SocketChannel client) throws IOException;
    }
}
