// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.snowloop.sim.Simulation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedsExtensionTest {
    private static final List<Long> RUN = new ArrayList<>();

    private final SeedsExtension extension = new SeedsExtension();
    private final ExtensionContext context = mock();
    private final String replayed = System.getProperty("snowloop.seed");
    private final String count = System.getProperty("snowloop.seeds");
    private final String times = System.getProperty("snowloop.seeds.times");
    private final String half = System.getProperty("snowloop.seeds.half");

    @BeforeEach
    void prepare() throws NoSuchMethodException {
        Method method = Sample.class.getDeclaredMethod("test");
        when(context.getRequiredTestMethod()).thenReturn(method);
        when(context.getRequiredTestClass()).thenAnswer(call -> Sample.class);
        System.clearProperty("snowloop.seed");
        System.clearProperty("snowloop.seeds");
        System.clearProperty("snowloop.seeds.times");
        System.clearProperty("snowloop.seeds.half");
    }

    @AfterEach
    void restore() {
        restore("snowloop.seed", replayed);
        restore("snowloop.seeds", count);
        restore("snowloop.seeds.times", times);
        restore("snowloop.seeds.half", half);
    }

    private static void restore(String name, String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    private static final class Sample {
        @Seeds(3)
        @SuppressWarnings("UnusedMethod") // only its annotation is looked at
        void test() {}
    }

    private List<String> names() {
        return extension
                .provideTestTemplateInvocationContexts(context)
                .map(run -> run.getDisplayName(1))
                .toList();
    }

    @Test
    void runsAsManySeedsAsTheAnnotationSays() {
        assertThat(names()).containsExactly("seed 1", "seed 2", "seed 3");
    }

    @Test
    void runsAsManySeedsAsThePropertySays() {
        System.setProperty("snowloop.seeds", "5");
        assertThat(names()).hasSize(5);
    }

    @Test
    void runsSoManyTimesTheSeedsOfTheAnnotation() {
        System.setProperty("snowloop.seeds.times", "50");
        assertThat(names()).hasSize(150);
    }

    @Test
    void twoRunsHaveHalfOfTheSeedsEach() {
        System.setProperty("snowloop.seeds.half", "1");
        assertThat(names()).containsExactly("seed 1", "seed 3");
        System.setProperty("snowloop.seeds.half", "2");
        assertThat(names()).containsExactly("seed 2");
    }

    /** It runs on one JDK only: there is no other half. */
    @ParameterizedTest
    @ValueSource(strings = {"once", "oldest"})
    void aTestOfOneJdkHasAllSeeds(String tag) {
        when(context.getTags()).thenReturn(Set.of("slow", tag));
        System.setProperty("snowloop.seeds.half", "2");
        assertThat(names()).hasSize(3);
    }

    @Test
    void replaysOneSeed() {
        System.setProperty("snowloop.seed", "1234");
        System.setProperty("snowloop.seeds.half", "2");
        assertThat(names()).containsExactly("seed 1234");
    }

    @Test
    void theFirstFailureEndsItAndSaysHowToReplayIt() {
        List<String> names = new ArrayList<>();
        extension.provideTestTemplateInvocationContexts(context).forEach(run -> {
            names.add(run.getDisplayName(1));
            if (names.size() == 2) {
                assertThatThrownBy(() -> handler(run).handleTestExecutionException(context, new Exception("broken")))
                        .hasMessageContaining("seed 2 fails: broken")
                        .hasMessageContaining("./mvnw test -pl nio-core -am -Dtest=Sample#test -Dsnowloop.seed=2")
                        .hasRootCauseMessage("broken");
            }
        });
        assertThat(names).containsExactly("seed 1", "seed 2");
    }

    private static TestExecutionExceptionHandler handler(TestTemplateInvocationContext run) {
        return (TestExecutionExceptionHandler) run.getAdditionalExtensions().get(0);
    }

    @Seeds(2)
    void handsOutTheSeedAndASimulationMadeOfIt(long seed, Simulation simulation) {
        assertThat(simulation.seed()).isEqualTo(seed);
        RUN.add(seed);
    }

    @AfterAll
    static void allHaveRun() {
        assertThat(RUN).isNotEmpty();
    }
}
