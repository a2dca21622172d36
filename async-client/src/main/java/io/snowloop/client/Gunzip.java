// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A gzip decoder without I/O (RFC 1952): compressed bytes in, as they arrive, and decoded bytes out.
 *
 * <p>{@link java.util.zip.GZIPInputStream} is not used: it reads from a stream and blocks. This one returns null if it needs
 * more input.
 */
final class Gunzip implements ContentDecoder {
    /** The identification and the method, deflate (§2.3.1). */
    private static final int[] MAGIC = {0x1f, 0x8b, 8};

    /** The parts of a member in their order (§2.3), each with the flag that says whether it is there; 0 if it always is. */
    private enum Part {
        FIXED(0),
        EXTRA(4),
        NAME(8),
        COMMENT(16),
        HEADER_CRC(2),
        DATA(0),
        TRAILER(0);

        private final int flag;

        Part(int flag) {
            this.flag = flag;
        }

        Part next() {
            return switch (this) {
                case FIXED -> EXTRA;
                case EXTRA -> NAME;
                case NAME -> COMMENT;
                case COMMENT -> HEADER_CRC;
                case HEADER_CRC -> DATA;
                case DATA -> TRAILER;
                case TRAILER -> FIXED; // of the next member
            };
        }
    }

    private final InflatedPieces data;
    private final CRC32 crc = new CRC32();
    private ByteBuffer in = ByteBuffer.allocate(0);
    private Part part = Part.FIXED;

    /** How many bytes of this part have been read. */
    private int count;

    /** The first eight bytes of this part as a number, least significant byte first (§2.1). */
    private long number;

    private int flags;

    /**
     * A decoder.
     *
     * @param inflater for data without the header and trailer of zlib; it is the decoder's to end
     */
    Gunzip(Inflater inflater) {
        this.data = new InflatedPieces("gzip", inflater);
    }

    @Override
    public void feed(ByteBuffer encoded) {
        in = encoded;
    }

    @Override
    public @Nullable ByteBuffer next() throws ZipException {
        while (in.hasRemaining() || data.hasMore()) {
            if (part != Part.DATA) {
                step(in.get() & 0xff);
                continue;
            }
            ByteBuffer piece = inflate();
            if (piece != null) {
                return piece;
            }
        }
        return null;
    }

    /** {@inheritDoc} Here: between its members, or before the first. */
    @Override
    public boolean mayEnd() {
        return part == Part.FIXED && count == 0;
    }

    /** Frees memory outside of the heap. */
    @Override
    public void close() {
        data.close();
    }

    private @Nullable ByteBuffer inflate() throws ZipException {
        ByteBuffer piece = data.next(in);
        if (piece != null) {
            crc.update(piece.duplicate());
        }
        if (data.isFinished()) {
            enter(Part.TRAILER);
        }
        return piece;
    }

    /** Takes one byte of the header or the trailer. */
    private void step(int octet) throws ZipException {
        if (count < Long.BYTES) {
            number |= (long) octet << (Byte.SIZE * count);
        }
        count++;
        boolean last = switch (part) {
            case FIXED -> fixed(octet);
            case EXTRA -> count >= 2 && count == 2 + (number & 0xffff);
            case NAME, COMMENT -> octet == 0;
            case HEADER_CRC -> count == 2;
            case DATA -> throw new AssertionError("bytes of this part go to the inflater");
            case TRAILER -> trailer();
        };
        if (last) {
            enter(part.next());
        }
    }

    /** Ten bytes: identification, method, flags, and six that are not needed. Returns whether this was the last. */
    private boolean fixed(int octet) throws ZipException {
        if (count <= MAGIC.length && octet != MAGIC[count - 1]) {
            throw damaged("it has no gzip header");
        }
        if (count == MAGIC.length + 1) {
            flags = octet;
        }
        return count == 10;
    }

    /** Eight bytes: the CRC-32 of the data and its length, modulo 2^32. Returns whether this was the last. */
    private boolean trailer() throws ZipException {
        if (count < Long.BYTES) {
            return false;
        }
        if (number != (crc.getValue() | data.count() << Integer.SIZE)) {
            throw damaged("its checksum or length is wrong");
        }
        data.reset();
        crc.reset();
        return true;
    }

    private void enter(Part next) {
        part = next;
        count = 0;
        number = 0;
        if (next.flag != 0 && (flags & next.flag) == 0) {
            enter(next.next());
        }
    }

    private static ZipException damaged(String how) {
        return DecodedStream.damaged("gzip", how);
    }
}
