package io.snowloop.client;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A gzip stream on its way back to what it was (RFC 1952): compressed bytes in, as they come, and plain ones out.
 *
 * <p>{@link java.util.zip.GZIPInputStream} pulls from a stream and waits for it; this one says that it has nothing yet.
 */
final class Gunzip {
    private static final int PIECE = 16 * 1024;
    private static final int[] MAGIC = {0x1f, 0x8b, 8};

    /** The parts of a member in their order, each with the flag that says whether it is there; without one it always is. */
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

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private ByteBuffer in = ByteBuffer.allocate(0);
    private Part part = Part.FIXED;

    /** How many bytes of this part have been read, and the number that they make, the lowest byte first. */
    private int count;

    private long number;
    private int flags;

    /** Whether the last piece was as large as can be: then there may be more without another byte of input. */
    private boolean full;

    /** Takes compressed bytes, after those before have been used up. */
    void feed(ByteBuffer compressed) {
        in = compressed;
    }

    /** Some plain bytes, the reader's to keep; null if more has to be fed first. */
    @Nullable
    ByteBuffer next() throws ZipException {
        while (in.hasRemaining() || full) {
            if (part == Part.DATA) {
                ByteBuffer piece = inflate();
                if (piece != null) {
                    return piece;
                }
            } else {
                step(in.get() & 0xff);
            }
        }
        return null;
    }

    /** Whether the stream may end here: between its members, or before the first. */
    boolean mayEnd() {
        return part == Part.FIXED && count == 0;
    }

    /** Lets go of memory that the JVM doesn't manage. */
    void close() {
        inflater.end();
    }

    private @Nullable ByteBuffer inflate() throws ZipException {
        byte[] plain = new byte[PIECE];
        int length;
        try {
            inflater.setInput(in);
            length = inflater.inflate(plain);
        } catch (DataFormatException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
        if (inflater.needsDictionary()) {
            throw damaged("it needs a dictionary");
        }
        crc.update(plain, 0, length);
        full = length == PIECE && !inflater.finished();
        if (inflater.finished()) {
            enter(Part.TRAILER);
        }
        return length == 0 ? null : ByteBuffer.wrap(plain, 0, length);
    }

    /** One byte of what stands around the data. */
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
            case DATA -> throw new AssertionError("the inflater's");
            case TRAILER -> trailer();
        };
        if (last) {
            enter(part.next());
        }
    }

    /** Ten bytes: the magic number and the method, flags, and six of no interest here. */
    private boolean fixed(int octet) throws ZipException {
        if (count <= MAGIC.length && octet != MAGIC[count - 1]) {
            throw damaged("it doesn't begin like one");
        }
        if (count == MAGIC.length + 1) {
            flags = octet;
        }
        return count == 10;
    }

    /** Eight bytes: the check sum of the data, and its length. */
    private boolean trailer() throws ZipException {
        if (count < Long.BYTES) {
            return false;
        }
        if (number != (crc.getValue() | inflater.getBytesWritten() << Integer.SIZE)) {
            throw damaged("its check sum or length is wrong");
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
