// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * An output with several concurrent writers, whose parts appear one after the other.
 *
 * <p>The first part that has not ended is written directly; the bytes of the others are kept until it is their turn. So
 * one large body is never in memory, and many small ones may arrive in any order.
 */
final class OrderedOutput {
    /** Of a part that waits for its turn. The rest of it is in a file: a body may have no end. */
    private static final int MOST_IN_MEMORY = 64 * 1024;

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

        /** What came before {@link #kept}; null if all has room there. The file is deleted when it is closed. */
        private @Nullable FileChannel file;

        private boolean ended;

        void write(ByteBuffer bytes) throws IOException {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            if (parts.peekFirst() == this) {
                OrderedOutput.this.write(copy);
            } else {
                kept.writeBytes(copy);
                if (kept.size() > MOST_IN_MEMORY) {
                    spill();
                }
            }
        }

        void end() throws IOException {
            ended = true;
            advance();
        }

        private void spill() throws IOException {
            FileChannel open = file;
            if (open == null) {
                Path path = Files.createTempFile("snowloop-fetch", ".body");
                open = FileChannel.open(path, READ, WRITE, DELETE_ON_CLOSE);
                file = open;
            }
            ByteBuffer bytes = ByteBuffer.wrap(kept.toByteArray());
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            kept.reset();
        }

        int inMemory() {
            return kept.size();
        }

        private void writeKept() throws IOException {
            if (file != null) {
                try (FileChannel written = file.position(0)) {
                    ByteBuffer piece = ByteBuffer.allocate(MOST_IN_MEMORY);
                    for (int length = written.read(piece); length > 0; length = written.read(piece.clear())) {
                        OrderedOutput.this.write(Arrays.copyOf(piece.array(), length));
                    }
                }
                file = null;
            }
            OrderedOutput.this.write(kept.toByteArray());
            kept.reset();
        }
    }
}
