// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The handler of the requests of {@link NettyPushPeer}: it makes a connection what its first request wants. */
final class NettyPushRequests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final ChannelGroup chat;
    private final ChannelGroup readers;

    NettyPushRequests(ChannelGroup chat, ChannelGroup readers) {
        this.chat = chat;
        this.readers = readers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        switch (request.uri()) {
            case "/events" -> {
                HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
                head.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
                HttpUtil.setTransferEncodingChunked(head, true);
                context.writeAndFlush(head);
                readers.add(context.channel());
            }
            case "/publish" -> {
                ByteBuf event = Unpooled.wrappedBuffer(
                        Unpooled.wrappedBuffer(DATA), request.content().retain(), Unpooled.wrappedBuffer(END));
                readers.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(event)), channel -> true, true);
                event.release();
                context.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER));
            }
            default -> beginWebSocket(context, request);
        }
    }

    private void beginWebSocket(ChannelHandlerContext context, FullHttpRequest request) {
        boolean toAll = request.headers().contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && request.uri().equals("/chat");
        context.pipeline()
                .addLast(new WebSocketServerProtocolHandler(request.uri()))
                .addLast(new Messages(toAll ? chat : null));
        context.fireChannelRead(request.retain());
        context.pipeline().remove(this);
        if (toAll) {
            chat.add(context.channel());
        }
    }

    /** Sends each message back or, in a chat, to all. */
    private static final class Messages extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
        private final @Nullable ChannelGroup chat;

        Messages(@Nullable ChannelGroup chat) {
            this.chat = chat;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, BinaryWebSocketFrame message) {
            if (chat == null) {
                context.write(message.retain(), context.voidPromise());
            } else {
                chat.writeAndFlush(message.retain(), channel -> true, true);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
