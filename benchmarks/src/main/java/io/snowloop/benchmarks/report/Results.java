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
 * All that one run has measured, as it is kept in a file.
 *
 * @param kind {@code server} or {@code client}
 * @param environment where
 * @param rows what was measured under load, in the order of the tables
 * @param figures all else that was measured, in the order of the tables
 */
public record Results(String kind, Environment environment, List<Row> rows, List<Figure> figures) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** With these, in the place of what there is of the same works. */
    public Results withRows(List<Row> newer) {
        return new Results(kind, environment, merged(rows, newer, Row::work), figures);
    }

    /** With these, in the place of what there is of the same groups. */
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

    /** Writes it as JSON. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @throws IOException if there is no such file, or it holds something else
     */
    public static Results read(Path file) throws IOException {
        try {
            return JSON.readValue(Files.readString(file), Results.class);
        } catch (JacksonException e) {
            throw new IOException(file + " holds no results: " + e.getOriginalMessage(), e);
        }
    }
}
