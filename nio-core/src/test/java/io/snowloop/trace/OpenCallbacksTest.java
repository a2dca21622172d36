// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenCallbacksTest {
    private final OpenCallbacks open = new OpenCallbacks();

    @Test
    void eachHasTheTimeThatThoseInsideItDidNotTake() {
        open.push(7, 100);
        open.push(8, 110);
        assertThat(open.number()).isEqualTo(8);
        assertThat(open.pop(150)).isEqualTo(40);
        assertThat(open.number()).isEqualTo(7);
        assertThat(open.pop(160)).isEqualTo(20);
        assertThat(open.number()).isEqualTo(Watchdog.IDLE);
        assertThat(open.pop(170)).as("of none").isZero();
    }

    @Test
    void theyMayBeDeeplyNested() {
        for (int i = 0; i < 100; i++) {
            open.push(i, i);
        }
        for (int i = 99; i >= 0; i--) {
            assertThat(open.number()).isEqualTo(i);
            assertThat(open.pop(200 - i)).isEqualTo(2);
        }
    }
}
