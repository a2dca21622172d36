// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;

/** Netty over HTTP/2 with its native epoll transport instead of {@code java.nio}. TLS is the JDK's. */
public final class NettyEpollHttp2Peer extends NettyHttp2Peer {
    /** The peer with epoll. */
    public NettyEpollHttp2Peer() {
        super(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }
}
