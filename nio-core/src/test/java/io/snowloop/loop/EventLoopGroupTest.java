// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.channel.LoopCall;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.Reports;
import io.snowloop.testing.TestSelectorProvider;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EventLoopGroupTest {
    private volatile EventLoop first;

    @Test
    void runsEachLoopOnAThreadOfItsOwn() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(3)) {
            Set<Thread> threads = new HashSet<>();
            for (EventLoop loop : group.loops()) {
                Thread thread = thread(loop);
                threads.add(thread);
                assertThat(thread.getName()).isEqualTo("snowloop-" + loop);
                assertThat(thread.isDaemon()).isFalse();
            }

            assertThat(threads).hasSize(3).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void theThreadThatStartsItMayWaitForItsLoops() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(1)) {
            assertThat(group.next().stallReason()).isNull();
        }
    }

    @Test
    void nextIsEachLoopInTurn() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(3)) {
            List<EventLoop> dealt = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                dealt.add(group.next());
            }

            assertThat(dealt.subList(0, 3)).containsExactlyElementsOf(group.loops());
            assertThat(dealt.subList(3, 6)).containsExactlyElementsOf(group.loops());
        }
    }

    @Test
    void closeEndsTheThreadsAndClosesTheLoopsWithTheirChannels() throws Exception {
        EventLoopGroup group = EventLoopGroup.start(2);
        EventLoop loop = group.next();
        Thread thread = thread(loop);
        Loopback channel = new Loopback(loop.reactor().provider());
        RecordingHandler handler = new RecordingHandler(() -> {});
        loop.submit(() -> {
                    try {
                        return Future.completed(loop.reactor().register(channel.source, SelectionKey.OP_READ, handler));
                    } catch (IOException e) {
                        return Future.failed(e);
                    }
                })
                .await(Duration.ofSeconds(30));

        group.close();
        group.close();

        assertThat(thread.isAlive()).isFalse();
        assertThat(group.loops()).allMatch(EventLoop::isClosed);
        assertThat(channel.source.isOpen()).isFalse();
        assertThat(handler.calls).containsExactly("closed");
        channel.close();
    }

    @Test
    @SuppressWarnings("try") // closing it twice is the point
    void closeFromOneOfItsOwnThreadsIsRefused() throws Exception {
        try (EventLoopGroup group = EventLoopGroup.start(1)) {
            EventLoop loop = group.next();
            Future<String> closing = loop.submit(() -> {
                group.close();
                return Future.completed("closed");
            });

            assertThatThrownBy(() -> closing.await(Duration.ofSeconds(30)))
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(loop.toString());
            assertThat(loop.isClosed()).isFalse();
        }
    }

    @Test
    void closeThatIsInterruptedWaitsAllTheSameAndLeavesTheInterrupt() throws Exception {
        EventLoopGroup group = EventLoopGroup.start(1);
        Thread thread = thread(group.next());
        Thread.currentThread().interrupt();

        group.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aCallbackThatLeavesItsThreadInterruptedIsReportedAndTheLoopGoesOn() throws Exception {
        Reports reports = new Reports();
        try (EventLoopGroup group = EventLoopGroup.start(
                1, EventLoopOptions.builder().exceptionHandler(reports).build())) {
            EventLoop loop = group.next();
            Runnable interrupts = () -> Thread.currentThread().interrupt();
            CompletableFuture<Boolean> seen = new CompletableFuture<>();
            loop.submit(
                            () -> { // both in one turn
                                loop.execute(interrupts);
                                loop.execute(() ->
                                        seen.complete(Thread.currentThread().isInterrupted()));
                                return Future.completed(null);
                            })
                    .await(Duration.ofSeconds(30));

            assertThat(seen.get(30, TimeUnit.SECONDS))
                    .as("by the next callback")
                    .isFalse();
            loop.schedule(Duration.ZERO, interrupts);
            assertThat(thread(loop).isAlive()).isTrue();
            loop.sleep(Duration.ofMillis(1)).await(Duration.ofSeconds(30));
            assertThat(reports.take()).hasSize(2).allSatisfy(report -> {
                assertThat(report.error()).hasMessageContaining("interrupted").hasMessageContaining(loop.toString());
                assertThat(report.source()).isSameAs(interrupts);
            });
        }
    }

    @Test
    void anInterruptFromAnotherThreadIsLoggedAndTheLoopGoesOn() throws Exception {
        TestSelectorProvider provider = TestSelectorProvider.real();
        try (CapturedLog log = new CapturedLog(EventLoop.class);
                EventLoopGroup group = EventLoopGroup.start(
                        1, EventLoopOptions.builder().provider(provider).build())) {
            EventLoop loop = group.next();
            provider.awaitWait();
            Thread thread = thread(loop);
            provider.awaitWait();

            thread.interrupt();

            assertThat(thread(loop)).isSameAs(thread);
            assertThat(thread(loop)).isSameAs(thread);
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains(loop + " was interrupted"));
        }
    }

    /** After the last callback of a turn, and before the next select. */
    @Test
    void anInterruptBetweenTwoTurnsEndsNoLoop() throws Exception {
        AtomicBoolean interrupted = new AtomicBoolean();
        EventLoopOptions options = EventLoopOptions.builder()
                .observer(observed -> (event, value, owner) -> {
                    if (event == LoopEvent.TURN_END && !interrupted.getAndSet(true)) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        try (CapturedLog log = new CapturedLog(EventLoop.class);
                EventLoopGroup group = EventLoopGroup.start(1, options)) {
            EventLoop loop = group.next();

            assertThat(thread(loop)).isSameAs(thread(loop));
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage()).contains(loop + " was interrupted"));
        }
    }

    @Test
    void aLoopThatCannotGoOnIsClosedWithItsChannelsAndSaysSoAndIsLeftOut() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        EventLoopOptions options = EventLoopOptions.builder()
                .ticker(() -> {
                    if (broken.get() && Thread.currentThread().getName().equals("snowloop-" + first)) {
                        throw new LinkageError("the clock is broken");
                    }
                    return 0;
                })
                .build();
        try (CapturedLog log = new CapturedLog(EventLoop.class);
                EventLoopGroup group = EventLoopGroup.start(2, options)) {
            EventLoop loop = group.next();
            first = loop;
            Thread thread = thread(loop);
            Loopback channel = new Loopback(loop.reactor().provider());
            RecordingHandler handler = new RecordingHandler(() -> {});
            LoopCall.on(loop.reactor(), () -> loop.reactor().register(channel.source, SelectionKey.OP_READ, handler));

            loop.execute(() -> broken.set(true)); // so the next turn is the one that throws
            thread.join(TimeUnit.SECONDS.toMillis(30));

            assertThat(loop.isClosed()).isTrue();
            assertThat(handler.calls).containsExactly("closed");
            assertThat(channel.source.isOpen()).isFalse();
            assertThat(group.next()).isSameAs(group.next()).isNotSameAs(loop);
            assertThat(log.records()).singleElement().satisfies(record -> {
                assertThat(record.getMessage()).contains(loop + " could not go on");
                assertThat(record.getThrown()).hasMessage("the clock is broken");
            });
            channel.close();
        }
    }

    @Test
    void aLoopThatHangsIsLoggedMeanwhile() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (CapturedLog log = new CapturedLog(EventLoop.class);
                EventLoopGroup group = EventLoopGroup.start(
                        1,
                        EventLoopOptions.builder()
                                .blockedAfter(Duration.ofMillis(1))
                                .build())) {
            EventLoop loop = group.next();
            loop.execute(() -> {
                while (!over.get()) {
                    Threads.giveWay();
                }
            });
            try {
                Threads.await(() -> !log.records().isEmpty());
            } finally {
                over.set(true);
            }

            assertThat(log.records().get(0).getMessage()).startsWith(loop + " is blocked");
        }
    }

    @Test
    void theLoopsThatAreOpenWhenALaterOneFailsAreClosed() {
        TestSelectorProvider provider = TestSelectorProvider.real();
        provider.failSelectorsAfter(2);

        assertThatThrownBy(() -> EventLoopGroup.start(
                        3, EventLoopOptions.builder().provider(provider).build()))
                .isInstanceOf(IOException.class)
                .hasMessage("Too many open files");
        assertThat(provider.openSelectors()).isZero();
    }

    @Test
    void aLoopBelongsToItsThreadFromTheStartToTheEnd() throws Exception {
        EventLoopGroup group = EventLoopGroup.start(1);
        EventLoop loop = group.next();

        assertThat(loop.reactor().mayTouch()).isFalse();
        assertThatThrownBy(loop::pendingTimers).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(loop::runOnce).isInstanceOf(IllegalStateException.class);
        assertThat(loop.submit(() -> Future.completed(loop.pendingTimers())).await(Duration.ofSeconds(30)))
                .isZero();

        group.close();

        assertThat(loop.reactor().mayTouch()).as("its thread has ended").isFalse();
    }

    @Test
    void ofNoLoopsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventLoopGroup.start(0))
                .withMessageContaining("not 0");
    }

    @Test
    void takesItsOptions() throws Exception {
        TestSelectorProvider provider = TestSelectorProvider.real();
        try (EventLoopGroup group = EventLoopGroup.start(
                1, EventLoopOptions.builder().provider(provider).build())) {
            assertThat(group.next().reactor().provider()).isSameAs(provider);
        }
    }

    private static Thread thread(EventLoop loop) throws Exception {
        return loop.submit(() -> Future.completed(Thread.currentThread())).await(Duration.ofSeconds(30));
    }
}
