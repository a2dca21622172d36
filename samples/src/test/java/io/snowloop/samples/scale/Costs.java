// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import io.snowloop.samples.measure.Host;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Figures that were measured, as {@code docs/performance} keeps them.
 *
 * @param date of the run, in UTC
 * @param machine its processors and its JDK
 * @param kernel its release
 * @param values the figures by their names
 */
public record Costs(String date, String machine, String kernel, Map<String, Double> values) {
    /** The system property without which nothing is measured. */
    public static final String MEASURE = "snowloop.scale";

    /** Why the tests that measure are skipped. */
    public static final String SKIPPED = "it measures this machine: -Dsnowloop.scale=true, see docs/scale.md";

    private static final Path FOLDER = ProjectFolder.ROOT.resolve("docs/performance");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Figures of this machine, of today. */
    public static Costs of(Map<String, Double> values) throws IOException {
        return new Costs(
                LocalDate.now(ZoneOffset.UTC).toString(),
                Host.description(),
                System.getProperty("os.version"),
                new TreeMap<>(values));
    }

    /** Those of the last run. */
    public static Costs read(String name) throws IOException {
        return JSON.readValue(Files.readString(FOLDER.resolve(name)), Costs.class);
    }

    /** Keeps them, for the page. */
    public void write(String name) throws IOException {
        Files.writeString(FOLDER.resolve(name), JSON.writeValueAsString(this) + "\n");
    }

    /** A figure that is there. */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no figure " + name + "; there are " + values.keySet());
        }
        return value;
    }
}
