// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static io.snowloop.http.h1.Lines.CR;
import static io.snowloop.http.h1.Lines.LF;

import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.EndOfMessage;
import io.snowloop.http.syntax.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * The reader of a chunked body (RFC 9112 §7.1):
 *
 * <pre>
 * chunked-body = *( size [ extensions ] CRLF data CRLF ) "0" [ extensions ] CRLF trailer-section CRLF
 * </pre>
 *
 * <p>It goes through the framing byte by byte, so it doesn't matter where the bytes are cut, and nothing is stored.
 * Data and trailers are taken in larger pieces:
 *
 * <pre>
 * step                    what comes                next step
 * ----------------------  ------------------------  ----------------------
 * SIZE                    a hexadecimal digit       SIZE
 *                         CR                        LF_OF_CHUNK_LINE
 *                         space or tab              BLANK_BEFORE_EXTENSION
 *                         ;                         EXTENSION
 * BLANK_BEFORE_EXTENSION  space or tab              BLANK_BEFORE_EXTENSION
 *                         ;                         EXTENSION
 * EXTENSION               CR                        LF_OF_CHUNK_LINE
 *                         other field characters    EXTENSION
 * LF_OF_CHUNK_LINE        LF, and the size is 0     TRAILERS
 *                         LF, and the size is more  DATA
 * DATA                    as many bytes             CR_OF_DATA
 * CR_OF_DATA              CR                        LF_OF_DATA
 * LF_OF_DATA              LF                        SIZE
 * TRAILERS                fields, an empty line     the message ends
 * </pre>
 *
 * <p>Every other byte is an error. No known extension has a use, so they are ignored, as §7.1.1 requires. But their
 * bytes are checked: a bare LF in an extension ends the line for some recipients and not for others, and that has been
 * used for request smuggling.
 */
final class ChunkedDecoder implements BodyReader {
    /** What the next byte is. */
    private enum Step {
        SIZE,
        BLANK_BEFORE_EXTENSION,
        EXTENSION,
        LF_OF_CHUNK_LINE,
        DATA,
        CR_OF_DATA,
        LF_OF_DATA,
        TRAILERS
    }

    /** 60 bits, so a size always fits into a long. §7.1 requires to prevent an overflow. Leading zeros count. */
    private static final int MAX_SIZE_DIGITS = 15;

    private final Limits limits;
    private final FieldLines trailers;
    private Step step = Step.SIZE;

    /** In SIZE: the value of the digits so far. In DATA: the bytes of the chunk that are still to come. */
    private long size;

    private int sizeDigits;

    /** Bytes of the current chunk line. Extensions may have any length; a recipient ought to limit them (§7.1.1). */
    private int lineLength;

    /** Bytes of data in all chunks so far, the current one included. */
    private long bodyLength;

    ChunkedDecoder(Limits limits) {
        this.limits = limits;
        this.trailers = FieldLines.ofTrailers(limits);
    }

    @Override
    public @Nullable Event next(Inbound in) throws RemoteProtocolException {
        while (!in.isEmpty()) {
            if (step == Step.DATA) {
                return data(in);
            }
            if (step == Step.TRAILERS) {
                return end(in);
            }
            step = after(in.takeByte());
        }
        return null;
    }

    @Override
    public int kept() {
        return trailers.kept();
    }

    /** A chunk, or the part of it that has come: an event is not held back until a chunk is complete. */
    private Data data(Inbound in) {
        Data data = new Data(in.take(size));
        size -= data.bytes().remaining();
        if (size == 0) {
            step = Step.CR_OF_DATA;
        }
        return data;
    }

    private @Nullable EndOfMessage end(Inbound in) throws RemoteProtocolException {
        Headers fields;
        do {
            fields = trailers.read(in.lines());
        } while (fields == null && in.pull());
        if (fields == null) {
            return null;
        }
        for (String name : Grammar.NO_TRAILERS) {
            fields = fields.without(name);
        }
        return EndOfMessage.of(fields);
    }

    private Step after(byte b) throws RemoteProtocolException {
        if (++lineLength > limits.chunkLine()) {
            int most = limits.chunkLine();
            throw RemoteProtocolException.over(
                    "chunkLine", most, Status.BAD_REQUEST, "chunk line of more than " + most + " bytes");
        }
        return switch (step) {
            case SIZE -> afterSize(b);
            case BLANK_BEFORE_EXTENSION -> afterBlank(b);
            case EXTENSION -> afterExtension(b);
            case LF_OF_CHUNK_LINE -> {
                expect(LF, b);
                yield beginChunk();
            }
            // The size alone says where the data ends. But to skip two bytes unchecked would accept a body in which a
            // strict recipient sees an error and a lenient one other chunks.
            case CR_OF_DATA -> {
                expect(CR, b);
                yield Step.LF_OF_DATA;
            }
            case LF_OF_DATA -> {
                expect(LF, b);
                lineLength = 0;
                yield Step.SIZE;
            }
            case DATA, TRAILERS -> throw new AssertionError(step + " is not framing");
        };
    }

    private Step afterSize(byte b) throws RemoteProtocolException {
        int digit = Character.digit(b, 16); // a byte above 0x7F is negative here, and no digit
        if (digit < 0) {
            if (sizeDigits == 0) {
                throw unexpected(b);
            }
            return b == CR ? Step.LF_OF_CHUNK_LINE : afterBlank(b);
        }
        if (++sizeDigits > MAX_SIZE_DIGITS) {
            throw RemoteProtocolException.bad("chunk size of more than " + MAX_SIZE_DIGITS + " digits");
        }
        size = 16 * size + digit;
        return Step.SIZE;
    }

    /**
     * §7.1.1 allows white space before the semicolon ("BWS": bad, but a recipient must parse it). White space before a
     * CR is not in the grammar; some recipients trim it, others don't.
     */
    private Step afterBlank(byte b) throws RemoteProtocolException {
        return switch (b) {
            case ';' -> Step.EXTENSION;
            case ' ', '\t' -> Step.BLANK_BEFORE_EXTENSION;
            default -> throw unexpected(b);
        };
    }

    private Step afterExtension(byte b) throws RemoteProtocolException {
        if (b == CR) {
            return Step.LF_OF_CHUNK_LINE;
        }
        if (!Grammar.isFieldChar(b & 0xFF)) {
            throw unexpected(b);
        }
        return Step.EXTENSION;
    }

    /** The chunk line is complete. */
    private Step beginChunk() throws RemoteProtocolException {
        sizeDigits = 0;
        lineLength = 0;
        if (size > limits.body() - bodyLength) { // not bodyLength + size, which could overflow
            throw BodyReader.tooLarge(limits);
        }
        bodyLength += size;
        return size == 0 ? Step.TRAILERS : Step.DATA;
    }

    private void expect(byte wanted, byte b) throws RemoteProtocolException {
        if (b != wanted) {
            throw unexpected(b);
        }
    }

    private RemoteProtocolException unexpected(byte b) {
        return RemoteProtocolException.bad(String.format("chunked body with byte 0x%02X in place of %s", b, step));
    }
}
