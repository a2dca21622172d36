// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as a whole, with few requests. No time is asserted. */
@Tag("once") // it measures, and takes ten seconds
class LadderCommandIT {
    @Test
    void measuresTheRungsThatAreAskedForInTheirOrder() {
        CommandRun run = CommandRun.of(
                "ladder", "--json", "--quick", "--clients", "100", "--rung", "snowloop", "--rung", "select");

        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode json = JsonMapper.shared().readTree(run.out());
        assertThat(json.get("clients").asInt()).isEqualTo(100);
        assertThat(json.get("rungs").valueStream().map(rung -> rung.get("name").asString()))
                .containsExactly("select", "snowloop");
        for (JsonNode rung : json.get("rungs")) {
            for (Measure measure : Measure.values()) {
                JsonNode value = rung.get("values").get(measure.key());
                assertThat(value).as(rung.get("name") + " " + measure).isNotNull();
                assertThat(value.get("median").asDouble()).isNotNegative();
            }
            assertThat(rung.get("values").get("serve").get("answered").asInt()).isEqualTo(100);
        }
        assertThat(run.err()).contains("[1/2] select", "[2/2] snowloop");
    }
}
