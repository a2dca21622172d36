// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;

/** The handler of {@link NettyPeer}. */
final class NettyAnswers extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final NettyDate date;

    NettyAnswers(NettyDate date) {
        this.date = date;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.uri().equals(PayloadFile.NAME)) {
            writeFile(context);
            return;
        }
        FullHttpResponse response = answer(request);
        response.headers()
                .set(HttpHeaderNames.DATE, date.text())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
        if (HttpUtil.isKeepAlive(request)) {
            context.write(response, context.voidPromise());
        } else {
            context.write(response).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The same as in the example {@code HttpStaticFileServer}. The region opens the file when it is sent. */
    private void writeFile(ChannelHandlerContext context) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_OCTET_STREAM)
                .set(HttpHeaderNames.DATE, date.text())
                .setInt(HttpHeaderNames.CONTENT_LENGTH, PayloadFile.LENGTH);
        context.write(head, context.voidPromise());
        context.write(new DefaultFileRegion(PayloadFile.PATH.toFile(), 0, PayloadFile.LENGTH), context.voidPromise());
        context.write(LastHttpContent.EMPTY_LAST_CONTENT, context.voidPromise());
    }

    private static FullHttpResponse answer(FullHttpRequest request) {
        return switch (request.uri()) {
            case "/plaintext" -> ok(HttpHeaderValues.TEXT_PLAIN, Unpooled.wrappedBuffer(Payload.textBytes()));
            case "/json" -> ok(HttpHeaderValues.APPLICATION_JSON, Unpooled.wrappedBuffer(Payload.jsonBytes()));
            case "/echo" ->
                ok(HttpHeaderValues.APPLICATION_OCTET_STREAM, request.content().retain());
            case "/bytes/1024" ->
                ok(HttpHeaderValues.APPLICATION_OCTET_STREAM, Unpooled.wrappedBuffer(Payload.kibBuffer()));
            case "/bytes/65536" ->
                ok(HttpHeaderValues.APPLICATION_OCTET_STREAM, Unpooled.wrappedBuffer(Payload.buffer()));
            default ->
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND, Unpooled.EMPTY_BUFFER);
        };
    }

    private static FullHttpResponse ok(AsciiString type, ByteBuf body) {
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        return response;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
