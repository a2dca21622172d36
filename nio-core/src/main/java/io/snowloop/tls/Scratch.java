package io.snowloop.tls;

import io.snowloop.loop.Scheduler;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The buffers that all TLS connections of a loop share. They are in use for the time of one call only, so a connection
 * holds none.
 *
 * @param plaintext what was received, while the protocol above is told
 * @param output what is about to be sent: a few records, so that a large write is few calls of the system
 */
record Scratch(ByteBuffer plaintext, ByteBuffer output) {
    /** 64 KiB at a time, as bodies are written, are four records and a bit. */
    private static final int RECORDS = 5;

    /** By loop and not by thread, as a thread may run one loop inside another. Asked once per connection. */
    private static final Map<Scheduler, Scratch> OF_LOOPS = new WeakHashMap<>();

    static Scratch of(Scheduler loop) {
        synchronized (OF_LOOPS) {
            return OF_LOOPS.computeIfAbsent(
                    loop,
                    any -> new Scratch(
                            ByteBuffer.allocateDirect(TlsEngine.PLAINTEXT_SIZE),
                            ByteBuffer.allocateDirect(RECORDS * TlsEngine.OUTPUT_SIZE)));
        }
    }
}
