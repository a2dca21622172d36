// SPDX-License-Identifier: Apache-2.0
// FAILS: done got a channel that is not connected
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.BiConsumer;

/** Connects without blocking. */
class Connect {
    /** Calls {@code done} once: with a channel that is connected, or with null and the reason why it is not. */
    static void to(InetSocketAddress address, Channels channels, BiConsumer<SocketChannel, IOException> done)
            throws IOException {
        SocketChannel channel = channels.host().openSocketChannel();
        channel.configureBlocking(false);
        if (channel.connect(address)) {
            done.accept(channel, null);
        } else {
            channels.register(channel, SelectionKey.OP_CONNECT, key -> finish(key, channel, done));
        }
    }

    private static void finish(SelectionKey key, SocketChannel channel, BiConsumer<SocketChannel, IOException> done)
            throws IOException {
        try {
            if (!channel.isOpen()) {
                throw new IOException("closed");
            }
        } catch (IOException e) {
            channel.close();
            done.accept(null, e);
            return;
        }
        key.interestOps(0);
        done.accept(channel, null);
    }
}
