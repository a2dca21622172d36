// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.sim.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventLoopOptionsTest {
    private final Simulation simulation = new Simulation(1);
    private final ExceptionHandler handler = (error, source) -> {};
    private final LoopObserver.Factory observer = LoopObserver.Factory.NONE;
    private final EventLoopOptions options = EventLoopOptions.builder()
            .ticker(simulation.ticker())
            .provider(simulation.network())
            .exceptionHandler(handler)
            .maxTasksPerTurn(1)
            .maxEarlySelects(0)
            .blockedAfter(Duration.ZERO)
            .startWithin(Duration.ofNanos(1))
            .observer(observer)
            .build();

    @Test
    void haveWhatTheBuilderWasGiven() {
        assertHasAll(options);
    }

    @Test
    void keepWhatIsNotChangedInACopy() {
        assertHasAll(options.toBuilder().build());
        assertThat(options.toBuilder().maxTasksPerTurn(7).build().maxTasksPerTurn())
                .isEqualTo(7);
    }

    @Test
    void outOfBoundsAreRefusedByName() {
        EventLoopOptions.Builder builder = options.toBuilder();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxTasksPerTurn(0))
                .withMessageContaining("maxTasksPerTurn");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.maxEarlySelects(-1))
                .withMessageContaining("maxEarlySelects");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.blockedAfter(Duration.ofNanos(-1)))
                .withMessageContaining("blockedAfter");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.startWithin(Duration.ZERO))
                .withMessageContaining("startWithin");
    }

    private void assertHasAll(EventLoopOptions options) {
        assertThat(options.ticker()).isSameAs(simulation.ticker());
        assertThat(options.provider()).isSameAs(simulation.network());
        assertThat(options.exceptionHandler()).isSameAs(handler);
        assertThat(options.maxTasksPerTurn()).isEqualTo(1);
        assertThat(options.maxEarlySelects()).isZero();
        assertThat(options.blockedAfter()).isZero();
        assertThat(options.startWithin()).isEqualTo(Duration.ofNanos(1));
        assertThat(options.observer()).isSameAs(observer);
    }
}
