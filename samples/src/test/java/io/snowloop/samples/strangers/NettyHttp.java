// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;

/** A server on Netty, with four threads. */
final class NettyHttp {
    private NettyHttp() {}

    public static void main(String[] args) throws Exception {
        EventLoopGroup threads = new MultiThreadIoEventLoopGroup(4, NioIoHandler.newFactory());
        Channel server = new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handlers());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Requests.send(Integer.parseInt(args[0]), ((InetSocketAddress) server.localAddress()).getPort());
    }

    /** The handlers of a connection. */
    static ChannelHandler[] handlers() {
        return new ChannelHandler[] {new HttpServerCodec(), new HttpObjectAggregator(1024 * 1024), new Answers()};
    }

    private static final class Answers extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    HttpResponseStatus.OK,
                    request.content().retain());
            response.headers()
                    .set(HttpHeaderNames.CONTENT_LENGTH, request.content().readableBytes());
            ChannelFuture unused = context.writeAndFlush(response);
        }
    }
}
