// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.snowloop.websocket.MaskingKey;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Unmasking the payload of a WebSocket frame in a direct buffer, into which it was read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Masking {
    private static final int KEY = 0x37fa213d;

    /** The bytes of the payload. */
    @Param({"16", "4096"})
    public int payload;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(4_096);

    /** Ours. */
    @Benchmark
    public ByteBuffer snowloop() {
        ByteBuffer bytes = memory.limit(payload);
        new MaskingKey(KEY).apply(bytes, 0);
        return bytes;
    }

    /** The algorithm of RFC 6455 §5.3. */
    @Benchmark
    public ByteBuffer octetByOctet() {
        ByteBuffer bytes = memory.limit(payload);
        for (int i = 0; i < payload; i++) {
            bytes.put(i, (byte) (bytes.get(i) ^ (KEY >>> (24 - 8 * (i % 4)))));
        }
        return bytes;
    }
}
