// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

/** Netty's HTTP codec over TLS, as in its example {@code HttpHelloWorldServer}, with one loop thread. */
public class NettyTlsPeer implements ServerPeer {
    private final SslProvider provider;

    /** The peer with the JDK's TLS. */
    public NettyTlsPeer() {
        this(SslProvider.JDK);
    }

    NettyTlsPeer(SslProvider provider) {
        this.provider = provider;
    }

    @Override
    public void serve(int port) throws Exception {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        NettyDate date = new NettyDate(loop.next());
        SslContext tls = context();
        new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, Backlog.LENGTH)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connection
                                .pipeline()
                                .addLast(tls.newHandler(connection.alloc()))
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(1024 * 1024))
                                .addLast(new NettyAnswers(date));
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }

    /** The key and the version. */
    SslContext context() throws Exception {
        return SslContextBuilder.forServer(PeerKey.managers())
                .sslProvider(provider)
                .protocols(PeerKey.PROTOCOL)
                .build();
    }
}
