package io.snowloop.benchmarks.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
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
 * From the bytes of a request's head, in a direct buffer, to its event. Ours is measured with what else the codec does for
 * a request: it checks, keeps its state, and is told of an answer (204), without which there is no next request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadParsing {
    private static final Event.ResponseHead NO_CONTENT = new Event.ResponseHead(Status.NO_CONTENT, Headers.empty());

    /** Whose head. */
    @Param
    public RequestHeads head = RequestHeads.WRK;

    private final Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
    private final ByteQueue out = new ByteQueue();
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
        parse(other ? others : bytes, hole);
    }

    /** Ours, of the same head again and again, which is parsed once. */
    @Benchmark
    public void snowloopAgain(Blackhole hole) throws RemoteProtocolException {
        parse(bytes, hole);
    }

    private void parse(ByteBuffer head, Blackhole hole) throws RemoteProtocolException {
        codec.receive(head.rewind());
        Event event;
        do {
            event = codec.next();
            hole.consume(event);
        } while (!(event instanceof Event.EndOfMessage));
        codec.sendHead(NO_CONTENT, 0, out);
        codec.sendEnd(out);
        out.clear();
        codec.startNextCycle();
        codec.keep();
    }

    /** Netty's. */
    @Benchmark
    public void netty(Blackhole hole) {
        netty.decode(nettyBytes, hole);
    }
}
