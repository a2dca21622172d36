// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;

/**
 * Netty's HTTP codec with an aggregator, as in its example {@code HttpHelloWorldServer}. One loop thread accepts and
 * serves. It flushes once for all requests of a read, as is usual for pipelining.
 */
public class NettyPeer implements ServerPeer {
    private final IoHandlerFactory io;
    private final Class<? extends ServerSocketChannel> channel;

    /** The peer with {@code java.nio}. */
    public NettyPeer() {
        this(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    NettyPeer(IoHandlerFactory io, Class<? extends ServerSocketChannel> channel) {
        this.io = io;
        this.channel = channel;
    }

    @Override
    public void serve(int port) throws InterruptedException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
        NettyDate date = new NettyDate(loop.next());
        new ServerBootstrap()
                .group(loop)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, Backlog.LENGTH)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1024 * 1024))
                                .addLast(new NettyAnswers(date));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }
}
