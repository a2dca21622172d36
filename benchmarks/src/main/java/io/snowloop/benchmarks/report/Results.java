// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results of one run, as stored in a file.
 *
 * @param kind {@code server}, {@code http2}, {@code push}, {@code tls}, {@code client} or {@code micro}
 * @param environment the machine and the software
 * @param rows the measurements under load, in the order of the tables
 * @param figures all other measurements, in the order of the tables
 */
public record Results(String kind, Environment environment, List<Row> rows, List<Figure> figures) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** These results, with the rows of the same works replaced. */
    public Results withRows(List<Row> newer) {
        return new Results(kind, environment, merged(rows, newer, Row::work), figures);
    }

    /** These results, with the figures of the same groups replaced. */
    public Results withFigures(List<Figure> newer) {
        return new Results(kind, environment, rows, merged(figures, newer, Figure::group));
    }

    private static <T> List<T> merged(List<T> old, List<T> newer, Function<T, String> key) {
        Map<String, List<T>> all = byKey(old, key);
        all.putAll(byKey(newer, key));
        return all.values().stream().flatMap(List::stream).toList();
    }

    private static <T> Map<String, List<T>> byKey(List<T> values, Function<T, String> key) {
        return values.stream().collect(Collectors.groupingBy(key, LinkedHashMap::new, Collectors.toList()));
    }

    /** Writes the results as JSON. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /**
     * Reads a file that {@link #write} has written.
     *
     * @throws IOException if there is no such file, or it has other content
     */
    public static Results read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), Results.class);
        } catch (JacksonException e) {
            throw new IOException(file + " holds no results: " + e.getOriginalMessage(), e);
        }
    }
}
