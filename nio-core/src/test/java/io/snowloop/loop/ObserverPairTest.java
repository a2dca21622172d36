// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.LoopObserver.Factory;
import io.snowloop.testing.TestLoop;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several observers of one loop. */
class ObserverPairTest {
    private final List<String> told = new ArrayList<>();

    private Factory named(String name) {
        return loop -> (event, value, owner) -> told.add(name + " " + event);
    }

    @Test
    void bothAreToldInTheOrderInWhichTheyWereNamed() {
        try (TestLoop test = new TestLoop(
                builder -> builder.observer(named("a").and(named("b")).and(named("c"))))) {
            test.loop.reactor().observe(LoopEvent.CALL, 0, "owner");
        }
        assertThat(told).startsWith("a CALL", "b CALL", "c CALL").endsWith("a CLOSED", "b CLOSED", "c CLOSED");
    }

    @Test
    void aSingleOneIsNotWrapped() throws Exception {
        LoopObserver only = (event, value, owner) -> {};
        for (Factory factory : List.of(Factory.NONE.and(loop -> only), ((Factory) loop -> only).and(Factory.NONE))) {
            try (TestLoop test = new TestLoop(builder -> builder.observer(factory))) {
                assertThat(test.loop.reactor().observer()).isSameAs(only);
            }
        }
        try (TestLoop test = new TestLoop(builder -> builder.observer(Factory.NONE.and(Factory.NONE)))) {
            assertThat(test.loop.reactor().observer()).isNull();
        }
    }

    @Test
    void whatOneThrowsKeepsNoEventFromTheOther() {
        LoopObserver broken = (event, value, owner) -> {
            throw new IllegalStateException("broken");
        };
        List<LoopEvent> seen = new ArrayList<>();
        LoopObserver pair = new ObserverPair(broken, (event, value, owner) -> seen.add(event));

        assertThatThrownBy(() -> pair.observe(LoopEvent.CALL, 0, null)).hasMessage("broken");
        assertThat(seen).containsExactly(LoopEvent.CALL);
    }

    @Test
    void ifTheSecondCannotBeMadeTheFirstIsEnded() {
        Factory broken = loop -> {
            throw new IllegalStateException("broken");
        };
        assertThatThrownBy(() ->
                        new TestLoop(builder -> builder.observer(named("a").and(broken))))
                .hasMessage("broken");
        assertThat(told).containsExactly("a CLOSED");
    }

    @Test
    void anObserverIsFoundByItsType() {
        Found first = new Found();
        Found second = new Found();
        LoopObserver other = (event, value, owner) -> {};
        assertThat(new ObserverPair(first, second).find(Found.class)).isSameAs(first);
        assertThat(new ObserverPair(other, new ObserverPair(other, second)).find(Found.class))
                .isSameAs(second);
        assertThat(new ObserverPair(other, other).find(Found.class)).isNull();
    }

    private static final class Found implements LoopObserver {
        @Override
        public void observe(LoopEvent event, long value, Object owner) {}
    }
}
