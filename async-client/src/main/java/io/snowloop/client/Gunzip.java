// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A gzip decoder without I/O (RFC 1952): compressed bytes in, as they arrive, and decoded bytes out.
 *
 * <p>{@link java.util.zip.GZIPInputStream} is not used: it reads from a stream and blocks. This one returns null if it needs
 * more input.
 */
final class Gunzip {
    /** The size of a decoded piece, in bytes. */
    private static final int PIECE = 16 * 1024;

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

    /**
     * How many bytes may hold no data, before the first byte of data and in all: a header that does not end, members or
     * blocks without data. An encoder needs at most 65,537 bytes for an extra field, and a few for a name.
     */
    private static final int MOST_WITHOUT_DATA = 128 * 1024;

    /** How many bytes a byte of data may take besides. In a member of its own it takes 21. */
    private static final int MOST_PER_BYTE = 64;

    private final Inflater inflater;
    private final CRC32 crc = new CRC32();
    private ByteBuffer in = ByteBuffer.allocate(0);
    private Part part = Part.FIXED;

    /** How many bytes of this part have been read. */
    private int count;

    /** The first eight bytes of this part as a number, least significant byte first (§2.1). */
    private long number;

    private int flags;

    /** How many more bytes may come without data. */
    private long allowance = MOST_WITHOUT_DATA;

    /** Where data is decoded to; a piece that has data leaves it. */
    private byte @Nullable [] buffer;

    /** Whether the last piece was full: then the inflater may have more without further input. */
    private boolean full;

    /**
     * A decoder.
     *
     * @param inflater for data without the header and trailer of zlib; it is the decoder's to end
     */
    Gunzip(Inflater inflater) {
        this.inflater = inflater;
    }

    /** Takes compressed bytes, after {@link #next} has returned null. */
    void feed(ByteBuffer compressed) {
        in = compressed;
    }

    /** The next decoded bytes, which the caller may keep; null if it needs more input. */
    @Nullable
    ByteBuffer next() throws ZipException {
        while (in.hasRemaining() || full) {
            int before = in.remaining();
            ByteBuffer piece = null;
            if (part == Part.DATA) {
                piece = inflate();
            } else {
                step(in.get() & 0xff);
            }
            charge(before - in.remaining(), piece == null ? 0 : piece.remaining());
            if (piece != null) {
                return piece;
            }
        }
        return null;
    }

    /** Refuses a stream that takes bytes without end and gives none. */
    private void charge(int taken, int given) throws ZipException {
        allowance += (long) given * MOST_PER_BYTE - taken;
        if (allowance < 0) {
            throw damaged("it has too many bytes without data");
        }
    }

    /** Whether the stream may end here: between its members, or before the first. */
    boolean mayEnd() {
        return part == Part.FIXED && count == 0;
    }

    /** Frees memory outside of the heap. */
    void close() {
        inflater.end();
    }

    private @Nullable ByteBuffer inflate() throws ZipException {
        byte[] decoded = buffer == null ? new byte[PIECE] : buffer;
        int length;
        try {
            inflater.setInput(in);
            length = inflater.inflate(decoded);
        } catch (DataFormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
        if (inflater.needsDictionary()) {
            throw damaged("it needs a dictionary");
        }
        crc.update(decoded, 0, length);
        full = length == PIECE && !inflater.finished();
        if (inflater.finished()) {
            enter(Part.TRAILER);
        }
        buffer = length == 0 ? decoded : null;
        return length == 0 ? null : ByteBuffer.wrap(decoded, 0, length);
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
        if (number != (crc.getValue() | inflater.getBytesWritten() << Integer.SIZE)) {
            throw damaged("its checksum or length is wrong");
        }
        inflater.reset();
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

    static ZipException damaged(String how) {
        return new ZipException("the gzip stream is damaged: " + how);
    }
}
