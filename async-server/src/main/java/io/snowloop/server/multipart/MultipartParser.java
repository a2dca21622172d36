// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Grammar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A parser of multipart bodies (RFC 2046 §5.1) without I/O: bytes in, as they arrive, and events out.
 *
 * <pre>
 *   (Head Data* PART_END)* END
 * </pre>
 *
 * <p>It keeps the bytes of one head, or those that may be the beginning of a boundary; all others leave it at once.
 */
final class MultipartParser {
    /** What was found. */
    sealed interface Event permits Head, Data, Mark {}

    /** The header fields of a part. The characters of values are bytes, as in other headers. */
    record Head(Headers headers) implements Event {}

    /** Some bytes of the content of a part, at least one; the receiver may keep them. */
    record Data(ByteBuffer bytes) implements Event {}

    /** An end. */
    enum Mark implements Event {
        /** The part is complete. */
        PART_END,
        /** The form is complete. What follows has no meaning: this event comes again and again. */
        END
    }

    private enum State {
        /** Before the first boundary. What is there has no meaning. */
        PREAMBLE,
        /** Behind a boundary: the rest of its line follows. */
        BOUNDARY,
        HEAD,
        DATA,
        END
    }

    /** Three have a meaning, and the others are ignored (RFC 7578 §4.8). Each takes 96 bytes besides its own, and may have two. */
    private static final int MOST_FIELDS = 32;

    private final byte[] delimiter;
    private final int maxHead;
    private final ByteQueue in = new ByteQueue();
    private State state = State.PREAMBLE;

    private Headers.Builder head = Headers.builder();

    /** How many bytes there were of this head, or of the preamble. */
    private int headSize;

    /**
     * A parser of one body.
     *
     * @param boundary the parameter of the media type, without the hyphens before it
     * @param maxHead the most bytes that the head of a part may have, and the preamble
     */
    MultipartParser(String boundary, int maxHead) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.maxHead = maxHead;
        in.append('\r', '\n'); // so that the first boundary needs no rule of its own
    }

    /** Takes bytes. Give them in small pieces, and take all events in between: what is not taken is kept. */
    void feed(ByteBuffer bytes) {
        in.append(bytes);
    }

    /**
     * The next event; null if it needs more bytes.
     *
     * @throws HttpException 400 if it is no form; 413 if a head is too long
     */
    @Nullable
    Event next() {
        Event event = null;
        boolean more = true;
        while (event == null && more) {
            switch (state) {
                case PREAMBLE -> {
                    Data before = content();
                    more = before != null || state != State.PREAMBLE;
                    chargeHead(before == null ? 0 : before.bytes.remaining());
                }
                case BOUNDARY -> more = takeRestOfBoundary();
                case HEAD -> {
                    more = takeLine();
                    event = state == State.DATA ? new Head(head.build()) : null;
                }
                case DATA -> {
                    event = content();
                    more = false;
                    if (event == null && state == State.BOUNDARY) {
                        event = Mark.PART_END;
                    }
                }
                case END -> event = Mark.END;
            }
        }
        return event;
    }

    /** The error of a body that ends before {@link Mark#END}. */
    static HttpException brokenOff() {
        return malformed("it ends before its last boundary");
    }

    /** Gives back the memory that it does not use: it keeps few bytes, and has had room for a piece. */
    void trim() {
        in.append(in.takeAll());
    }

    /** The bytes up to the next boundary, or to what may become one. Null if there are none; then a boundary is skipped. */
    private @Nullable Data content() {
        int boundary = indexOfDelimiter();
        if (boundary > 0) {
            int from = in.arrayOffset();
            byte[] bytes = Arrays.copyOfRange(in.array(), from, from + boundary);
            in.skip(boundary);
            return new Data(ByteBuffer.wrap(bytes));
        }
        if (in.size() >= delimiter.length) {
            in.skip(delimiter.length);
            state = State.BOUNDARY;
            headSize = 0;
        }
        return null;
    }

    /** The index of the delimiter, or of its beginning at the end of the bytes; else how many there are. */
    private int indexOfDelimiter() {
        byte[] array = in.array();
        int from = in.arrayOffset();
        int to = from + in.size();
        for (int at = from; at < to; at++) {
            if (array[at] == '\r') {
                int length = Math.min(delimiter.length, to - at);
                if (Arrays.equals(array, at, at + length, delimiter, 0, length)) {
                    return at - from;
                }
            }
        }
        return to - from;
    }

    /** Two hyphens behind the last boundary; blanks, which a mail program may have added, and a line end behind others. */
    private boolean takeRestOfBoundary() {
        if (in.size() < 2) {
            return false;
        }
        if (headSize == 0 && in.get(0) == '-' && in.get(1) == '-') {
            state = State.END;
            return true;
        }
        if (Grammar.isBlank(in.get(0))) {
            in.skip(1);
            chargeHead(1);
            return true;
        }
        if (in.get(0) != '\r' || in.get(1) != '\n') {
            throw malformed("a boundary does not end its line");
        }
        in.skip(2);
        state = State.HEAD;
        head = Headers.builder();
        headSize = 0;
        return true;
    }

    /** A line of the head. The empty one is its end. */
    private boolean takeLine() {
        int end = in.indexOf((byte) '\n');
        if (end < 0) {
            if (headSize + in.size() > maxHead) {
                throw tooLong();
            }
            return false;
        }
        chargeHead(end + 1);
        if (end == 0 || in.get(end - 1) != '\r') {
            throw malformed("a line of a head ends without CR");
        }
        byte[] line = Arrays.copyOfRange(in.array(), in.arrayOffset(), in.arrayOffset() + end - 1);
        in.skip(end + 1);
        if (line.length == 0) {
            state = State.DATA;
        } else {
            add(line);
        }
        return true;
    }

    private void add(byte[] line) {
        int colon = 0;
        while (colon < line.length && line[colon] != ':') {
            colon++;
        }
        if (head.size() == MOST_FIELDS) {
            throw malformed("a head has more than " + MOST_FIELDS + " fields");
        }
        try {
            if (colon == line.length) {
                throw new IllegalArgumentException("there is no colon in it");
            }
            head.add(line, 0, colon, colon + 1, line.length);
        } catch (IllegalArgumentException e) {
            throw malformed("a line of a head is no header field: " + e.getMessage());
        }
    }

    private void chargeHead(int bytes) {
        headSize += bytes;
        if (headSize > maxHead) {
            throw tooLong();
        }
    }

    private HttpException tooLong() {
        return new HttpException(Status.CONTENT_TOO_LARGE, "a head has more than " + maxHead + " bytes");
    }

    private static HttpException malformed(String why) {
        return new HttpException(Status.BAD_REQUEST, "the form is malformed: " + why);
    }
}
