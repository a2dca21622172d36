// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.Timeline;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that shows what a view that blocks does to a timer of its loop. */
@Command(
        name = "why-late",
        description = {
            "A heartbeat on the loop that serves a page: with a view that answers at once, with one that blocks, and with"
                    + " that one in blocking(...). In virtual time, so that each run is the same.",
            ""
        })
public final class WhyLateCommand implements Callable<Integer> {
    /** The server whose view blocks the loop. */
    public static final Scene SCENE = new WhyLate(Phase.BLOCKED);

    private static final int WIDTH = 80;

    @Option(
            names = "--real",
            description =
                    "On sockets of the kernel and by the machine's clock. It says if the machine is too busy to show"
                            + " it.")
    private boolean real;

    WhyLateCommand() {}

    @Override
    public Integer call() throws Exception {
        if (real) {
            measure(System.out);
        } else {
            simulate(System.out);
        }
        return 0;
    }

    private static void simulate(PrintStream out) {
        for (Phase phase : Phase.values()) {
            Outcome outcome = Scenes.run(new WhyLate(phase), 1L);
            Failure failure = outcome.failure();
            out.println(phase.title());
            out.println();
            Timeline.of(outcome).forEach(out::println);
            String end = failure == null ? "  => no beat is late" : "  => " + failure.text();
            Timeline.wrap(end, WIDTH).forEach(out::println);
            out.println();
        }
    }

    private static void measure(PrintStream out) throws Exception {
        RealRun.of(Phase.BLOCKED); // not shown: what comes first loads classes, and is as slow as a view that blocks
        Map<Phase, Measured> measured = new EnumMap<>(Phase.class);
        for (Phase phase : Phase.values()) {
            Measured result = RealRun.of(phase);
            measured.put(phase, result);
            out.println(phase.title());
            out.println("  " + result.beats() + " beats, the largest delay is "
                    + result.late().toMillis() + " ms");
            result.reports().forEach(line -> out.println("  " + line));
            out.println();
        }
        String judgement = Measured.judge(
                Objects.requireNonNull(measured.get(Phase.HEALTHY)),
                Objects.requireNonNull(measured.get(Phase.BLOCKED)),
                Objects.requireNonNull(measured.get(Phase.HANDED_OVER)));
        Timeline.wrap(judgement, WIDTH).forEach(out::println);
    }
}
