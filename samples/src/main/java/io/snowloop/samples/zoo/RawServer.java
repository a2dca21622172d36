// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.scene.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.Iterator;

/** The loop of a server on a selector, for programs that are wrong elsewhere. */
public abstract class RawServer implements Program {
    /** The port of all servers of the zoo. */
    public static final int PORT = 7;

    /** What a read has room for. */
    protected static final int READ_SIZE = 1024;

    /** A server, before it runs. */
    protected RawServer() {}

    @Override
    public final void run(SelectorProvider host) throws IOException {
        Selector selector = host.openSelector();
        ServerSocketChannel server = host.openServerSocketChannel();
        server.bind(new InetSocketAddress(PORT)).configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select(pause());
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            while (keys.hasNext()) {
                SelectionKey key = keys.next();
                keys.remove();
                if (key.isValid() && key.isAcceptable()) {
                    accept(server, selector);
                } else {
                    ready(key);
                }
            }
            turned();
        }
    }

    private void accept(ServerSocketChannel server, Selector selector) throws IOException {
        SocketChannel channel = server.accept();
        if (channel != null) {
            channel.configureBlocking(false);
            accepted(channel.register(selector, SelectionKey.OP_READ));
        }
    }

    private void ready(SelectionKey key) throws IOException {
        if (key.isValid() && key.isReadable()) {
            readable(key, (SocketChannel) key.channel());
        }
        if (key.isValid() && key.isWritable()) {
            writable(key, (SocketChannel) key.channel());
        }
    }

    /** A client is there. */
    protected void accepted(SelectionKey key) throws IOException {}

    /** There is something to read, or the end. */
    protected abstract void readable(SelectionKey key, SocketChannel channel) throws IOException;

    /** There is room to write. */
    protected void writable(SelectionKey key, SocketChannel channel) throws IOException {}

    /** How long the next select may wait, in milliseconds; 0 for any time. */
    protected long pause() {
        return 0;
    }

    /** All keys of this turn have been looked at. */
    protected void turned() throws IOException {}
}
