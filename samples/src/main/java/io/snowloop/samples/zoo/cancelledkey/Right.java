// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.cancelledkey;

import io.snowloop.samples.scene.Program;
import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Iterator;

/** A room: when a guest says anything, the room is closed for all. */
final class Right implements Program {
    @Override
    public void run(SelectorProvider host) throws IOException {
        Selector selector = host.openSelector();
        ServerSocketChannel server = host.openServerSocketChannel();
        server.bind(new InetSocketAddress(RawServer.PORT)).configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select();
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isValid() && key.isAcceptable()) {
                    SocketChannel guest = server.accept();
                    guest.configureBlocking(false);
                    guest.register(selector, SelectionKey.OP_READ);
                } else if (key.isValid() && key.isReadable()) {
                    closeAll(selector);
                }
            }
        }
    }

    private static void closeAll(Selector selector) throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (key.channel() instanceof SocketChannel guest) {
                guest.close();
            }
        }
    }
}
