// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentCountTest {
    /** A ticker may begin anywhere, and pass the largest number. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MAX_VALUE - 50, Long.MIN_VALUE})
    void slidesByTenths(long start) {
        RecentCount count = new RecentCount(Duration.ofNanos(100));
        count.add(start);
        count.add(start + 9);
        count.add(start + 10);
        assertThat(count.sum(start + 99)).isEqualTo(3);
        assertThat(count.sum(start + 100)).isEqualTo(1);
        assertThat(count.sum(start + 110)).isZero();

        count.add(start + 115);
        assertThat(count.sum(start + 209)).isEqualTo(1); // a slot that was used before counts what is new
        assertThat(count.sum(start + 210)).isZero();
        count.add(start + 10_000);
        assertThat(count.sum(start + 10_000)).isEqualTo(1);
    }
}
