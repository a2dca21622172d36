// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.trace.JsonLines;
import io.snowloop.trace.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file with traces: that of one loop, docs/trace.md, or that of a scene with the traces of its loops, docs/scenes.md. */
final class TraceFile {
    private static final Pattern OF_SCENE = Pattern.compile("\\{\"trace\":(\"(?:[^\"\\\\]|\\\\.)*\"),.*");

    private TraceFile() {}

    /**
     * The recordings of a file.
     * @throws IOException if it can't be read, or has none; the message says why
     */
    static List<Recording> read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.get(0).startsWith("{\"snowloop-scene\":")) {
            return List.of(parse(lines));
        }
        Map<String, List<String>> traces = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher matcher = OF_SCENE.matcher(line);
            if (matcher.matches()) {
                traces.computeIfAbsent(matcher.group(1), loop -> new ArrayList<>())
                        .add(line);
            }
        }
        List<Recording> recordings = new ArrayList<>();
        for (List<String> trace : traces.values()) {
            recordings.add(parse(trace));
        }
        return recordings;
    }

    private static Recording parse(List<String> lines) throws IOException {
        return JsonLines.read(new BufferedReader(new StringReader(String.join("\n", lines))));
    }
}
