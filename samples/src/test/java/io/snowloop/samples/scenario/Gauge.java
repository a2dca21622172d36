// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.LongSupplier;

/** A body that is made as it is asked for, and how far whoever asks was ahead of whoever takes. */
final class Gauge {
    static final int LARGEST_PIECE = 5_000;

    private final long length;
    private final Random random;
    private final LongSupplier taken;
    private long made;
    private long mostAhead;

    Gauge(long length, Random random, LongSupplier taken) {
        this.length = length;
        this.random = random;
        this.taken = taken;
    }

    BodyStream body() {
        return BodyStream.of(() -> {
            mostAhead = Math.max(mostAhead, made - taken.getAsLong());
            int size = (int) Math.min(length - made, 1 + random.nextInt(LARGEST_PIECE));
            made += size;
            return Future.completed(size == 0 ? null : ByteBuffer.allocate(size));
        });
    }

    /** How many bytes, at most, were made and not taken when the next piece was asked for. */
    long mostAhead() {
        return mostAhead;
    }
}
