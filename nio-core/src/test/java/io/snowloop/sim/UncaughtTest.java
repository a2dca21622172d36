// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a simulation does with errors that no code sees. */
class UncaughtTest {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop("10.0.0.1");

    private static Future<String> failed(EventLoop loop, Throwable error) {
        return loop.sleep(Duration.ofMillis(1)).flatMap(slept -> Future.failed(error));
    }

    /** An assertion in the function of {@code map} could not fail its test. */
    @Test
    void theErrorOfAFutureThatNoCodeHasAskedIsThrownAtTheEnd() {
        AssertionError first = new AssertionError("first");
        failed(loop, first);
        failed(loop, new IllegalStateException("a turn later")).map(String::length);
        simulation.run();
        assertThatThrownBy(simulation::close).isSameAs(first);
    }

    @Test
    void anUncheckedExceptionToo() {
        IllegalStateException bug = new IllegalStateException("bug");
        failed(loop, bug);
        simulation.run();
        assertThatThrownBy(simulation::close).isSameAs(bug);
    }

    @Test
    void ofAFutureThatWasAskedItIsNot() {
        AssertionError error = new AssertionError("expected");
        Future<String> asked = failed(loop, error);
        failed(loop, error).recover(thrown -> "seen");
        failed(loop, error).onComplete((value, thrown) -> {});
        failed(loop, new IOException("a reset"));
        failed(loop, error).cancel();
        simulation.run();
        assertThat(asked.outcome().error()).isSameAs(error);
        simulation.close();
    }

    /** Its loops are closed all the same. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2_000})
    void thereMayBeMany(int count) {
        for (int i = 0; i < count; i++) {
            failed(loop, new IllegalStateException("bug " + i));
        }
        simulation.run();
        assertThatThrownBy(simulation::close).hasMessage("bug 0");
        assertThat(loop.isClosed()).isTrue();
    }

    @Test
    void whatARunHasThrownIsNotThrownAgain() {
        IllegalStateException bug = new IllegalStateException("bug");
        failed(loop, bug);
        loop.execute(() -> {
            throw bug;
        });
        assertThatThrownBy(simulation::run).isSameAs(bug);
        simulation.run();
        simulation.close();
    }

    @Test
    void anObserverOfYoursTakesItsPlace() throws IOException {
        EventLoopOptions options = simulation.options("10.0.0.2").toBuilder()
                .observer(each -> (event, value, owner) -> {})
                .build();
        failed(simulation.add(EventLoop.open(options)), new AssertionError("unseen"));
        simulation.run();
        simulation.close();
    }
}
