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
 * A request of 32 KiB in chunks: large ones, whose cost is in the bytes, and small ones, whose cost is in the chunks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChunkedDecoding {
    private static final int SIZE = 32 * 1024;

    /** The size of a chunk in bytes. */
    @Param({"16", "4096"})
    public int chunk;

    private final SnowloopDecoder snowloop = new SnowloopDecoder();
    private final NettyDecoder netty = new NettyDecoder();
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
    private ByteBuf nettyBytes = Unpooled.EMPTY_BUFFER;

    /** Puts the request into both buffers. */
    @Setup
    public void fill() {
        String piece = Integer.toHexString(chunk) + "\r\n" + "x".repeat(chunk) + "\r\n";
        byte[] text = ("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + piece.repeat(SIZE / chunk) + "0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        bytes = ByteBuffer.allocateDirect(text.length).put(text);
        nettyBytes = Unpooled.directBuffer(text.length).writeBytes(text);
    }

    /** Ours. */
    @Benchmark
    public void snowloop(Blackhole hole) throws RemoteProtocolException {
        snowloop.decode(bytes, hole);
    }

    /** Netty's. */
    @Benchmark
    public void netty(Blackhole hole) {
        netty.decode(nettyBytes, hole);
    }
}
