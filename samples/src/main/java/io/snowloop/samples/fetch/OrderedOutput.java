// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An output with several concurrent writers, whose parts appear one after the other.
 *
 * <p>The first part that has not ended is written directly; the bytes of the others are kept until it is their turn. So
 * one large body is never in memory, and many small ones may arrive in any order.
 */
final class OrderedOutput {
    private final PrintStream out;
    private final Deque<Part> parts = new ArrayDeque<>();

    OrderedOutput(PrintStream out) {
        this.out = out;
    }

    /** Adds a part at the end. */
    Part next() {
        Part part = new Part();
        parts.addLast(part);
        return part;
    }

    /** Whether a write has failed, so that further writes have no effect. */
    boolean isBroken() {
        return out.checkError();
    }

    private void advance() throws IOException {
        while (!parts.isEmpty() && parts.peekFirst().ended) {
            parts.removeFirst();
            if (!parts.isEmpty()) {
                parts.peekFirst().writeKept();
            }
        }
    }

    /**
     * A {@code PrintStream} does not throw, and the reader of a pipe may close it: so each write checks for an error.
     */
    private void write(byte[] bytes) throws IOException {
        out.write(bytes, 0, bytes.length);
        if (out.checkError()) {
            throw new IOException("cannot write to standard output: its reader has closed it");
        }
    }

    /** The part of one writer. */
    final class Part {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean ended;

        void write(ByteBuffer bytes) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            if (parts.peekFirst() == this) {
                OrderedOutput.this.write(copy);
            } else {
                kept.writeBytes(copy);
            }
        }

        void end() throws IOException {
            ended = true;
            advance();
        }

        private void writeKept() throws IOException {
            OrderedOutput.this.write(kept.toByteArray());
            kept.reset();
        }
    }
}
