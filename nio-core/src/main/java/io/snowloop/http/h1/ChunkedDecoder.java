package io.snowloop.http.h1;

import static io.snowloop.http.h1.Lines.CR;
import static io.snowloop.http.h1.Lines.LF;

import io.snowloop.http.Headers;
import io.snowloop.http.h1.Event.Data;
import io.snowloop.http.h1.Event.EndOfMessage;
import io.snowloop.http.syntax.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the chunked coding (RFC 9112 §7.1):
 *
 * <pre>
 * chunked-body = *( size [extensions] CRLF data CRLF ) "0" [extensions] CRLF trailer-section CRLF
 * </pre>
 *
 * It steps through the framing byte by byte, whatever pieces they come in, and hands out data in slices. Extensions mean
 * nothing to anybody (§7.1.1), so they are only looked at for what they must not hold: a line end above all, which one
 * party would take as such and the next one wouldn't.
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

    private static final int MAX_SIZE_DIGITS = 15;

    private final Limits limits;
    private final FieldLines trailers;
    private Step step = Step.SIZE;

    /** Of the current chunk: what its line says, and then what is left of it. */
    private long size;

    private int sizeDigits;
    private int lineLength;
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
        return fields == null ? null : EndOfMessage.of(fields);
    }

    /** The step after this byte of the framing. */
    private Step after(byte b) throws RemoteProtocolException {
        if (++lineLength > limits.chunkLine()) {
            throw RemoteProtocolException.bad("chunk line of more than " + limits.chunkLine() + " bytes");
        }
        return switch (step) {
            case SIZE -> afterSize(b);
            case BLANK_BEFORE_EXTENSION -> afterBlank(b);
            case EXTENSION -> afterExtension(b);
            case LF_OF_CHUNK_LINE -> {
                expect(LF, b);
                yield beginChunk();
            }
            case CR_OF_DATA -> {
                expect(CR, b);
                yield Step.LF_OF_DATA;
            }
            case LF_OF_DATA -> {
                expect(LF, b);
                lineLength = 0;
                yield Step.SIZE;
            }
            case DATA, TRAILERS -> throw new AssertionError(step + " is no framing");
        };
    }

    private Step afterSize(byte b) throws RemoteProtocolException {
        int digit = Character.digit(b, 16);
        if (digit < 0) {
            if (sizeDigits == 0) {
                throw unexpected(b);
            }
            return b == CR ? Step.LF_OF_CHUNK_LINE : afterBlank(b);
        }
        if (++sizeDigits > MAX_SIZE_DIGITS) {
            throw RemoteProtocolException.bad("chunk size of more than 15 digits");
        }
        size = 16 * size + digit;
        return Step.SIZE;
    }

    /** A blank is bad white space, which "a recipient MUST parse" (§7.1.1), but only before an extension. */
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

    /** The chunk line is complete, and {@code size} known. */
    private Step beginChunk() throws RemoteProtocolException {
        sizeDigits = 0;
        lineLength = 0;
        if (size > limits.body() - bodyLength) {
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
