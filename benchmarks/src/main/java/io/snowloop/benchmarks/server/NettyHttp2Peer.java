// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * Netty's HTTP/2 codec with one loop thread, as in its example {@code http2.helloworld.server}: the handler of a connection,
 * which has no channel for each stream and so costs less than {@code Http2MultiplexHandler}.
 */
public class NettyHttp2Peer implements ServerPeer {
    private final IoHandlerFactory io;
    private final Class<? extends ServerSocketChannel> channel;

    /** The peer with {@code java.nio}. */
    public NettyHttp2Peer() {
        this(NioIoHandler.newFactory(), NioServerSocketChannel.class);
    }

    NettyHttp2Peer(IoHandlerFactory io, Class<? extends ServerSocketChannel> channel) {
        this.io = io;
        this.channel = channel;
    }

    @Override
    public void serve(int port) throws Exception {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, io);
        NettyDate date = new NettyDate(loop.next());
        SslContext tls = PeerKey.isGiven() ? tls() : null;
        new ServerBootstrap()
                .group(loop)
                .channel(channel)
                .option(ChannelOption.SO_BACKLOG, Backlog.LENGTH)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        begin(connection, date, tls);
                    }
                })
                .bind("127.0.0.1", port)
                .sync();
    }

    private static void begin(Channel connection, NettyDate date, @Nullable SslContext tls) {
        if (tls == null) {
            connection.pipeline().addLast(NettyHttp2Answers.of(date));
            return;
        }
        connection
                .pipeline()
                .addLast(tls.newHandler(connection.alloc()))
                .addLast(new ApplicationProtocolNegotiationHandler("none") {
                    @Override
                    protected void configurePipeline(ChannelHandlerContext context, String protocol) {
                        if (!protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                            throw new IllegalStateException("not HTTP/2, but " + protocol);
                        }
                        context.pipeline().addLast(NettyHttp2Answers.of(date));
                    }
                });
    }

    private static SslContext tls() throws IOException, GeneralSecurityException {
        return SslContextBuilder.forServer(PeerKey.managers())
                .sslProvider(SslProvider.JDK)
                .protocols(PeerKey.PROTOCOL)
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2))
                .build();
    }
}
