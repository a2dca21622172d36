package io.snowloop.trace;

import io.snowloop.loop.LoopEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The file format of a recording: JSON Lines. The first line is a header, each further line is one record. The schema
 * is in {@code docs/trace.md}; its version is {@value #VERSION}.
 */
public final class JsonLines {
    /** The version of the schema. It changes when a reader of the previous version would misread a file. */
    public static final int VERSION = 1;

    private static final String FORMAT = "snowloop-trace";

    /** The names of the values; events that are not here have none. */
    private static final Map<LoopEvent, String> VALUES = new EnumMap<>(Map.of(
            LoopEvent.SELECT_BEGIN, "wait",
            LoopEvent.SELECT_END, "ready",
            LoopEvent.READY, "ops",
            LoopEvent.TIMER, "late",
            LoopEvent.TASK, "late",
            LoopEvent.INTEREST, "ops",
            LoopEvent.READ, "bytes",
            LoopEvent.WRITTEN, "bytes",
            LoopEvent.HIGH_WATER, "queued",
            LoopEvent.LOW_WATER, "queued"));

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
        if (value != null) {
            out.append(",\"" + value + "\":" + record.value());
        }
        if (record.channel() != 0) {
            out.append(",\"channel\":" + record.channel());
        }
        if (!record.owner().isEmpty()) {
            out.append(",\"owner\":");
            JsonText.quote(record.owner(), out);
        }
        out.append("}\n");
    }
    // endregion

    /**
     * Reads a file that {@link #write} has written. Unknown members are skipped.
     * @param in read to its end, and not closed
     * @return the recording, as it was written
     * @throws IOException if a line is malformed, or the version is another one; the message names the line
     */
    public static Recording read(BufferedReader in) throws IOException {
        String header = in.readLine();
        Members first = parse(header == null ? "" : header, 1);
        if (first.number(FORMAT) != VERSION) {
            throw new IOException("line 1: the version is " + first.number(FORMAT) + ", supported is " + VERSION);
        }
        List<TraceRecord> records = new ArrayList<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            records.add(record(parse(line, records.size() + 2)));
        }
        return new Recording(first.text("loop"), first.number("origin"), records);
    }

    private static TraceRecord record(Members members) throws IOException {
        LoopEvent event = members.event();
        String value = VALUES.get(event);
        return new TraceRecord(
                members.number("n"),
                members.number("t"),
                event,
                value == null ? 0 : members.number(value),
                members.has("channel") ? (int) members.number("channel") : 0,
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

        LoopEvent event() throws IOException {
            String name = text("event");
            for (LoopEvent event : LoopEvent.values()) {
                if (nameOf(event).equals(name)) {
                    return event;
                }
            }
            throw new IOException("line " + line + ": unknown event \"" + name + "\"");
        }
    }
}
