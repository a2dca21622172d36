// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.snowloop.samples.measure.Numbers;
import io.snowloop.samples.scale.Costs;
import io.snowloop.samples.scale.PoliteWork;
import io.snowloop.testing.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A thousand workers do what the arithmetic of {@code docs/scale.md} foretells, and the page shows what they did: within 7 %. To bring its rows up to
 * date:
 *
 * <pre>
 * ./mvnw test -pl samples -am -Dtest=ThousandWorkersTest -Ddocs.update=true
 * </pre>
 */
@Tag("once") // virtual time is the same on each JDK
@Timeout(300)
class ThousandWorkersTest {
    private static final long SEED = 1;
    private static final double TOLERANCE = 7;
    private static final Path PAGE = ProjectFolder.ROOT.resolve("docs/scale.md");

    // region plan
    /** What Redis takes is measured, and the rest assumed. */
    private PoliteWork plan;

    @BeforeEach
    void measured() throws IOException {
        Costs redis = Costs.read(RedisCostIT.FILE);
        plan = new PoliteWork(
                1,
                1,
                5, // sites of a worker
                ofMillis(500), // between two pages of a site
                ofNanos(250_000), // from a worker to Redis
                ofNanos((long) (redis.get("cpu") / redis.get("commands"))),
                ofNanos((long) redis.get("beat")));
    }
    // endregion

    private static ThousandWorkers.Seen run(PoliteWork work) throws IOException {
        try (ThousandWorkers crawl = new ThousandWorkers(SEED, work)) {
            return crawl.run(ofSeconds(2 + 58 / work.workers())); // long enough for as many pages as an average needs
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 1", "100, 1", "1000, 1", "1000, 2"})
    void theyFetchAsManyPagesAsWasForetold(int workers, int servers) throws IOException {
        PoliteWork work = plan.of(workers, servers);
        ThousandWorkers.Seen seen = run(work);

        assertThat(seen.rate()).as("seed %d: %s", SEED, work).isCloseTo(work.rate(), withinPercentage(TOLERANCE));
        assertThat(seen.busy())
                .as("the part of the time for which Redis is busy")
                .isCloseTo(work.busy(), withinPercentage(TOLERANCE));
        compare(work, seen);
    }

    @Test
    void aThousandAreTooManyForOneThreadOfRedisAndNotForTwo() {
        assertThat(plan.of(1_000, 1).asked()).isGreaterThan(plan.of(1_000, 1).most());
        assertThat(plan.of(1_000, 2).asked()).isLessThan(plan.of(1_000, 2).easy());
    }

    /** Not each digit: the page need not change when a script has one command more. */
    private static void compare(PoliteWork work, ThousandWorkers.Seen seen) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        String key = String.format(Locale.ROOT, "| %,d | %d |", work.workers(), work.servers());
        String row = String.format(
                Locale.ROOT,
                "%s %s | %s | %s | %s | %.0f %% |",
                key,
                Numbers.text(work.asked()),
                Numbers.text(work.easy()),
                Numbers.text(work.most()),
                Numbers.text(seen.rate()),
                100 * seen.busy());
        if (Boolean.getBoolean("docs.update")) {
            Files.write(
                    PAGE,
                    lines.stream()
                            .map(line -> line.startsWith(key) ? row : line)
                            .toList());
            return;
        }
        String shown =
                lines.stream().filter(line -> line.startsWith(key)).findFirst().orElseThrow();
        double rate = Double.parseDouble(shown.split("\\|")[6].strip().replace(",", ""));
        assertThat(rate).as("the page has: %s", shown).isCloseTo(seen.rate(), withinPercentage(TOLERANCE));
    }
}
