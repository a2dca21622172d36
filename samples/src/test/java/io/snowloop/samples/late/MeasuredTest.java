// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures are of real runs, on a machine with nothing else to do and on one with much. */
class MeasuredTest {
    private static String judge(int healthy, int blocked, int inHandler, int handedOver) {
        return Measured.judge(measured(healthy, 0), measured(blocked, inHandler), measured(handedOver, 0));
    }

    private static Measured measured(int late, int inHandler) {
        return new Measured(10, Duration.ofMillis(late), Duration.ofMillis(inHandler), List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 133, 132, 2", // a quiet machine
        "59, 133, 132, 3", // once something else ran
        "1, 101, 101, 50",
    })
    void theViewIsTheCauseIfTheHeartbeatIsOnTimeWithoutIt(int healthy, int blocked, int inHandler, int handedOver) {
        assertThat(judge(healthy, blocked, inHandler, handedOver))
                .isEqualTo("The view that blocks made the heartbeat late by " + blocked + " ms, " + inHandler
                        + " ms of it in the handler. Without it the largest delay was "
                        + Math.max(healthy, handedOver) + " ms.");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 176, 174, 135", // as late in blocking(...), because other programs had the processors
        "543, 133, 132, 3", // later with a view that does not block
        "67, 133, 132, 3", // half as late
        "1, 300, 150, 2", // late for another reason than the view
        "1, 99, 99, 2", // less than a view of 150 ms makes of a beat of 50 ms
    })
    void elseTheMachineIsTooBusyToShowIt(int healthy, int blocked, int inHandler, int handedOver) {
        assertThat(judge(healthy, blocked, inHandler, handedOver))
                .isEqualTo("This machine is too busy to show it: with the view that blocks the largest delay was "
                        + blocked + " ms, " + inHandler + " ms of it in the handler; without it "
                        + Math.max(healthy, handedOver) + " ms. In virtual time it always shows: leave --real out.");
    }
}
