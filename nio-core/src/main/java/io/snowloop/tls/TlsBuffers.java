// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.loop.Scheduler;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The two buffers that all TLS connections of a loop share. A connection uses them only during one call, so an idle
 * connection holds none.
 *
 * @param plaintext decrypted bytes, while the protocol above reads them
 * @param output encrypted bytes that are about to be sent: room for several records, so that a large write needs few
 *     system calls
 */
record TlsBuffers(ByteBuffer plaintext, ByteBuffer output) {
    /** Bodies are written in pieces of 64 KiB: four full records and a small one. */
    private static final int RECORDS = 5;

    /**
     * By loop and not by thread, because a callback of one loop may run another loop on the same thread. The lock is
     * taken once per connection.
     */
    private static final Map<Scheduler, TlsBuffers> OF_LOOPS = new WeakHashMap<>();

    static TlsBuffers of(Scheduler loop) {
        synchronized (OF_LOOPS) {
            return OF_LOOPS.computeIfAbsent(
                    loop,
                    any -> new TlsBuffers(
                            ByteBuffer.allocateDirect(TlsEngine.PLAINTEXT_SIZE),
                            ByteBuffer.allocateDirect(RECORDS * TlsEngine.OUTPUT_SIZE)));
        }
    }
}
