package io.snowloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Writes it as JSON. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /** Reads what {@link #write} has written. */
    public static Results read(Path file) throws IOException {
        return JSON.readValue(Files.readString(file), Results.class);
    }
}
