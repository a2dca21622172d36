// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What {@code docs/the-loop.md} shows. */
class LoopPageTest {
    private final List<String> log = new ArrayList<>();

    @Test
    void whatATaskQueuesRunsInTheNextTurn() throws IOException {
        try (EventLoop loop = EventLoop.open()) {
            // region next-turn
            loop.execute(() -> {
                log.add("first");
                loop.execute(() -> log.add("second"));
            });

            loop.runOnce();
            assertThat(log).containsExactly("first");

            loop.runOnce();
            assertThat(log).containsExactly("first", "second");
            // endregion
        }
    }

    @Test
    void aLoopOnAClockThatTheTestMoves() throws IOException {
        // region ticker
        AtomicLong clock = new AtomicLong();
        try (EventLoop loop =
                EventLoop.open(EventLoopOptions.builder().ticker(clock::get).build())) {
            loop.execute(() -> loop.schedule(Duration.ofHours(1), () -> log.add("an hour later")));
            loop.runOnce();
            assertThat(loop.timeToWait()).isEqualTo(Duration.ofHours(1).toNanos());

            clock.addAndGet(Duration.ofHours(1).toNanos());
            loop.runOnce();
            assertThat(log).containsExactly("an hour later");
        }
        // endregion
    }

    @Test
    void whatATaskThrowsIsReported() throws IOException {
        // region exceptions
        try (EventLoop loop = EventLoop.open(EventLoopOptions.builder()
                .exceptionHandler((error, source) -> log.add(error.getMessage()))
                .build())) {
            loop.execute(() -> {
                throw new IllegalStateException("a bug");
            });
            loop.execute(() -> log.add("the loop goes on"));

            loop.runOnce();
            assertThat(log).containsExactly("a bug", "the loop goes on");
        }
        // endregion
    }
}
