// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.snowloop.http.h1.RemoteProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Parsing of request heads: from the bytes in a direct buffer to the event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadParsing {
    /** The head. */
    @Param
    public RequestHeads head = RequestHeads.WRK;

    private final SnowloopDecoder snowloop = new SnowloopDecoder();
    private final NettyDecoder netty = new NettyDecoder();
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

    /** A head that differs in one letter of the target, so that it is not the previous one. */
    private ByteBuffer others = ByteBuffer.allocateDirect(0);

    private boolean other;
    private ByteBuf nettyBytes = Unpooled.EMPTY_BUFFER;

    /** Puts the head into both buffers. */
    @Setup
    public void fill() {
        byte[] text = head.text().getBytes(StandardCharsets.US_ASCII);
        bytes = ByteBuffer.allocateDirect(text.length).put(text);
        others = ByteBuffer.allocateDirect(text.length).put(text);
        others.put(head.text().indexOf('/') + 1, (byte) 'x');
        nettyBytes = Unpooled.directBuffer(text.length).writeBytes(text);
    }

    /** Ours, with two alternating heads. */
    @Benchmark
    public void snowloop(Blackhole hole) throws RemoteProtocolException {
        other = !other;
        snowloop.decode(other ? others : bytes, hole);
    }

    /** Ours, with the same head repeatedly, which is parsed once. */
    @Benchmark
    public void snowloopAgain(Blackhole hole) throws RemoteProtocolException {
        snowloop.decode(bytes, hole);
    }

    /** Netty's. */
    @Benchmark
    public void netty(Blackhole hole) {
        netty.decode(nettyBytes, hole);
    }
}
