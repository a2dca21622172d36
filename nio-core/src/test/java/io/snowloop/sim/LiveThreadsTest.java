// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock of a live network, which may be faster than that of the programs. */
class LiveThreadsTest {
    private final VirtualTicker clock = new VirtualTicker();
    private final Agenda agenda = new Agenda();
    private final LiveThreads threads = new LiveThreads(agenda, 10, clock);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void itStartsAtZeroAndIsFaster() {
        assertThat(threads.now()).isZero();
        clock.advance(Duration.ofNanos(7));
        assertThat(threads.now()).isEqualTo(70);
    }

    @Test
    void theTimeoutsOfProgramsAreInTheirTime() {
        clock.advance(Duration.ofNanos(7));
        assertThat(threads.deadline(5)).isEqualTo(120);
        assertThat(threads.deadline(Agenda.NEVER)).isEqualTo(Agenda.NEVER);
        assertThat(threads.deadline(Agenda.NEVER / 2)).as("too late to count").isEqualTo(Agenda.NEVER);
    }

    @Test
    void theNextEventIsTheFirstOfTheAgenda() {
        assertThat(threads.nextEvent()).isEqualTo(Agenda.NEVER);
        threads.run(() -> {
            agenda.add(2_000_000, () -> {});
            agenda.add(1_000_000, () -> {});
        });
        assertThat(threads.<Long>call(threads::nextEvent)).isEqualTo(1_000_000);
    }
}
