// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.NamedTask;
import io.snowloop.testing.TestLoop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnShareTest {
    private int times;

    private int useAll(TurnShare share) {
        int uses = 0;
        while (uses < 100 && share.hasRest()) {
            share.use();
            uses++;
        }
        return uses;
    }

    @Test
    void whoHasUsedTheShareOfATurnGoesOnInTheNextOne() {
        try (TestLoop test = new TestLoop()) {
            int[] uses = new int[4];
            TurnShare[] share = new TurnShare[1];
            share[0] = new TurnShare(test.loop.reactor(), 3, () -> {
                if (++times < 4) {
                    uses[times] = useAll(share[0]);
                }
            });
            test.inTask(() -> uses[0] = useAll(share[0]));
            assertThat(share[0].isWaiting()).isTrue();
            test.turn();
            assertThat(times).isEqualTo(1);
            test.turnUntilIdle();
            assertThat(uses).containsOnly(3);
            assertThat(times).isEqualTo(4);
            assertThat(share[0].isWaiting()).isFalse();
            assertThat(share[0].total()).isEqualTo(12);
        }
    }

    @Test
    void whatIsMoreWorkUsesMoreOfTheShare() {
        try (TestLoop test = new TestLoop()) {
            TurnShare share = new TurnShare(test.loop.reactor(), 3, () -> times++);
            test.inTask(() -> {
                share.use(2);
                assertThat(share.hasRest()).isTrue();
                share.use(100);
                assertThat(share.hasRest()).isFalse();
            });
            test.inTask(() -> assertThat(share.hasRest()).isTrue());
            assertThat(share.total()).isEqualTo(2);
        }
    }

    @Test
    void goesOnOnceHoweverOftenItIsAsked() {
        try (TestLoop test = new TestLoop()) {
            TurnShare share = new TurnShare(test.loop.reactor(), 1, () -> times++);
            test.inTask(() -> {
                share.use();
                assertThat(share.hasRest()).isFalse();
                assertThat(share.hasRest()).isFalse();
                share.waitForNextTurn();
            });
            test.turnUntilIdle();
            assertThat(times).isEqualTo(1);
        }
    }

    @Test
    void hasTheNameOfWhatGoesOn() {
        try (TestLoop test = new TestLoop()) {
            TurnShare share = new TurnShare(test.loop.reactor(), 1, new NamedTask("read on", () -> {}));
            assertThat(share).hasToString("TurnShare[read on]");
        }
    }

    @Test
    void eachTurnHasAShareOfItsOwn() {
        try (TestLoop test = new TestLoop()) {
            TurnShare share = new TurnShare(test.loop.reactor(), 2, () -> times++);
            for (int turn = 0; turn < 3; turn++) {
                test.inTask(() -> {
                    share.use();
                    assertThat(share.hasRest()).isTrue();
                    share.use();
                });
            }
            assertThat(times).isZero();
        }
    }

    /** What a use costs only the application knows: a message may be passed on to thousands. */
    @Test
    void inALongTurnEachHasTwoUses() {
        try (TestLoop test = new TestLoop()) {
            TurnShare share = new TurnShare(test.loop.reactor(), 100, () -> times++);
            int[] uses = new int[2];
            test.inTask(() -> {
                test.ticker.advance(Duration.ofMillis(19));
                for (; share.hasRest(); uses[0]++) {
                    share.use();
                    test.ticker.advance(Duration.ofNanos(300_000));
                }
            });
            test.inTask(() -> {
                test.ticker.advance(Duration.ofSeconds(1));
                uses[1] = useAll(share);
            });
            assertThat(uses).as("up to 20 ms; the others have taken long").containsExactly(4, 2);
            test.turnUntilIdle();
            assertThat(times).isEqualTo(2);
        }
    }

    /** Else a hundred connections with many cheap requests would take a hundred times what each may have. */
    @Test
    void behindTheSecondUseAShareHasAMillisecond() {
        try (TestLoop test = new TestLoop()) {
            TurnShare share = new TurnShare(test.loop.reactor(), 100, () -> times++);
            for (int turn = 0; turn < 2; turn++) {
                int[] uses = new int[1];
                test.inTask(() -> {
                    test.ticker.advance(Duration.ofMillis(3)); // by the others
                    for (; share.hasRest(); uses[0]++) {
                        share.use();
                        test.ticker.advance(Duration.ofNanos(250_000));
                    }
                });
                assertThat(uses).containsExactly(2 + 5);
            }
        }
    }
}
