// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import org.openjdk.jmh.infra.Blackhole;

/** Netty's request decoder in an embedded channel, as in Netty's own benchmarks. */
final class NettyDecoder {
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());

    /** Decodes complete messages, and releases the events. */
    void decode(ByteBuf bytes, Blackhole hole) {
        channel.writeInbound(bytes.retainedDuplicate());
        Object message;
        while ((message = channel.readInbound()) != null) {
            hole.consume(message);
            ReferenceCountUtil.release(message);
        }
    }
}
