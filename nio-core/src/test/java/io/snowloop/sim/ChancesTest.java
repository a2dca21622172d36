// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Chances.Kind;
import io.snowloop.sim.Scenario.Echo;
import io.snowloop.sim.Scenario.Sender;
import io.snowloop.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A kept seed keeps its meaning: a fault that is switched on changes no draw of another kind, or at another place. */
class ChancesTest {
    private static List<Long> draws(Chances chances, Kind kind) {
        return LongStream.range(0, 20)
                .map(i -> chances.upTo(kind, 1_000_000))
                .boxed()
                .toList();
    }

    @Seeds(20)
    void aKindThatIsDrawnInBetweenChangesNoOtherKind(long seed) {
        List<Long> alone = draws(new Chances(seed, "10.0.0.1"), Kind.JITTER);

        Chances mixed = new Chances(seed, "10.0.0.1");
        List<Long> among = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            mixed.draw(Kind.RESET, 0.5);
            among.add(mixed.upTo(Kind.JITTER, 1_000_000));
            mixed.oneTo(Kind.SHORT_WRITE, 7);
        }
        assertThat(among).isEqualTo(alone);
    }

    @Test
    void eachSeedPlaceAndKindHasAnotherStream() {
        Set<List<Long>> streams = new HashSet<>();
        for (long seed = 1; seed <= 10; seed++) {
            for (String place : List.of("10.0.0.1", "10.0.0.2", "10.0.0.1:7 > 10.0.0.2:49152")) {
                for (Kind kind : Kind.values()) {
                    streams.add(draws(new Chances(seed, place), kind));
                }
            }
        }
        assertThat(streams).hasSize(10 * 3 * Kind.values().length);
    }

    @Test
    void theBoundsAreKept() {
        Chances chances = new Chances(1, "here");
        Set<Integer> sizes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            sizes.add(chances.oneTo(Kind.SEGMENT_SIZE, 3));
        }
        assertThat(sizes).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(chances.draw(Kind.RESET, 0)).isFalse();
        assertThat(chances.draw(Kind.RESET, 1)).isTrue();
        assertThat(chances.upTo(Kind.STALL, 0)).isZero();
    }

    /** So a fault that is switched off, and on again later, has the draws that it would have had. */
    @Test
    void whatCannotHappenDrawsNothing() {
        Chances chances = new Chances(1, "here");
        chances.draw(Kind.RESET, 0);
        assertThat(draws(chances, Kind.RESET)).isEqualTo(draws(new Chances(1, "here"), Kind.RESET));
    }

    /** These are facts, of no meaning: kept seeds have them. */
    @Test
    void theDrawsOfASeedAreThoseOfEachVersion() {
        assertThat(draws(new Chances(1, "10.0.0.1"), Kind.JITTER)).startsWith(38_045L, 44_212L, 980_387L);
    }

    @Test
    void aDelayHasAStallOnlyIfOneIsDrawn() {
        Chances chances = new Chances(1, "here");
        Faults usual = Faults.NONE.latency(Duration.ofNanos(5));
        assertThat(chances.delay(usual)).isEqualTo(5);
        assertThat(chances.delay(usual.stalls(1, Duration.ofDays(1)))).isGreaterThan(5);
    }

    /** The times of the client's segments with jitter: on the second run the other host is shuffled, and wakes up, at random. */
    @Seeds(20)
    void theJitterOfALinkIsTheSameWithFaultsOfAHost(long seed) throws Exception {
        Faults link = Faults.NONE.jitter(Duration.ofMillis(50));
        assertThat(segments(seed, link, Faults.NONE.refusals(0.0).spuriousWakeUps(0.5)))
                .isEqualTo(segments(seed, link, Faults.NONE));
    }

    private static List<String> segments(long seed, Faults link, Faults server) throws Exception {
        List<String> segments = new ArrayList<>();
        try (Simulation simulation = new Simulation(seed)) {
            Scenario scenario = new Scenario(simulation);
            simulation.network().faults(Scenario.CLIENT, Scenario.SERVER, link);
            simulation.network().faults(Scenario.SERVER, Scenario.SERVER, server);
            simulation.network().onSegment(segment -> segments.add(segment.toString()));
            scenario.listen(Echo::new);
            scenario.connect(new Sender(new byte[1_000]));
            simulation.run();
            scenario.finish();
        }
        return segments;
    }

    /** The faults of a seed, kind by kind: the values are kept, so that a change of the draws is seen. */
    @Test
    void aHostileNetworkIsABenignOneAndMore() {
        for (long seed = 1; seed <= 100; seed++) {
            Faults benign = Faults.benign(new Random(seed));
            Faults hostile = Faults.hostile(new Random(seed));
            assertThat(List.of(hostile.latency, hostile.jitter, hostile.bandwidth, hostile.shortWrites, hostile.stalls))
                    .isEqualTo(List.of(
                            benign.latency, benign.jitter, benign.bandwidth, benign.shortWrites, benign.stalls));
        }
    }

    /** These are facts, too. */
    @Test
    void theFaultsOfASeedAreThoseOfEachVersion() {
        Faults faults = Faults.benign(new Random(1));
        assertThat(List.of(
                        faults.latency, faults.jitter, faults.bandwidth, (long) faults.segments, (long) faults.buffers))
                .containsExactly(0L, 16_000_000L, Long.MAX_VALUE, 65_536L, 256L);
    }

    @Test
    void theBandwidthIsFrom10KilobytesASecond() {
        for (long seed = 1; seed <= 100; seed++) {
            assertThat(Faults.benign(new Random(seed)).bandwidth).isGreaterThanOrEqualTo(10_000);
        }
    }

    @Test
    void eachKindIsLeftOutInAboutHalfOfTheCases() {
        int[] counts = new int[3];
        for (long seed = 1; seed <= 400; seed++) {
            Faults faults = Faults.hostile(new Random(seed));
            counts[0] += faults.latency > 0 ? 1 : 0;
            counts[1] += faults.shuffled ? 1 : 0;
            counts[2] += faults.blackHoles > 0 ? 1 : 0;
        }
        assertThat(counts).satisfies(each -> {
            for (int count : each) {
                assertThat(count).isBetween(150, 250);
            }
        });
    }
}
