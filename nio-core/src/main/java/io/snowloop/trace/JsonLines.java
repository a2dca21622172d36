// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import io.snowloop.http.syntax.JsonText;
import io.snowloop.loop.LoopEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file format of a recording: JSON Lines. The first line is a header, each further line is one record. The schema
 * is in {@code docs/trace.md}; its version is {@value #VERSION}.
 */
public final class JsonLines {
    /** The version of the schema. It changes when a reader of the previous version would misread a file. */
    public static final int VERSION = 2;

    /** The first version that can be read. */
    private static final int FIRST = 1;

    private static final String FORMAT = "snowloop-trace";

    /** The names of the values; events that are not here have none. */
    private static final Map<LoopEvent, String> VALUES = new EnumMap<>(Map.ofEntries(
            Map.entry(LoopEvent.SELECT_BEGIN, "wait"),
            Map.entry(LoopEvent.SELECT_END, "ready"),
            Map.entry(LoopEvent.READY, "ops"),
            Map.entry(LoopEvent.TIMER, "late"),
            Map.entry(LoopEvent.TASK, "late"),
            Map.entry(LoopEvent.TASK_QUEUED, "waited"),
            Map.entry(LoopEvent.TIMER_SET, "in"),
            Map.entry(LoopEvent.TIMER_UNSET, "in"),
            Map.entry(LoopEvent.REGISTERED, "ops"),
            Map.entry(LoopEvent.INTEREST, "ops"),
            Map.entry(LoopEvent.READ, "bytes"),
            Map.entry(LoopEvent.WRITTEN, "bytes"),
            Map.entry(LoopEvent.QUEUE_LEVEL, "queued"),
            Map.entry(LoopEvent.HIGH_WATER, "queued"),
            Map.entry(LoopEvent.LOW_WATER, "queued"),
            Map.entry(LoopEvent.STREAM_OPENED, "state"),
            Map.entry(LoopEvent.STREAM_STATE, "state"),
            Map.entry(LoopEvent.STREAM_QUEUED, "queued"),
            Map.entry(LoopEvent.STREAM_WINDOW, "window"),
            Map.entry(LoopEvent.STREAM_RESET, "code"),
            Map.entry(LoopEvent.FUTURE_WAITS, "on"),
            Map.entry(LoopEvent.FUTURE_JOINED, "on"),
            Map.entry(LoopEvent.FUTURE_DECIDED, "outcome")));

    private JsonLines() {}

    // region write
    /**
     * Writes a recording, with a line feed after each line.
     * @param recording any
     * @param out gets one line for each event, and is not closed
     * @throws IOException if {@code out} throws it
     */
    public static void write(Recording recording, Appendable out) throws IOException {
        out.append("{\"" + FORMAT + "\":" + VERSION + ",\"loop\":");
        JsonText.quote(recording.loop(), out);
        out.append(",\"origin\":" + recording.origin() + "}\n");
        for (TraceRecord record : recording.records()) {
            write(record, out);
        }
    }

    private static void write(TraceRecord record, Appendable out) throws IOException {
        out.append("{\"n\":" + record.number() + ",\"t\":" + record.time());
        out.append(",\"event\":\"" + nameOf(record.event()) + "\"");
        String value = VALUES.get(record.event());
        boolean ofStream = record.event().isOfStream();
        if (value != null) {
            out.append(",\"" + value + "\":" + (ofStream ? record.ofStream() : record.value()));
        }
        if (ofStream) {
            out.append(",\"stream\":" + record.stream());
        }
        if (record.id() != 0) {
            out.append(",\"" + idOf(record.event()) + "\":" + record.id());
        }
        if (!record.owner().isEmpty()) {
            out.append(",\"owner\":");
            JsonText.quote(record.owner(), out);
        }
        out.append("}\n");
    }
    // endregion

    /**
     * {@return the text of such a file}
     * @param recording any
     */
    public static String text(Recording recording) {
        StringBuilder text = new StringBuilder();
        try {
            write(recording, text);
        } catch (IOException e) {
            throw new AssertionError(e); // a StringBuilder throws none
        }
        return text.toString();
    }

    /**
     * Reads a file that {@link #write} has written, of this version or an earlier one. Unknown members are skipped, and so are
     * events of unknown names.
     * @param in read to its end, and not closed
     * @return the recording, as it was written
     * @throws IOException if a line is malformed, or the version is a later one; the message names the line
     */
    public static Recording read(BufferedReader in) throws IOException {
        String header = in.readLine();
        Members first = parse(header == null ? "" : header, 1);
        long version = first.number(FORMAT);
        if (version < FIRST || version > VERSION) {
            throw new IOException("line 1: the version is " + version + ", supported are " + FIRST + " to " + VERSION);
        }
        List<TraceRecord> records = new ArrayList<>();
        int number = 2;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Members members = parse(line, number++);
            LoopEvent event = members.event();
            if (event != null) {
                records.add(record(event, members));
            }
        }
        return new Recording(first.text("loop"), first.number("origin"), records);
    }

    /** The name of the number of the owner. */
    private static String idOf(LoopEvent event) {
        return event.isOfFuture() ? "future" : "channel";
    }

    private static TraceRecord record(LoopEvent event, Members members) throws IOException {
        String value = VALUES.get(event);
        String id = idOf(event);
        long read = value == null ? 0 : members.number(value);
        return new TraceRecord(
                members.number("n"),
                members.number("t"),
                event,
                event.isOfStream() ? TraceRecord.withStream((int) members.number("stream"), read) : read,
                members.has(id) ? (int) members.number(id) : 0,
                members.has("owner") ? members.text("owner") : "");
    }

    private static Members parse(String line, int number) throws IOException {
        try {
            return new Members(JsonText.parse(line), number);
        } catch (IllegalArgumentException e) {
            throw new IOException("line " + number + ": " + e.getMessage(), e);
        }
    }

    static String nameOf(LoopEvent event) {
        return event.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The members of one line. */
    private record Members(Map<String, Object> values, int line) {
        boolean has(String name) {
            return values.containsKey(name);
        }

        long number(String name) throws IOException {
            if (values.get(name) instanceof Long number) {
                return number;
            }
            throw new IOException("line " + line + ": no number \"" + name + "\"");
        }

        String text(String name) throws IOException {
            if (values.get(name) instanceof String text) {
                return text;
            }
            throw new IOException("line " + line + ": no string \"" + name + "\"");
        }

        /** The event; null if its name is unknown. */
        @Nullable
        LoopEvent event() throws IOException {
            String name = text("event");
            for (LoopEvent event : LoopEvent.values()) {
                if (nameOf(event).equals(name)) {
                    return event;
                }
            }
            return null;
        }
    }
}
