// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is asked of a channel beside bytes: options, which Unix-domain sockets don't have, and addresses. */
final class Sockets {
    private Sockets() {}

    /** Non-blocking, and without Nagle's algorithm, which trades latency for fewer packets: the transport batches itself. */
    static void prepare(SocketChannel channel) throws IOException {
        Objects.requireNonNull(channel, "channel").configureBlocking(false);
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    /**
     * Lets other sockets listen on the same port.
     *
     * @throws SocketException if this system has no such option
     */
    static void reusePort(ServerSocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            throw new SocketException("this system has no SO_REUSEPORT: leave reusePort at false");
        }
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    }

    /** Has the kernel send a reset (RST) when the channel is closed. */
    static void resetOnClose(SocketChannel channel) {
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // closed by the peer meanwhile: there is nothing to reset
        }
    }

    /** Our end; null once closed. */
    static @Nullable SocketAddress localAddress(SocketChannel channel) {
        try {
            return channel.getLocalAddress();
        } catch (IOException e) {
            return null;
        }
    }

    /** The peer's end; null once closed. */
    static @Nullable SocketAddress remoteAddress(SocketChannel channel) {
        try {
            return channel.getRemoteAddress();
        } catch (IOException e) {
            return null;
        }
    }
}
