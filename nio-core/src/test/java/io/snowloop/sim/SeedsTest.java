// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SeedsTest {
    private final String replayed = System.getProperty(Seeds.SEED_PROPERTY);
    private final String count = System.getProperty(Seeds.COUNT_PROPERTY);
    private final List<Long> run = new ArrayList<>();

    @BeforeEach
    void forget() {
        set(Seeds.SEED_PROPERTY, null);
        set(Seeds.COUNT_PROPERTY, null);
    }

    @AfterEach
    void restore() {
        set(Seeds.SEED_PROPERTY, replayed);
        set(Seeds.COUNT_PROPERTY, count);
    }

    private static void set(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @Test
    void runsEachSeedOnceInItsOwnSimulation() {
        // region check
        Seeds.check(200, simulation -> {
            simulation.network().faults(Faults.benign(simulation.random()));
            run.add(simulation.seed());
        });
        // endregion
        assertThat(run).hasSize(200).startsWith(1L, 2L).endsWith(199L, 200L);
    }

    @Test
    void anAssertionInACallbackFailsTheSeed() {
        assertThatThrownBy(() -> Seeds.check(3, simulation -> {
                    simulation.loop("10.0.0.1").execute(() -> {
                        throw new AssertionError("wrong");
                    });
                    simulation.run();
                }))
                .hasMessageStartingWith("seed 1 fails: wrong");
    }

    @Test
    void anExceptionInACallbackFailsTheSeedAlsoIfTheLoopWasRunByItself() {
        assertThatThrownBy(() -> Seeds.check(3, simulation -> {
                    EventLoop loop = simulation.loop("10.0.0.1");
                    loop.execute(() -> {
                        throw new IllegalStateException("wrong");
                    });
                    loop.runUntil(loop.sleep(Duration.ofSeconds(1)));
                }))
                .hasMessageStartingWith("seed 1 fails: wrong");
    }

    @Test
    void aScenarioThatRunsNothingFails() {
        assertThatThrownBy(() -> Seeds.check(
                        3, simulation -> simulation.loop("10.0.0.1").execute(() -> run.add(simulation.seed()))))
                .hasMessageStartingWith("seed 1 fails: the scenario has given its loops something to do")
                .hasMessageContaining("call simulation.run() or runUntil(future)");
    }

    @Test
    void aScenarioMayRunItsLoopItselfAndLeaveTasks() {
        Seeds.check(3, simulation -> {
            EventLoop loop = simulation.loop("10.0.0.1");
            loop.runUntil(loop.sleep(Duration.ofSeconds(1)));
            loop.execute(() -> run.add(simulation.seed()));
        });
    }

    @Test
    void whatAnExceptionHandlerOfTheTestTakesFailsNothing() {
        List<Throwable> taken = new ArrayList<>();
        Seeds.check(1, simulation -> {
            EventLoop loop = simulation.add(EventLoop.open(simulation.options("10.0.0.1").toBuilder()
                    .exceptionHandler((error, source) -> taken.add(error))
                    .build()));
            loop.execute(() -> {
                throw new IllegalStateException("expected");
            });
            simulation.run();
        });
        assertThat(taken).hasSize(1);
    }

    @Test
    void theFirstFailureEndsItAndSaysHowToReplayIt() {
        assertThatThrownBy(() -> Seeds.check(200, simulation -> {
                    run.add(simulation.seed());
                    if (simulation.seed() == 3) {
                        throw new IOException("broken");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessage("seed 3 fails: broken\nreplay it with: -Dsnowloop.seed=3, a system property of the test:"
                        + " for Maven, mvn test -Dsnowloop.seed=3")
                .hasRootCauseMessage("broken");
        assertThat(run).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anErrorWithoutAMessageIsNamedByItsClass() {
        assertThatThrownBy(() -> Seeds.check(1, simulation -> {
                    throw new IllegalStateException();
                }))
                .hasMessageStartingWith("seed 1 fails: java.lang.IllegalStateException\n");
    }

    @Test
    void aSeedIsReplayedAlone() {
        System.setProperty(Seeds.SEED_PROPERTY, "1234");
        Seeds.check(200, simulation -> run.add(simulation.seed()));
        assertThat(run).containsExactly(1234L);
    }

    @Test
    void thePropertySaysHowMany() {
        System.setProperty(Seeds.COUNT_PROPERTY, "5");
        Seeds.check(200, simulation -> run.add(simulation.seed()));
        assertThat(run).hasSize(5);
    }

    @Test
    void theLoopsOfARunAreClosed() {
        List<EventLoop> loops = new ArrayList<>();
        Seeds.check(2, simulation -> loops.add(simulation.loop("10.0.0.1")));
        assertThat(loops).hasSize(2).allMatch(EventLoop::isClosed);
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> Seeds.check(0, simulation -> {})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Seeds.check(1, null)).isInstanceOf(NullPointerException.class);
    }
}
