// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import java.nio.ByteBuffer;

/** A body that ends at once, and counts how often it was cancelled: whether code that does not send it gives it back. */
public final class EmptyStream implements BodyStream {
    private int cancels;

    @Override
    public Future<ByteBuffer> read() {
        return Future.completed(null);
    }

    @Override
    public void cancel() {
        cancels++;
    }

    /** How often it was cancelled. */
    public int cancels() {
        return cancels;
    }
}
