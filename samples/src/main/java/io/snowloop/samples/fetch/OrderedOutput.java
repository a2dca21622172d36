package io.snowloop.samples.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One output that many write to at once, and that reads as if they had come one after the other.
 *
 * <p>The first one that has not ended writes through; what the others write is kept until it is their turn. So one large
 * body is never in memory, and many small ones may arrive in any order.
 */
final class OrderedOutput {
    private final PrintStream out;
    private final Deque<Part> parts = new ArrayDeque<>();

    OrderedOutput(PrintStream out) {
        this.out = out;
    }

    /** The part that comes after all those there are. */
    Part next() {
        Part part = new Part();
        parts.addLast(part);
        return part;
    }

    /** Whether writing has failed: then there is no use in writing more. */
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

    /** A {@code PrintStream} keeps its errors to itself, and whoever reads a pipe may go: so it is asked, each time. */
    private void write(byte[] bytes) throws IOException {
        out.write(bytes, 0, bytes.length);
        if (out.checkError()) {
            throw new IOException("cannot write to standard output: whoever read it has gone");
        }
    }

    /** What one of the many writes. */
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
