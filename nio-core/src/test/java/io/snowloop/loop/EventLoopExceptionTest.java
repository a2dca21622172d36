// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.channel.ReadyHandler;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.FailingLog;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever a callback throws, the loop lives. */
class EventLoopExceptionTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();
    private final RuntimeException thrown = new RuntimeException("mine");

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aTaskThatThrowsIsReportedAndTheNextOneRuns() {
        Runnable task = () -> {
            throw thrown;
        };
        loop.execute(task);
        loop.execute(() -> log.add("next"));

        test.turn();

        assertReported(thrown, task);
        assertThat(log).containsExactly("next");
    }

    @Test
    void anErrorIsReportedAsAnExceptionIs() {
        StackOverflowError error = new StackOverflowError();
        Runnable task = () -> {
            throw error;
        };
        loop.execute(task);
        loop.execute(() -> log.add("next"));

        test.turn();

        assertReported(error, task);
        assertThat(log).containsExactly("next");
    }

    @Test
    void aTimerThatThrowsIsReportedAndTheNextOneFires() {
        Runnable task = () -> {
            throw thrown;
        };
        test.inTask(() -> {
            loop.schedule(Duration.ZERO, task);
            loop.schedule(Duration.ZERO, () -> log.add("next"));
        });

        test.turn();

        assertReported(thrown, task);
        assertThat(log).containsExactly("next");
        assertThat(loop.pendingTimers()).isZero();
    }

    @Test
    void aChannelWhoseHandlerThrowsIsClosedAndNoOther() throws IOException {
        try (Loopback bad = new Loopback(loop.reactor().provider()).fill();
                Loopback good = new Loopback(loop.reactor().provider()).fill()) {
            RecordingHandler thrower = new RecordingHandler(() -> {
                throw thrown;
            });
            RecordingHandler other = new RecordingHandler(() -> {});
            loop.reactor().register(bad.source, SelectionKey.OP_READ, thrower);
            loop.reactor().register(good.source, SelectionKey.OP_READ, other);

            test.turn();
            test.turn();

            assertReported(thrown, thrower);
            assertThat(thrower.calls).containsExactly("ready 1", "closed");
            assertThat(thrower.cause).isSameAs(thrown);
            assertThat(bad.source.isOpen()).isFalse();
            assertThat(other.calls).containsExactly("ready 1", "ready 1");
            assertThat(good.source.isOpen()).isTrue();
            assertThat(loop.reactor().registrations()).isOne();
        }
    }

    @Test
    void aHandlerMayThrowACheckedException() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            IOException error = new IOException("broken");
            RecordingHandler thrower = new RecordingHandler(() -> {
                throw error;
            });
            loop.reactor().register(channel.source, SelectionKey.OP_READ, thrower);

            test.turn();

            assertReported(error, thrower);
            assertThat(thrower.cause).isSameAs(error);
        }
    }

    @Test
    void aHandlerThatThrowsAgainWhenToldSoIsReportedTwiceAndTheLoopLives() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            RuntimeException second = new RuntimeException("again");
            ReadyHandler handler = new ReadyHandler() {
                @Override
                public void ready(int readyOps) {
                    throw thrown;
                }

                @Override
                public void closed(@Nullable Throwable cause) {
                    throw second;
                }
            };
            loop.reactor().register(channel.source, SelectionKey.OP_READ, handler);
            loop.execute(() -> log.add("task"));

            test.turn();

            assertThat(test.reports.takeErrors()).containsExactly(thrown, second);
            assertThat(log).containsExactly("task");
        }
    }

    @Test
    void anExceptionHandlerThatThrowsIsLoggedWithWhatItWasTold() throws IOException {
        RuntimeException inHandler = new RuntimeException("the handler's");
        try (CapturedLog logged = new CapturedLog(EventLoop.class);
                EventLoop fragile = EventLoop.open(EventLoopOptions.builder()
                        .exceptionHandler((error, source) -> {
                            throw inHandler;
                        })
                        .build())) {
            throwAndGoOn(fragile);

            assertThat(logged.records()).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
                assertThat(record.getMessage()).contains(fragile.toString());
                assertThat(record.getThrown()).isSameAs(inHandler).hasSuppressedException(thrown);
            });
        }
    }

    @Test
    void anExceptionHandlerThatThrowsWhatItWasToldIsLoggedToo() throws IOException {
        try (CapturedLog logged = new CapturedLog(EventLoop.class);
                EventLoop rethrowing = EventLoop.open(EventLoopOptions.builder()
                        .exceptionHandler((error, source) -> {
                            throw (RuntimeException) error;
                        })
                        .build())) {
            throwAndGoOn(rethrowing);

            assertThat(logged.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown()).isSameAs(thrown));
        }
    }

    @Test
    void aLoggerThatThrowsEndsNothing() throws IOException {
        try (FailingLog disk = new FailingLog(EventLoop.class);
                EventLoop plain = EventLoop.open()) {
            throwAndGoOn(plain);

            assertThat(disk.uncaught())
                    .singleElement()
                    .satisfies(lost -> assertThat(lost).hasSuppressedException(thrown));
        }
    }

    @Test
    void anExceptionHandlerAndALoggerThatThrowEndNothing() throws IOException {
        try (FailingLog disk = new FailingLog(EventLoop.class);
                EventLoop fragile = EventLoop.open(EventLoopOptions.builder()
                        .exceptionHandler((error, source) -> {
                            throw new LinkageError("the handler's");
                        })
                        .build())) {
            throwAndGoOn(fragile);

            assertThat(disk.uncaught()).hasSize(1);
        }
    }

    @Test
    void aCallbackWhoseToStringThrowsIsLoggedAllTheSame() throws IOException {
        try (CapturedLog logged = new CapturedLog(EventLoop.class);
                EventLoop plain = EventLoop.open()) {
            plain.execute(new Runnable() {
                @Override
                public void run() {
                    throw thrown;
                }

                @Override
                public String toString() {
                    throw new StackOverflowError();
                }
            });
            plain.execute(() -> log.add("next"));

            plain.runOnce();

            assertThat(log).containsExactly("next");
            assertThat(logged.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown()).isSameAs(thrown));
        }
    }

    @Test
    void anObserverThatThrowsAtEachEventIsLoggedOnceAndTheLoopGoesOn() throws IOException {
        RuntimeException inObserver = new RuntimeException("the observer's");
        try (CapturedLog logged = new CapturedLog(EventLoop.class);
                EventLoop observed = EventLoop.open(EventLoopOptions.builder()
                        .observer(loop -> (event, value, owner) -> {
                            throw inObserver;
                        })
                        .build())) {
            observed.schedule(Duration.ZERO, () -> log.add("timer"));
            observed.execute(() -> log.add("task"));

            observed.runOnce();
            observed.runOnce();

            assertThat(log).containsExactlyInAnyOrder("timer", "task");
            assertThat(logged.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown()).isSameAs(inObserver))
                    .satisfies(record -> assertThat(record.getMessage())
                            .startsWith(observed.toString())
                            .endsWith("(said once)"));
        }
    }

    @Test
    void aLoopWhoseObserverCannotBeMadeLeavesNoSelectorOpen() {
        RuntimeException inFactory = new RuntimeException("the factory's");
        EventLoopOptions options = EventLoopOptions.builder()
                .provider(test.provider)
                .observer(loop -> {
                    throw inFactory;
                })
                .build();

        assertThatThrownBy(() -> EventLoop.open(options)).isSameAs(inFactory);
        assertThat(test.provider.openSelectors()).as("the test's own loop").isOne();
    }

    @Test
    void withoutAnExceptionHandlerItIsLoggedWithItsSource() throws IOException {
        try (CapturedLog logged = new CapturedLog(EventLoop.class);
                EventLoop plain = EventLoop.open()) {
            plain.execute(new Runnable() {
                @Override
                public void run() {
                    throw thrown;
                }

                @Override
                public String toString() {
                    return "the task of this test";
                }
            });

            plain.runOnce();

            assertThat(logged.records()).singleElement().satisfies(record -> {
                assertThat(record.getLevel()).isEqualTo(Level.SEVERE);
                assertThat(record.getMessage()).contains("the task of this test");
                assertThat(record.getThrown()).isSameAs(thrown);
            });
        }
    }

    /** A task throws, and the one behind it runs all the same. */
    private void throwAndGoOn(EventLoop owned) {
        owned.execute(() -> {
            throw thrown;
        });
        owned.execute(() -> log.add("next"));

        owned.runOnce();

        assertThat(log).containsExactly("next");
    }

    private void assertReported(Throwable error, Object source) {
        assertThat(test.reports.take()).singleElement().satisfies(report -> {
            assertThat(report.error()).isSameAs(error);
            assertThat(report.source()).isSameAs(source);
        });
    }
}
