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
 * From the bytes of a request's head, in a direct buffer, to its event.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadParsing {
    /** Whose head. */
    @Param
    public RequestHeads head = RequestHeads.WRK;

    private final SnowloopDecoder snowloop = new SnowloopDecoder();
    private final NettyDecoder netty = new NettyDecoder();
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

    /** The same but for a letter of the target: a head that is not the one before. */
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

    /** Ours, of two heads in turn. */
    @Benchmark
    public void snowloop(Blackhole hole) throws RemoteProtocolException {
        other = !other;
        snowloop.decode(other ? others : bytes, hole);
    }

    /** Ours, of the same head again and again, which is parsed once. */
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
