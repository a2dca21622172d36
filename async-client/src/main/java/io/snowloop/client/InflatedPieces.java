// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What an inflater decodes, in pieces that the reader may keep. */
final class InflatedPieces {
    /** The size of a decoded piece, in bytes. */
    private static final int PIECE = 16 * 1024;

    private final String coding;
    private final Inflater inflater;

    /** Where data is decoded to; a large piece leaves it. */
    private byte @Nullable [] buffer;

    /** Whether the last piece was full: then the inflater may have more without further input. */
    private boolean full;

    /**
     * The pieces of this inflater.
     *
     * @param coding for error messages
     * @param inflater belongs to them from now on
     */
    InflatedPieces(String coding, Inflater inflater) {
        this.coding = coding;
        this.inflater = inflater;
    }

    /** The next piece; null if that needs more input, or if the data has ended. Bytes after the end stay in the buffer. */
    @Nullable
    ByteBuffer next(ByteBuffer in) throws ZipException {
        byte[] decoded = buffer == null ? new byte[PIECE] : buffer;
        int length;
        try {
            inflater.setInput(in);
            length = inflater.inflate(decoded);
        } catch (DataFormatException e) {
            throw DecodedStream.damaged(coding, String.valueOf(e.getMessage()));
        }
        if (inflater.needsDictionary()) {
            throw DecodedStream.damaged(coding, "it needs a dictionary");
        }
        full = length == PIECE && !inflater.finished();
        if (length > PIECE / 2) {
            buffer = null; // it is the reader's now
            return ByteBuffer.wrap(decoded, 0, length);
        }
        buffer = decoded;
        return length == 0 ? null : ByteBuffer.wrap(Arrays.copyOf(decoded, length)); // who keeps a byte keeps no more
    }

    /** Whether the inflater may have more without further input. */
    boolean hasMore() {
        return full;
    }

    /** Whether the data has ended. */
    boolean isFinished() {
        return inflater.finished();
    }

    /** How many bytes of data there were. */
    long count() {
        return inflater.getBytesWritten();
    }

    /** Begins anew, with the data of another member. */
    void reset() {
        inflater.reset();
    }

    void close() {
        inflater.end();
    }
}
