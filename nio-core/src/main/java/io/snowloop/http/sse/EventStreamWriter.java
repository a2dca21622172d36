// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import io.snowloop.options.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * The writer of an event stream (WHATWG HTML, "Server-sent events"), in UTF-8. Each method appends one block, the empty
 * line at its end included, so blocks may follow each other in any order.
 */
public final class EventStreamWriter {
    private EventStreamWriter() {}

    /**
     * Appends an event. The lines of its data may end with CRLF, CR or LF; the receiver gets LF for each of them.
     *
     * @param event to be written
     * @param out where it is appended; unchanged if the event is refused
     * @throws IllegalArgumentException if the name has a CR, LF or NUL, or the id a character that cannot come back in the
     *     header field {@code Last-Event-ID}: a control character, or a blank at an end
     */
    public static void event(ServerSentEvent event, ByteQueue out) {
        StringBuilder text =
                new StringBuilder(requireNonNull(event, "event").data().length() + 32);
        String id = checkedId(event.id());
        if (id != null) {
            line("id", id, text);
        }
        String name = checkedName(event.name());
        if (!name.isEmpty() && !name.equals(ServerSentEvent.MESSAGE)) {
            line("event", name, text);
        }
        lines("data", event.data(), text);
        append(text, requireNonNull(out, "out"));
    }

    /**
     * Appends a comment, which receivers ignore. A comment keeps a connection alive that would be silent otherwise.
     *
     * @param comment text of any number of lines, may be empty
     * @param out where it is appended
     */
    public static void comment(String comment, ByteQueue out) {
        StringBuilder text = new StringBuilder();
        lines("", requireNonNull(comment, "comment"), text);
        append(text, requireNonNull(out, "out"));
    }

    /**
     * Appends the time that a client waits before it reconnects.
     *
     * @param millis not negative
     * @param out where it is appended
     */
    public static void retry(long millis, ByteQueue out) {
        StringBuilder text = new StringBuilder();
        line("retry", Long.toString(Bounds.atLeast("retry", 0, millis)), text);
        append(text, requireNonNull(out, "out"));
    }

    private static void append(StringBuilder lines, ByteQueue out) {
        out.append(lines.append('\n').toString().getBytes(UTF_8));
    }

    /** A receiver removes one blank after the colon, so a value that begins with a blank arrives whole. */
    private static void line(String field, CharSequence value, StringBuilder text) {
        text.append(field).append(": ").append(value).append('\n');
    }

    private static void lines(String field, String value, StringBuilder text) {
        int begin = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n' || c == '\r') {
                line(field, value.substring(begin, i), text);
                if (c == '\r' && value.startsWith("\n", i + 1)) {
                    i++;
                }
                begin = i + 1;
            }
        }
        line(field, value.substring(begin), text);
    }

    private static String checkedName(String name) {
        if (name.chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\0')) {
            throw new IllegalArgumentException(
                    "the name of an event is one line without NUL, not " + Printable.quote(name));
        }
        return name;
    }

    private static @Nullable String checkedId(@Nullable String id) {
        if (id != null && !isFieldValue(id)) {
            throw new IllegalArgumentException(
                    "the id of an event comes back in the header field Last-Event-ID, so it has"
                            + " no control characters, and no blank at an end: " + Printable.quote(id));
        }
        return id;
    }

    /** Characters above Latin-1 are sent as the bytes of their UTF-8, which are all field characters. */
    private static boolean isFieldValue(String id) {
        return id.chars().allMatch(c -> c > 0xFF || Grammar.isFieldChar(c))
                && !id.startsWith(" ")
                && !id.endsWith(" ")
                && !id.startsWith("\t")
                && !id.endsWith("\t");
    }
}
