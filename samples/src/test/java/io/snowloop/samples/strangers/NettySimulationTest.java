// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An HTTP server and an HTTP client on Netty 4.2, in one thread and in virtual time: a seed repeats its run. */
@Tag("once") // many seeds
class NettySimulationTest {
    private static final String SERVER = "10.0.0.1";
    private static final String CLIENT = "10.0.0.2";

    @Seeds
    void eachByteIsRight(Simulation simulation) {
        send(simulation, 20);
    }

    // region run
    /** Sends requests, and has each byte of the answers compared. */
    static void send(Simulation simulation, int requests) {
        simulation.network().faults(Faults.benign(simulation.random()).realistic());
        serve(simulation);
        Client client = new Client(requests);
        connect(simulation, client);
        simulation.runUntil(() -> client.right == requests || client.failure != null);
        assertThat(client.failure).isNull();
    }
    // endregion

    @Test
    void aSeedRepeatsItsRun() {
        for (long seed = 1; seed <= 5; seed++) {
            assertThat(firstDifference(NettyRuns.transcript(seed), NettyRuns.transcript(seed)))
                    .as("seed %d", seed)
                    .isEmpty();
        }
        assertThat(firstDifference(NettyRuns.transcript(1), NettyRuns.transcript(2)))
                .isNotEmpty();
    }

    private static String firstDifference(List<String> a, List<String> b) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            String one = i < a.size() ? a.get(i) : "the end";
            String other = i < b.size() ? b.get(i) : "the end";
            if (!one.equals(other)) {
                return "line " + i + ": " + one + "; " + other;
            }
        }
        return "";
    }

    @Test
    void aTimeoutOfNettyIsInVirtualTime() {
        try (Simulation simulation = new Simulation(1)) {
            serve(simulation);
            List<Throwable> caught = new ArrayList<>();
            connect(simulation, new SimpleChannelInboundHandler<FullHttpResponse>() {
                @Override
                public void channelActive(ChannelHandlerContext context) {
                    context.pipeline().addFirst(new ReadTimeoutHandler(3600, TimeUnit.SECONDS));
                }

                @Override
                protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
                    throw new AssertionError("nothing was asked for");
                }

                @Override
                public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                    caught.add(cause);
                }
            });
            simulation.runUntil(() -> !caught.isEmpty());
            assertThat(caught).singleElement().isInstanceOf(ReadTimeoutException.class);
            assertThat(simulation.ticker().elapsed()).isEqualTo(Duration.ofHours(1));
        }
    }

    // region server
    private static void serve(Simulation simulation) {
        SelectorProvider host = simulation.network().host(SERVER);
        ChannelFuture bound = new ServerBootstrap()
                .group(NettyLoop.on(simulation, SERVER))
                .channelFactory(() -> new NioServerSocketChannel(host))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(NettyHttp.handlers());
                    }
                })
                .bind(SERVER, 80);
        simulation.runUntil(bound::isSuccess);
    }
    // endregion

    private static void connect(Simulation simulation, SimpleChannelInboundHandler<FullHttpResponse> answers) {
        SelectorProvider host = simulation.network().host(CLIENT);
        ChannelFuture connected = new Bootstrap()
                .group(NettyLoop.on(simulation, CLIENT))
                .channelFactory(() -> new NioSocketChannel(host))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpClientCodec(), new HttpObjectAggregator(1024 * 1024), answers);
                    }
                })
                .connect(SERVER, 80);
        simulation.runUntil(connected::isDone);
    }

    /** Sends each request after the answer to the one before, and compares the bytes. */
    private static final class Client extends SimpleChannelInboundHandler<FullHttpResponse> {
        private final int requests;
        private int right;
        private @Nullable Throwable failure;

        Client(int requests) {
            this.requests = requests;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            send(context);
        }

        private void send(ChannelHandlerContext context) {
            byte[] body = Requests.body(right);
            FullHttpRequest request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
            request.headers().set(HttpHeaderNames.HOST, SERVER).set(HttpHeaderNames.CONTENT_LENGTH, body.length);
            ChannelFuture unused = context.writeAndFlush(request);
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            byte[] body = new byte[response.content().readableBytes()];
            response.content().readBytes(body);
            assertThat(response.status().code()).isEqualTo(200);
            assertThat(body).isEqualTo(Requests.body(right));
            right++;
            if (right < requests) {
                send(context);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failure = cause;
        }
    }
}
