// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.nio.ByteBuffer;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A decoder of the coding deflate without I/O, in both of its kinds: with the header and trailer of zlib (RFC 1950), as RFC 9110
 * §8.4.1.2 has it, and without, as many servers send it (RFC 1951).
 */
final class Inflate implements ContentDecoder {
    private ByteBuffer in = ByteBuffer.allocate(0);

    /** Null before the first byte, which says what kind it is. */
    private @Nullable InflatedPieces pieces;

    @Override
    public void feed(ByteBuffer encoded) {
        in = encoded;
        if (pieces == null) {
            pieces = new InflatedPieces("deflate", new Inflater(!isZlib(encoded.get(encoded.position()))));
        }
    }

    /**
     * A zlib stream begins with the method, 8, in its lower four bits (RFC 1950 §2.2). In a raw one these bits would be a stored
     * block with padding that is not zero (RFC 1951 §3.2.4), which no encoder writes.
     */
    private static boolean isZlib(byte first) {
        return (first & 0xf) == 8;
    }

    @Override
    public @Nullable ByteBuffer next() throws ZipException {
        if (pieces == null) {
            return null;
        }
        ByteBuffer piece = pieces.next(in);
        if (piece == null && in.hasRemaining()) {
            throw DecodedStream.damaged("deflate", "it has bytes after its end");
        }
        return piece;
    }

    @Override
    public boolean mayEnd() {
        return pieces == null || pieces.isFinished();
    }

    @Override
    public void close() {
        if (pieces != null) {
            pieces.close();
        }
    }
}
