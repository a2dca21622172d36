// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.snowloop.benchmarks.measure.Http2Work;

/**
 * The handler of {@link NettyHttp2Peer}: it answers requests without a body. It flushes once for all requests of a read, as
 * its superclass does. The fields of a response are of the class that Netty has for speed.
 */
final class NettyHttp2Answers extends Http2ConnectionHandler {
    private NettyHttp2Answers(
            Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initialSettings) {
        super(decoder, encoder, initialSettings);
    }

    /** The handler of a new connection. */
    static NettyHttp2Answers of(NettyDate date) {
        Requests requests = new Requests(date);
        NettyHttp2Answers handler = new Builder(requests).build();
        requests.encoder = handler.encoder();
        return handler;
    }

    private static final class Builder extends AbstractHttp2ConnectionHandlerBuilder<NettyHttp2Answers, Builder> {
        Builder(Requests requests) {
            frameListener(requests);
            initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(Http2Work.MAX_STREAMS));
        }

        @Override
        protected NettyHttp2Answers build(
                Http2ConnectionDecoder decoder, Http2ConnectionEncoder encoder, Http2Settings initialSettings) {
            return new NettyHttp2Answers(decoder, encoder, initialSettings);
        }

        @Override
        protected NettyHttp2Answers build() {
            return super.build();
        }
    }

    private static final class Requests extends Http2FrameAdapter {
        private final NettyDate date;

        @SuppressWarnings("NullAway.Init") // the encoder needs this listener first
        private Http2ConnectionEncoder encoder;

        Requests(NettyDate date) {
            this.date = date;
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers head,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean end) {
            onHeadersRead(context, stream, head, padding, end);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context, int stream, Http2Headers head, int padding, boolean end) {
            switch (head.path().toString()) {
                case "/plaintext" ->
                    ok(context, stream, HttpHeaderValues.TEXT_PLAIN, Unpooled.wrappedBuffer(Payload.textBytes()));
                case "/bytes/65536" ->
                    ok(
                            context,
                            stream,
                            HttpHeaderValues.APPLICATION_OCTET_STREAM,
                            Unpooled.wrappedBuffer(Payload.buffer()));
                default ->
                    encoder.writeHeaders(
                            context,
                            stream,
                            ReadOnlyHttp2Headers.serverHeaders(false, HttpResponseStatus.NOT_FOUND.codeAsText()),
                            0,
                            true,
                            context.newPromise());
            }
        }

        private void ok(ChannelHandlerContext context, int stream, AsciiString type, ByteBuf body) {
            Http2Headers head = ReadOnlyHttp2Headers.serverHeaders(
                    false,
                    HttpResponseStatus.OK.codeAsText(),
                    HttpHeaderNames.CONTENT_TYPE,
                    type,
                    HttpHeaderNames.DATE,
                    date.text(),
                    HttpHeaderNames.CONTENT_LENGTH,
                    AsciiString.of(Integer.toString(body.readableBytes())));
            encoder.writeHeaders(context, stream, head, 0, false, context.newPromise());
            encoder.writeData(context, stream, body, 0, true, context.newPromise());
        }
    }
}
