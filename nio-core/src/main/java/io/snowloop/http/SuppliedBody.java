// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A body whose pieces an application makes. They come once: a second sender gets an error, and not what the first one left. */
final class SuppliedBody implements BodyStream {
    private final long length;
    private final Supplier<? extends Future<@Nullable ByteBuffer>> next;
    private boolean begun;

    /** What a reader waits for, or has waited for last. */
    private @Nullable Future<@Nullable ByteBuffer> awaited;

    SuppliedBody(long length, Supplier<? extends Future<@Nullable ByteBuffer>> next) {
        this.length = length;
        this.next = requireNonNull(next, "next");
    }

    @Override
    public Future<@Nullable ByteBuffer> read() {
        begun = true;
        Future<@Nullable ByteBuffer> piece = next.get();
        awaited = piece.isDone() ? null : piece; // a piece is not kept longer than its reader keeps it
        return piece;
    }

    /** Else a timer, or a message that the application reads from, would go on for a reader that has gone. */
    @Override
    public void cancel() {
        if (awaited != null) {
            awaited.cancel();
        }
    }

    @Override
    public BodyStream stream() {
        if (begun) {
            throw usedUp(this);
        }
        return this;
    }

    static IllegalStateException usedUp(BodyStream body) {
        return new IllegalStateException(
                body + " has been sent or read before, and a stream comes only once: make another one for"
                        + " each message, or send a body that can be read again (what collect() gives, Body.of, FileBody.of)");
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String toString() {
        return "BodyStream[" + (length < 0 ? "unknown length]" : length + " bytes]");
    }
}
