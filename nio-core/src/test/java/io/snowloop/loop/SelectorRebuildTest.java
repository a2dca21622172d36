// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.channel.Registration;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestSelectorProvider;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A selector that doesn't wait, or throws, is replaced. */
class SelectorRebuildTest {
    private static final int MAX = 20;

    private final TestLoop test = new TestLoop(builder -> builder.maxEarlySelects(MAX));
    private final EventLoop loop = test.loop;
    private final TestSelectorProvider provider = test.provider;
    private final CapturedLog log = new CapturedLog(EventLoop.class);
    private final List<String> calls = new ArrayList<>();
    private Loopback channel;
    private Registration registration;

    @BeforeEach
    void register() throws IOException {
        channel = new Loopback(loop.reactor().provider());
        registration = loop.reactor().register(channel.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
            channel.drain();
            calls.add("channel");
        }));
    }

    @AfterEach
    void close() throws IOException {
        channel.close();
        log.close();
        test.close();
    }

    @Test
    void itsChannelsGoOnWithANewOne() throws IOException {
        channel.fill();
        provider.breakSelectors(null);

        turn(MAX);
        assertThat(calls).isEmpty();
        assertThat(provider.openedSelectors()).isEqualTo(2);
        assertThat(provider.openSelectors()).as("the old one is closed").isOne();
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getMessage())
                        .contains(loop.toString(), "20 times in a row", "EventLoopOptions.maxEarlySelects"));

        test.turn();
        assertThat(calls).containsExactly("channel");
        assertThat(loop.reactor().registrations()).isOne();
        registration.interest(0);
        channel.fill();
        test.inTask(() -> loop.schedule(Duration.ofHours(1), () -> calls.add("timer")));
        test.turn();
        assertThat(calls).as("interest is the new key's").containsExactly("channel", "timer");
    }

    @Test
    void fewerInARowChangeNothing() {
        provider.breakSelectors(null);
        turn(MAX - 1);

        assertThat(provider.openedSelectors()).isOne();
        assertThat(log.records()).isEmpty();
    }

    @Test
    void oneThatWorksInBetweenIsKept() throws IOException {
        for (int round = 0; round < 3; round++) {
            provider.breakSelectors(null);
            turn(MAX - 1);
            provider.mendSelectors();
            channel.fill();
            test.turn();
        }

        assertThat(calls).hasSize(3);
        assertThat(provider.openedSelectors()).isOne();
    }

    /** To the nanosecond: this is the usual case of a loop with timers. */
    @Test
    void oneThatHasWaitedExactlyForItsTimerIsKept() {
        provider.breakSelectors(null);
        for (int i = 0; i < 10 * MAX; i++) {
            test.inTask(() -> loop.schedule(Duration.ofSeconds(1), () -> calls.add("timer")));
            provider.beforeNextWait(() -> test.ticker.advance(Duration.ofSeconds(1)));
            test.turn();
        }

        assertThat(calls).hasSize(10 * MAX);
        assertThat(provider.openedSelectors()).isOne();
    }

    @Test
    void oneThatReturnsBeforeTheFirstTimerIsReplacedAndTheTimerFires() {
        provider.breakSelectors(null);
        test.inTask(() -> loop.schedule(Duration.ofHours(1), () -> calls.add("timer")));

        turn(MAX);
        assertThat(provider.openedSelectors()).isEqualTo(2);
        assertThat(calls).isEmpty();

        test.turn();
        assertThat(calls).containsExactly("timer");
    }

    @Test
    void oneThatWaitsForItsTimersIsKept() {
        for (int i = 0; i < 10 * MAX; i++) {
            test.inTask(() -> loop.schedule(Duration.ofSeconds(1), () -> calls.add("timer")));
            test.turn();
        }

        assertThat(calls).hasSize(10 * MAX);
        assertThat(provider.openedSelectors()).isOne();
    }

    @Test
    void oneThatThrowsIsReplacedAtOnce() throws IOException {
        IOException thrown = new IOException("bad file descriptor");
        channel.fill();
        loop.execute(() -> calls.add("task"));
        provider.breakSelectors(thrown);

        test.turn();
        assertThat(calls).as("the turn goes on").containsExactly("task");
        test.turn();

        assertThat(calls).containsExactly("task", "channel");
        assertThat(log.records()).singleElement().satisfies(record -> {
            assertThat(record.getMessage()).contains(loop + " threw");
            assertThat(record.getThrown()).isSameAs(thrown);
        });
    }

    @Test
    void whereNoneCanBeOpenedItIsSaidOnceAndTheOldOneIsAskedOn() throws IOException {
        provider.failSelectorsAfter(1);
        provider.breakSelectors(null);
        turn(MAX + 3);
        assertThat(provider.openSelectors()).isOne();
        assertThat(log.records()).singleElement().satisfies(record -> {
            assertThat(record.getMessage()).contains("no new selector could be had");
            assertThat(record.getThrown()).hasMessage("Too many open files");
        });

        channel.fill();
        provider.failSelectorsAfter(Integer.MAX_VALUE);
        provider.breakFurtherSelectors(false);
        turn(MAX - 3);
        test.turn();

        assertThat(calls).containsExactly("channel");
    }

    /** One of several, which are moved one after the other. */
    @Test
    void whereAChannelCannotBeMovedAllStayAndTheNewOneIsClosed() throws IOException {
        try (Loopback second = new Loopback(loop.reactor().provider())) {
            loop.reactor().register(second.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                second.drain();
                calls.add("second");
            }));
            provider.refuseRegistrationsAfter(1);
            provider.breakSelectors(null);
            turn(MAX);
            assertThat(provider.openSelectors()).isOne();
            assertThat(loop.reactor().registrations()).isEqualTo(2);
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains("no new selector could be had"));

            provider.mendSelectors();
            channel.fill();
            second.fill();
            test.turn();

            assertThat(calls).containsExactlyInAnyOrder("channel", "second");
        }
    }

    @Test
    void whatTheNewOnesThrowIsSaidOnce() throws IOException {
        IOException thrown = new IOException("bad file descriptor");
        provider.breakSelectors(thrown);
        provider.breakFurtherSelectors(true);
        turn(3);

        assertThat(provider.openedSelectors()).isEqualTo(4);
        assertThat(log.records())
                .singleElement()
                .satisfies(record -> assertThat(record.getThrown()).isSameAs(thrown));
        provider.breakFurtherSelectors(false);
    }

    /** The loop that asks a selector which never waits is seen waiting. */
    @Test
    void aBrokenOneForWhichThereIsNoBetterIsAskedAfterAPause() throws Exception {
        provider.breakSelectors(null);
        provider.breakFurtherSelectors(true);
        Thread looping = Threads.start("looping", loop::run);

        while (looping.getState() != Thread.State.TIMED_WAITING) {
            Threads.giveWay();
        }
        loop.stop();
        looping.join();

        provider.breakFurtherSelectors(false);
    }

    @Test
    void anInterruptDuringThePauseEndsTheRun() throws Exception {
        provider.breakSelectors(null);
        provider.breakFurtherSelectors(true);
        boolean[] interrupted = {false};
        Thread looping = Threads.start("looping", () -> {
            loop.run();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        while (looping.getState() != Thread.State.TIMED_WAITING) {
            Threads.giveWay();
        }
        looping.interrupt();
        looping.join();

        assertThat(interrupted[0]).isTrue();
        provider.breakFurtherSelectors(false);
    }

    @Test
    void aTaskEndsThePauseBeforeABrokenOne() throws Exception {
        provider.breakSelectors(null);
        provider.breakFurtherSelectors(true);
        turn(MAX + 7); // now it pauses for 64 ms

        loop.execute(() -> calls.add("task"));
        test.turn();

        assertThat(calls).containsExactly("task");
        provider.breakFurtherSelectors(false);
    }

    private void turn(int times) {
        for (int i = 0; i < times; i++) {
            test.turn();
        }
    }
}
