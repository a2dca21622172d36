package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestSelectorProvider;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventLoopGroupTest {

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
