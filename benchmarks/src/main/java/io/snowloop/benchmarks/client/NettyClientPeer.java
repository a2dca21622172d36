// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A plain Netty pipeline: its HTTP codec, an aggregator, and a deque as pool. No time-outs, no limits. */
public final class NettyClientPeer implements ClientPeer {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Deque<Exchange> idle = new ArrayDeque<>();
    private final Bootstrap bootstrap = new Bootstrap();

    /** A client for this port. It has as many connections as there are simultaneous requests. */
    public NettyClientPeer(int port, int connections) {
        bootstrap
                .group(loop)
                .channel(NioSocketChannel.class)
                .remoteAddress("127.0.0.1", port)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(1024 * 1024))
                                .addLast(new Exchange(channel));
                    }
                });
    }

    @Override
    public void fetch(String path, Answer answer) {
        Exchange exchange = idle.poll();
        if (exchange != null) {
            exchange.begin(path, answer);
            return;
        }
        bootstrap.connect().addListener((ChannelFuture connected) -> {
            if (connected.isSuccess()) {
                connected.channel().pipeline().get(Exchange.class).begin(path, answer);
            } else {
                answer.fail(connected.cause());
            }
        });
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws InterruptedException {
        loop.execute(begin);
        done.await();
    }

    private final class Exchange extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final Channel channel;
        private @Nullable Answer answer;

        Exchange(Channel channel) {
            this.channel = channel;
        }

        void begin(String path, Answer answer) {
            this.answer = answer;
            FullHttpRequest request =
                    new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path, Unpooled.EMPTY_BUFFER);
            request.headers().set(HttpHeaderNames.HOST, "127.0.0.1");
            channel.writeAndFlush(request, channel.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            Answer waiting = answer;
            answer = null;
            idle.push(this);
            if (waiting != null) {
                waiting.complete(response.status().code(), response.content().readableBytes());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Answer waiting = answer;
            answer = null;
            if (waiting != null) {
                waiting.fail(cause);
            }
            context.close();
        }
    }
}
