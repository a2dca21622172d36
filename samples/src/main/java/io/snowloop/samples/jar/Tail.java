// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what a program prints. All of it may be more than memory and disk have. */
final class Tail {
    private static final int BYTES = 64 * 1024;

    /** How long the last bytes may take after the end of the program, of which a child may have the stream open still. */
    private static final long MILLIS = 1_000;

    private final Thread reader;
    private final byte[] last = new byte[BYTES];

    /** The bytes so far. The last ones are in {@link #last}, each at its number modulo the length. */
    private long count;

    private Tail(InputStream in) {
        reader = new Thread(() -> read(in), "output");
        reader.setDaemon(true);
    }

    /** Reads a stream to its end, on a thread of its own: a program whose output is not read stops. */
    static Tail of(InputStream in) {
        Tail tail = new Tail(in);
        tail.reader.start();
        return tail;
    }

    private void read(InputStream in) {
        byte[] piece = new byte[8 * 1024];
        try {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                add(piece, length);
            }
        } catch (IOException e) {
            // the process was ended
        }
    }

    private synchronized void add(byte[] piece, int length) {
        int at = (int) (count % BYTES);
        int first = Math.min(length, BYTES - at);
        System.arraycopy(piece, 0, last, at, first);
        System.arraycopy(piece, first, last, 0, length - first);
        count += length;
    }

    /** Call it when the program has ended. */
    String text() throws InterruptedException {
        reader.join(MILLIS);
        synchronized (this) {
            if (count <= BYTES) {
                return new String(last, 0, (int) count, StandardCharsets.UTF_8);
            }
            int at = (int) (count % BYTES);
            byte[] inOrder = Arrays.copyOfRange(last, at, at + BYTES); // as much as there is behind it, then zeros
            System.arraycopy(last, 0, inOrder, BYTES - at, at);
            return new String(inOrder, StandardCharsets.UTF_8);
        }
    }
}
