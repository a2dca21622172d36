// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;

/** Netty with its native epoll transport instead of {@code java.nio}. */
public final class NettyEpollPeer extends NettyPeer {
    /** The peer with epoll. */
    public NettyEpollPeer() {
        super(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }
}
