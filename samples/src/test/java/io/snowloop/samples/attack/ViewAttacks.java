// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

/** What views, loggers and exception handlers do to the loop that calls them. */
final class ViewAttacks {
    private static final int TIMES = 10;

    private ViewAttacks() {}

    static Stream<Attack> all() {
        return Stream.concat(ofViews(), withOtherFaults());
    }

    /** Those that need no setup of their own. */
    static Stream<Attack> ofViews() {
        return Stream.of(
                Attack.of("a view throws", answered("/throws", 500)),
                Attack.of("a view returns null", answered("/null", 500)),
                Attack.of("a view overflows the stack", answered("/overflows", 500)),
                Attack.of("a view leaves the interrupt flag set", answered("/interrupts", 200)),
                Attack.of("a view closes its server", answered("/closes", 500)),
                Attack.of("a view recurses over 10,000 completed futures", answered("/completed/10000", 200)),
                Attack.of("a stream throws", brokenOff("/failing")),
                Attack.of("a stream gives more than it has said", brokenOff("/too-much")),
                Attack.of("a stream gives empty pieces without end", ViewAttacks::takeEmptyPieces));
    }

    private static Stream<Attack> withOtherFaults() {
        Setup throwingLogger = Setup.DEFAULT.with("throwingLogger", true);
        Setup throwingHandler = Setup.DEFAULT.with("throwingHandler", true);
        Setup patient = Setup.DEFAULT.with("handler", 300); // a million rounds take long on a busy machine
        Attack.Action neverAnswered = target -> assertThat(target.get("/never")).startsWith("HTTP/1.1 503 ");
        return Stream.of(
                Attack.of("a view throws, and so does the logger", answered("/throws", 500))
                        .on(throwingLogger),
                Attack.of("a task throws, and so does the logger", answered("/task-throws", 200))
                        .on(throwingLogger),
                Attack.of("a task throws, and so does the exception handler", answered("/task-throws", 200))
                        .on(throwingHandler),
                Attack.of("a task, the exception handler and the logger throw", answered("/task-throws", 200))
                        .on(throwingHandler.with("throwingLogger", true)),
                Attack.of("a view of two loops leaves the interrupt flag set", answered("/interrupts", 200))
                        .on(Setup.DEFAULT.with("loops", 2)),
                Attack.of("a view exhausts the heap", answered("/exhausts", 500))
                        .on(Setup.DEFAULT.with("-Xmx64m")),
                Attack.of("a view recurses over a million completed futures", answered("/completed/1000000", 200))
                        .on(patient),
                Attack.of("a view recurses over a million promises", answered("/promised/1000000", 200))
                        .on(patient.with("-Xmx32m")),
                Attack.of("a view never answers", neverAnswered));
    }

    private static Attack.Action answered(String path, int status) {
        return target -> {
            for (int i = 0; i < TIMES; i++) {
                assertThat(target.get(path)).startsWith("HTTP/1.1 " + status + " ");
            }
        };
    }

    private static Attack.Action brokenOff(String path) {
        return target -> {
            for (int i = 0; i < TIMES; i++) {
                try (Client client = target.connect().send("GET " + path + " HTTP/1.1\nHost: a\n\n")) {
                    client.awaitEnd();
                }
            }
        };
    }

    private static void takeEmptyPieces(Target target) throws Exception {
        try (Client client = target.connect()) {
            client.send("GET /empty-pieces HTTP/1.1\nHost: a\n\n");
            for (int i = 0; i < TIMES; i++) {
                target.assertAnswers();
            }
        }
    }
}
