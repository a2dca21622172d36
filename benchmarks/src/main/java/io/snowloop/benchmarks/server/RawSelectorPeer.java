// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * The baseline: the minimum that a server on {@code java.nio} can do. It finds the end of each request, distinguishes
 * requests by one letter of their first line, and checks nothing: no protocol, no limits, no time-outs, no
 * {@code Date}.
 */
public final class RawSelectorPeer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress("127.0.0.1", port), Backlog.LENGTH);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        RawExchange exchange = new RawExchange();
        while (true) {
            selector.select(key -> {
                if (key.channel() == listener) {
                    accept(listener, selector);
                } else {
                    serve(key, exchange);
                }
            });
        }
    }

    private static void accept(ServerSocketChannel listener, Selector selector) {
        try {
            SocketChannel channel;
            while ((channel = listener.accept()) != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new RawConnection(channel));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(SelectionKey key, RawExchange exchange) {
        RawConnection connection = (RawConnection) key.attachment();
        try {
            boolean open = key.isReadable() ? exchange.answer(connection) : connection.writeRest();
            if (!open) {
                connection.channel().close();
                return;
            }
            int wanted = connection.hasRest() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        } catch (IOException e) {
            close(connection);
        }
    }

    private static void close(RawConnection connection) {
        try {
            connection.channel().close();
        } catch (IOException e) {
            // the connection is closed in any case
        }
    }
}
