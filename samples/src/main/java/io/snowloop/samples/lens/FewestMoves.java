// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.samples.scene.Moment;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.sim.Intervention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for the fewest interventions with which a wrong program fails and the right one does not. It tries each one alone, then
 * pairs, and looks at so many runs only.
 */
final class FewestMoves {
    /** How long a host is held, and how late a segment is: longer than what programs of the zoo wait for. */
    static final Duration LONG = Duration.ofSeconds(1);

    private static final int MOST_RUNS = 1_500;

    private final Scene wrong;
    private final Scene right;
    private final long seed;
    private int runs;

    private FewestMoves(Scene wrong, Scene right, long seed) {
        this.wrong = wrong;
        this.right = right;
        this.seed = seed;
    }

    /** One or two interventions; empty if none was found. */
    static List<Intervention> of(Scene wrong, Scene right, long seed) {
        return new FewestMoves(wrong, right, seed).search();
    }

    private List<Intervention> search() {
        List<Intervention> first = candidates(Scenes.run(wrong, seed));
        List<Outcome> after = new ArrayList<>();
        for (Intervention one : first) {
            Outcome outcome = run(List.of(one));
            if (breaks(outcome, List.of(one))) {
                return List.of(one);
            }
            after.add(outcome);
        }
        for (int i = 0; i < first.size(); i++) {
            for (Intervention two : candidates(after.get(i))) { // the numbers are those of the run with the first one
                List<Intervention> pair = List.of(first.get(i), two);
                if (runs > MOST_RUNS) {
                    return List.of();
                }
                if (breaks(run(pair), pair)) {
                    return pair;
                }
            }
        }
        return List.of();
    }

    private Outcome run(List<Intervention> interventions) {
        runs++;
        return Scenes.run(wrong, seed, interventions, false);
    }

    private boolean breaks(Outcome outcome, List<Intervention> interventions) {
        return outcome.failure() != null
                && Scenes.run(right, seed, interventions, false).failure() == null;
    }

    /** What a reader could do at each moment of a run. */
    private static List<Intervention> candidates(Outcome outcome) {
        Set<Intervention> all = new LinkedHashSet<>();
        for (Moment moment : outcome.moments()) {
            int number = (int) moment.number();
            if (moment.kind() == Moment.Kind.SEGMENT) {
                for (long part : List.of(1L, moment.bytes() / 2, moment.bytes() - 1)) { // the page offers these
                    if (part > 0 && part < moment.bytes()) {
                        all.add(new Intervention.Split(number, (int) part));
                    }
                }
                all.add(new Intervention.Drop(number));
            } else if (number > 0 && moment.bytes() > 1) {
                all.add(new Intervention.ShortWrite(number, 1));
            }
        }
        for (Moment moment : outcome.moments()) {
            outcome.hosts().keySet().forEach(host -> all.add(new Intervention.Hold(host, moment.at(), LONG)));
        }
        return List.copyOf(all);
    }
}
