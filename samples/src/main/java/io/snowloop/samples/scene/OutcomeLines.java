// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.samples.Json;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An outcome as JSON Lines: a header, a line for each moment, the traces, and the end. docs/scenes.md has the members. */
public final class OutcomeLines {
    /** The version of the format. It changes when a reader of the one before would misread a file. */
    public static final int VERSION = 2;

    private OutcomeLines() {}

    /** The lines of an outcome of the scene with this name. */
    public static List<String> of(String scene, Outcome outcome) {
        List<String> lines = new ArrayList<>();
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("snowloop-scene", VERSION);
        header.put("scene", scene);
        header.put("seed", outcome.seed());
        header.put("hosts", outcome.hosts());
        lines.add(Json.of(header));
        for (int i = 0; i < outcome.moments().size(); i++) {
            lines.add(Json.of(moment(i, outcome.moments().get(i))));
        }
        outcome.traces().values().forEach(trace -> lines.addAll(trace(trace)));
        lines.add(Json.of(end(outcome)));
        return lines;
    }

    private static Map<String, Object> moment(int number, Moment moment) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("n", number);
        members.put("t", moment.at().toNanos());
        members.put("kind", moment.kind().name().toLowerCase(Locale.ROOT));
        if (!moment.host().isEmpty()) {
            members.put("host", moment.host());
        }
        if (moment.connection() > 0) {
            members.put("peer", moment.peer());
            members.put("connection", moment.connection());
            members.put("bytes", moment.bytes());
        }
        if (moment.number() > 0) {
            members.put(moment.kind() == Moment.Kind.CALL ? "write" : "segment", moment.number());
        }
        members.put("text", moment.text());
        return members;
    }

    /** The lines of a trace's file, docs/trace.md, each with the name of its loop. */
    private static List<String> trace(Recording recording) {
        String member = "{\"trace\":" + Json.of(recording.loop()) + ",";
        return JsonLines.text(recording)
                .lines()
                .map(line -> member + line.substring(1))
                .toList();
    }

    private static Map<String, Object> end(Outcome outcome) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("end", outcome.took().toNanos());
        members.put("leftovers", outcome.leftovers());
        Failure failure = outcome.failure();
        if (failure != null) {
            Map<String, Object> failed = new LinkedHashMap<>();
            failed.put("t", failure.at().toNanos());
            failed.put("symptom", failure.symptom());
            failed.put("host", failure.host());
            failed.put("text", failure.text());
            if (failure.line() != null) {
                failed.put("line", failure.line());
            }
            members.put("failure", failed);
        }
        return members;
    }
}
