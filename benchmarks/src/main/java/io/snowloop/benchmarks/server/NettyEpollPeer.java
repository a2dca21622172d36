package io.snowloop.benchmarks.server;

import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;

/** Netty on its own native epoll in place of {@code java.nio}. */
public final class NettyEpollPeer extends NettyPeer {
    /** On epoll. */
    public NettyEpollPeer() {
        super(EpollIoHandler.newFactory(), EpollServerSocketChannel.class);
    }
}
