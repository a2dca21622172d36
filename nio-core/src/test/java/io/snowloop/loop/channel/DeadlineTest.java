// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Context;
import io.snowloop.future.ContextKey;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();
    private final Deadline deadline = new Deadline(
            loop, () -> log.add("expired after " + test.ticker.elapsed().toMillis() + " ms"));

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void expiresOnce() {
        test.inTask(() -> arm(100));

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("expired after 100 ms");
        assertThat(loop.pendingTimers()).isZero();
    }

    /** It is armed by the code of a request, and may expire for the next one. */
    @Test
    void expiresInNoContext() {
        ContextKey<String> user = ContextKey.of("user");
        Deadline owner = new Deadline(
                loop, () -> log.add(String.valueOf(Context.current().get(user))));
        test.inTask(() -> Context.EMPTY.with(user, "holle").<Void>call(() -> {
            owner.arm(Duration.ofMillis(100));
            return null;
        }));

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("null");
    }

    @Test
    void isArmedUntilItExpiresOrIsCalledOff() {
        assertThat(deadline.isArmed()).isFalse();
        test.inTask(() -> arm(100));
        assertThat(deadline.isArmed()).isTrue();
        test.turnUntil(() -> !log.isEmpty());
        assertThat(deadline.isArmed()).isFalse();
        test.inTask(() -> {
            arm(100);
            deadline.disarm();
        });
        assertThat(deadline.isArmed()).isFalse();
    }

    @Test
    void mayBeArmedAgainAfterItExpired() {
        test.inTask(() -> arm(100));
        test.turnUntil(() -> log.size() == 1);
        test.inTask(() -> arm(50));
        test.turnUntil(() -> log.size() == 2);

        assertThat(log).containsExactly("expired after 100 ms", "expired after 150 ms");
    }

    @Test
    void mayBeArmedAgainByWhatItRuns() {
        List<String> runs = new ArrayList<>();
        Deadline[] again = new Deadline[1];
        again[0] = new Deadline(loop, () -> {
            runs.add(test.ticker.elapsed().toMillis() + " ms");
            again[0].arm(Duration.ofMillis(10).toNanos());
        });
        test.inTask(() -> again[0].arm(Duration.ofMillis(10).toNanos()));

        test.turnUntil(() -> runs.size() == 3);

        assertThat(runs).containsExactly("10 ms", "20 ms", "30 ms");
    }

    @Test
    void movedLaterItKeepsItsTimer() {
        test.inTask(() -> arm(100));
        long untilFirst = loop.timeToWait();
        for (int i = 0; i < 1_000; i++) {
            test.inTask(() -> {
                test.ticker.advance(Duration.ofNanos(50_000));
                arm(100);
                assertThat(loop.pendingTimers()).isOne();
            });
        }
        assertThat(loop.timeToWait())
                .as("the timer has not moved in those 50 ms")
                .isEqualTo(untilFirst - Duration.ofMillis(50).toNanos());

        test.turnUntil(() -> !log.isEmpty());

        assertThat(test.ticker.elapsed()).isBetween(Duration.ofMillis(149), Duration.ofMillis(151));
        assertThat(test.provider.waits().stream().filter(wait -> wait > 0).count())
                .as("waits: for the timer where it was, and for the rest of the way")
                .isEqualTo(2);
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void armedTwiceForTheSameTimeItKeepsItsTimer() {
        List<LoopEvent> told = new ArrayList<>();
        try (TestLoop observed =
                new TestLoop(builder -> builder.observer(each -> (event, value, owner) -> told.add(event)))) {
            Deadline twice = new Deadline(observed.loop, () -> {});
            observed.inTask(() -> {
                twice.arm(5);
                twice.arm(5);
            });
        }
        assertThat(told).containsOnlyOnce(LoopEvent.TIMER_SET);
    }

    @Test
    void movedEarlierItExpiresEarlier() {
        test.inTask(() -> {
            arm(100);
            arm(30);
            assertThat(loop.pendingTimers()).isOne();
        });

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("expired after 30 ms");
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void disarmedItDoesNotExpire() {
        test.inTask(() -> {
            arm(100);
            deadline.disarm();
        });

        test.ticker.advance(Duration.ofSeconds(1));
        test.turnUntilIdle();

        assertThat(log).isEmpty();
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void disarmedAndArmedAgainItExpiresWhenItWasLastArmedFor() {
        test.inTask(() -> {
            arm(100);
            deadline.disarm();
            arm(200);
            assertThat(loop.pendingTimers()).isOne();
        });

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("expired after 200 ms");
    }

    @Test
    void cancelledItTakesItsTimerOutOfTheLoop() {
        test.inTask(() -> {
            arm(100);
            deadline.cancel();
            assertThat(loop.pendingTimers()).isZero();
        });
        test.ticker.advance(Duration.ofSeconds(1));
        loop.execute(() -> {});
        test.turn();

        assertThat(log).isEmpty();
    }

    @Test
    void armedForEverItWaitsAndCanBeMoved() {
        test.inTask(() -> deadline.arm(ChronoUnit.FOREVER.getDuration()));
        test.inTask(() -> deadline.arm(Duration.ofMillis(100)));

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("expired after 100 ms");
    }

    @Test
    void cancelledBeforeItWasArmedItDoesNothing() {
        test.inTask(deadline::cancel);

        assertThat(log).isEmpty();
    }

    @Test
    void countsFromTheCall() {
        test.inTask(() -> {
            test.ticker.advance(Duration.ofMillis(40)); // what this callback did before
            arm(100);
        });

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("expired after 140 ms");
    }

    @Test
    void otherWorkEarlierInTheTurnDoesNotCount() {
        loop.execute(() -> test.ticker.advance(Duration.ofMillis(250)));
        loop.execute(() -> arm(200));
        test.turn();
        assertThat(test.ticker.elapsed()).isEqualTo(Duration.ofMillis(250));

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("expired after 450 ms");
    }

    @Test
    void movedAfterOtherWorkItCountsFromTheMove() {
        test.inTask(() -> arm(200));
        loop.execute(() -> test.ticker.advance(Duration.ofMillis(250)));
        loop.execute(() -> arm(200));
        test.turn();

        test.turnUntil(() -> !log.isEmpty());

        assertThat(log).containsExactly("expired after 450 ms");
    }

    /** Else a peer whose bytes are in the socket already would be called silent. */
    @Test
    void expiresOnlyAfterTheLoopHasLookedAtItsChannelsOnceMore() throws IOException {
        try (Loopback busy = new Loopback(loop.reactor().provider());
                Loopback peer = new Loopback(loop.reactor().provider())) {
            loop.reactor().register(busy.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                busy.drain();
                test.ticker.advance(Duration.ofMillis(250)); // a long callback
                peer.fill(); // meanwhile the bytes arrive
            }));
            loop.reactor().register(peer.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                peer.drain();
                deadline.disarm();
            }));
            test.inTask(() -> arm(200));
            busy.fill();
            for (int turns = 0; turns < 4; turns++) {
                loop.execute(() -> {});
                test.turn();
            }
        }
        assertThat(log).isEmpty();
    }

    @Test
    void withNoTimeToWaitItExpiresOneTurnAfterItsTimer() {
        test.inTask(() -> arm(0));
        test.turn();
        assertThat(log).isEmpty();

        test.turn();

        assertThat(log).containsExactly("expired after 0 ms");
    }

    @Test
    void hasTheNameOfWhatItRuns() {
        assertThat(new Deadline(loop, new NamedTask("idle", () -> {}))).hasToString("Deadline[idle]");
    }

    private void arm(int millis) {
        deadline.arm(Duration.ofMillis(millis).toNanos());
    }
}
