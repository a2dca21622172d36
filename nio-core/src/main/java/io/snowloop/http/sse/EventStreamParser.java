// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.options.Bounds;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The reader of an event stream (WHATWG HTML, "Parsing an event stream" and "Interpreting an event stream"): bytes in,
 * events out. No I/O, no clock.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#event-stream-parser -->
 * <pre>{@code
 * EventStreamParser parser = new EventStreamParser(EventStreamParser.MAX_EVENT);
 * parser.feed(UTF_8.encode("id: 7\ndata: two\ndata: lines\n\ndata: not complete"));
 * assertThat(parser.next()).isEqualTo(ServerSentEvent.of("two\nlines").withId("7"));
 * assertThat(parser.next()).isNull(); // until more bytes come
 * }</pre>
 *
 * <p>A stream may be cut anywhere: in a character, in a line end, in the byte order mark. Lines are split before they are
 * decoded, because no byte of a longer UTF-8 sequence looks like a line end. What is not UTF-8 becomes U+FFFD.
 *
 * <p>An event ends with an empty line. So the event at the end of a stream that broke off is never returned.
 */
public final class EventStreamParser {
    /** The usual limit of an event: 1 MiB. */
    public static final int MAX_EVENT = 1024 * 1024;

    private static final byte CR = '\r';
    private static final byte LF = '\n';
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Made once: a stream may have a {@code retry} in each of its lines. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final int maxEvent;
    private final ByteQueue line = new ByteQueue();

    /** The data of the event that is being read. Each of its lines ends with an LF. */
    private final ByteQueue data = new ByteQueue();

    private ByteBuffer in = ByteBuffer.allocate(0);

    /** Whether the line before ended with a CR: then an LF belongs to that end. */
    private boolean afterCr;

    private boolean firstLine = true;
    private String name = "";

    /** The value of the last {@code id} field. It counts once its event is complete. */
    private String id = "";

    private String lastEventId = "";
    private long retryMillis = -1;

    /**
     * A parser at the beginning of a stream.
     * @param maxEvent the largest event, with its name and its id, in bytes; positive
     */
    public EventStreamParser(int maxEvent) {
        this.maxEvent = Bounds.atLeast("maxEvent", 1, maxEvent);
    }

    /**
     * Gives the next bytes of the stream.
     *
     * @param bytes belong to the parser from now on, until {@link #next} returns null
     * @throws IllegalStateException if {@link #next} has not returned null since the last call
     */
    public void feed(ByteBuffer bytes) {
        requireNonNull(bytes, "bytes");
        if (in.hasRemaining()) {
            throw new IllegalStateException("the bytes before have not been parsed: call next() until it returns null");
        }
        in = bytes;
    }

    // region parse
    /**
     * {@return the next event; null if that takes more bytes}
     * @throws EventTooLargeException if a line or an event is too large; from then on at each call
     */
    public @Nullable ServerSentEvent next() throws EventTooLargeException {
        while (in.hasRemaining()) {
            byte b = in.get();
            boolean endsCrLf = afterCr && b == LF;
            afterCr = b == CR;
            if (endsCrLf) {
                continue;
            }
            if (b == CR || b == LF) {
                ServerSentEvent event = endLine();
                if (event != null) {
                    return event;
                }
            } else if (line.size() + data.size() + name.length() + id.length() < maxEvent) {
                line.append(b);
            } else {
                in.position(in.position() - 1); // so that the next call finds it too
                throw new EventTooLargeException(maxEvent);
            }
        }
        return null;
    }
    // endregion

    /** A line is complete. Returns the event that ends with it. */
    private @Nullable ServerSentEvent endLine() {
        String text = new String(line.array(), line.arrayOffset(), line.size(), UTF_8);
        line.clear();
        if (firstLine && text.startsWith(BYTE_ORDER_MARK)) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            return endEvent();
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            field(text, "");
        } else if (colon > 0) { // else the line is a comment
            int value = text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
            field(text.substring(0, colon), text.substring(value));
        }
        return null;
    }

    private void field(String field, String value) {
        switch (field) {
            case "data" -> {
                data.append(value.getBytes(UTF_8));
                data.append(LF);
            }
            case "event" -> name = value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retryMillis = DIGITS.matcher(value).matches() ? number(value) : retryMillis;
            default -> {} // ignored, as the standard wants it
        }
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) { // more than a long holds
            return Long.MAX_VALUE;
        }
    }

    /** An empty line. Without data there is no event, but an id counts. */
    private @Nullable ServerSentEvent endEvent() {
        String type = name.isEmpty() ? ServerSentEvent.MESSAGE : name;
        name = "";
        lastEventId = id;
        if (data.isEmpty()) {
            return null;
        }
        String text = new String(data.array(), data.arrayOffset(), data.size() - 1, UTF_8);
        data.clear();
        return new ServerSentEvent(type, text, id.isEmpty() ? null : id);
    }

    /** {@return the id of the last event that was complete; empty if there is none} It is sent as {@code Last-Event-ID}. */
    public String lastEventId() {
        return lastEventId;
    }

    /** {@return the last {@code retry} of the stream, in milliseconds; -1 if there was none} */
    public long retryMillis() {
        return retryMillis;
    }

    /** {@return how many bytes it keeps: of an event that is not complete, and of the ids} A character counts as a byte. */
    public int kept() {
        return line.kept() + data.kept() + name.length() + id.length() + lastEventId.length();
    }

    /**
     * Begins with another stream: that of the connection that takes the place of one that ended. An event that is not
     * complete is dropped. The last id and the last {@code retry} stay, as in Chromium; by the words of the standard each
     * stream begins without an id.
     */
    public void restart() {
        in = ByteBuffer.allocate(0);
        line.clear();
        data.clear();
        afterCr = false;
        firstLine = true;
        name = "";
        id = lastEventId;
    }
}
