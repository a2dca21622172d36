// SPDX-License-Identifier: Apache-2.0
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

/**
 * A head that arrives in pieces: each piece of 100 bytes is appended, then the end of a line is searched; at the end
 * all is taken.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Queues {
    private static final int PIECES = 16;

    private final byte[] piece = new byte[100];
    private final ByteQueue queue = new ByteQueue();
    private final ByteBuf netty = Unpooled.buffer(PIECES * piece.length);

    /** Ours, which continues the search where it stopped. */
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

    /** Netty's, which searches from the start each time. */
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
