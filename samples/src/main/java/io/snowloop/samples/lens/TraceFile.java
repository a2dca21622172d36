// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.trace.JsonLines;
import io.snowloop.trace.Recording;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A file with traces: that of one loop, docs/trace.md, or that of a scene with the traces of its loops, docs/scenes.md. */
final class TraceFile {
    private static final String TRACE = "{\"trace\":\"";

    /** In bytes. A device such as /dev/zero has no end, and no line either. */
    private static final int LARGEST = 256 << 20;

    private TraceFile() {}

    /**
     * The recordings of a file.
     * @throws IOException if it can't be read, or has none; the message says why
     */
    static List<Recording> read(Path file) throws IOException {
        return read(file, LARGEST);
    }

    static List<Recording> read(Path file, int largest) throws IOException {
        List<String> lines = lines(file, largest);
        if (lines.isEmpty() || !lines.get(0).startsWith("{\"snowloop-scene\":")) {
            return List.of(parse(lines));
        }
        Map<String, List<String>> traces = new LinkedHashMap<>();
        for (String line : lines) {
            String name = nameOfTrace(line);
            if (name != null) {
                traces.computeIfAbsent(name, loop -> new ArrayList<>()).add(line);
            }
        }
        List<Recording> recordings = new ArrayList<>();
        for (List<String> trace : traces.values()) {
            recordings.add(parse(trace));
        }
        return recordings;
    }

    private static List<String> lines(Path file, int largest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new IOException("a trace has " + largest + " bytes at most: record a shorter time");
            }
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        }
    }

    /** As it stands there, with its escapes; null if the line is no part of a trace. */
    private static @Nullable String nameOfTrace(String line) {
        if (!line.startsWith(TRACE)) {
            return null;
        }
        int end = TRACE.length();
        while (end < line.length() && line.charAt(end) != '"') {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        return line.startsWith("\",", end) ? line.substring(TRACE.length(), end) : null;
    }

    private static Recording parse(List<String> lines) throws IOException {
        return JsonLines.read(new BufferedReader(new StringReader(String.join("\n", lines))));
    }
}
