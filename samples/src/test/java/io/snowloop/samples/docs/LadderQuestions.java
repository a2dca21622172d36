// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import io.snowloop.samples.ladder.LadderRuns;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the page on the ladder asks, and the one on when not to use a loop. Each method returns the answer. */
final class LadderQuestions {
    private LadderQuestions() {}

    static String fiftyAtOnce() {
        return after(LadderRuns.select(50, 50));
    }

    static String fourAtOnce() {
        return after(LadderRuns.loop(12, 4));
    }

    static String twoInOneSegment() {
        return after(LadderRuns.twoInOneSegment());
    }

    // ------------------------------------------------------------------------------------------------- when not to

    static String whileOneComputes() throws IOException {
        JsonNode run = JsonMapper.shared().readTree(Files.readString(Project.HOME.resolve("docs/ladder.json")));
        return Stream.of("select", "loops", "virtual")
                .min(Comparator.comparingDouble(rung -> othersWhileOneComputes(rung, run)))
                .map(rung -> "`" + rung + "`")
                .orElseThrow();
    }

    /** As it was measured, in milliseconds. */
    private static double othersWhileOneComputes(String rung, JsonNode run) {
        for (JsonNode measured : run.get("rungs")) {
            if (measured.get("name").asString().equals(rung)) {
                return measured.get("values").get("compute").get("median").asDouble();
            }
        }
        throw new IllegalArgumentException("docs/ladder.json has no rung " + rung);
    }

    static String oneAfterTheOther() {
        return after(LadderRuns.loop(10, 1));
    }

    private static String after(Duration time) {
        return "after " + time.toMillis() + " ms";
    }
}
