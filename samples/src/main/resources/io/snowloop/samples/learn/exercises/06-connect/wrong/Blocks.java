// SPDX-License-Identifier: Apache-2.0
// FAILS: Connect.to has blocked for 40 ms
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.BiConsumer;

/** Connects without blocking. */
class Connect {
    /** Calls {@code done} once: with a channel that is connected, or with null and the reason why it is not. */
    static void to(InetSocketAddress address, Channels channels, BiConsumer<SocketChannel, IOException> done)
            throws IOException {
        SocketChannel channel = channels.host().openSocketChannel();
        try {
            channel.connect(address);
        } catch (IOException e) {
            channel.close();
            done.accept(null, e);
            return;
        }
        done.accept(channel, null);
    }
}
