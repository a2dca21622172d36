package io.snowloop.benchmarks.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.snowloop.buffer.ByteQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a head that comes in pieces needs: pieces of 100 bytes are added, a line is looked for each time, and all is taken. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Queues {
    private static final int PIECES = 16;

    private final byte[] piece = new byte[100];
    private final ByteQueue queue = new ByteQueue();
    private final ByteBuf netty = Unpooled.buffer(PIECES * piece.length);

    /** Ours, which remembers how far it has searched. */
    @Benchmark
    public int snowloop() {
        int found = 0;
        for (int i = 0; i < PIECES; i++) {
            queue.append(piece);
            found += queue.indexOf((byte) '\n');
        }
        queue.skip(queue.size());
        return found;
    }

    /** Netty's, which begins anew each time. */
    @Benchmark
    public int netty() {
        int found = 0;
        for (int i = 0; i < PIECES; i++) {
            netty.writeBytes(piece);
            found += netty.bytesBefore((byte) '\n');
        }
        netty.clear();
        return found;
    }
}
