// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import io.snowloop.samples.measure.Summary;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures of {@code docs/performance.md}: the medians of the rounds of {@code ./snowloop bench}. */
record Recorded(JsonNode run) {
    private static final Path FOLDER = ProjectFolder.ROOT.resolve("docs/performance");

    static Recorded of(String file) throws IOException {
        return new Recorded(new JsonMapper().readTree(Files.readString(FOLDER.resolve(file))));
    }

    String kind() {
        return run.get("kind").asString();
    }

    String date() {
        return run.get("environment").get("date").asString();
    }

    /** The CPU of a request, in nanoseconds. */
    double cpu(String work, String entry) {
        return StreamSupport.stream(run.get("rows").spliterator(), false)
                .filter(row -> row.get("work").asString().equals(work)
                        && row.get("entry").asString().equals(entry))
                .map(row -> row.get("rounds"))
                .mapToDouble(rounds -> Summary.of(StreamSupport.stream(rounds.spliterator(), false)
                                .mapToDouble(round -> round.get("cpuNanos").asDouble()
                                        / round.get("requests").asDouble())
                                .toArray())
                        .median())
                .findFirst()
                .orElseThrow();
    }

    /** A figure in KiB, in bytes. */
    double bytes(String group, String metric, String entry) {
        return StreamSupport.stream(run.get("figures").spliterator(), false)
                .filter(figure -> figure.get("group").asString().equals(group)
                        && figure.get("metric").asString().equals(metric)
                        && figure.get("entry").asString().equals(entry))
                .mapToDouble(figure -> 1_024
                        * Summary.of(StreamSupport.stream(figure.get("values").spliterator(), false)
                                        .mapToDouble(JsonNode::asDouble)
                                        .toArray())
                                .median())
                .findFirst()
                .orElseThrow();
    }
}
