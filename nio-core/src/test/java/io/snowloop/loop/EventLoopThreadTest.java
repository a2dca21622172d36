package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.loop.channel.Registration;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose a loop is, and what it says to the others. */
class EventLoopThreadTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final List<String> log = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void whileItDoesNotRunItBelongsToTheThreadThatOpenedIt() {
        loop.reactor().checkThread();
        assertThat(loop.reactor().mayTouch()).isTrue();
        assertThat(loop.inEventLoop()).as("nobody runs it").isFalse();

        assertThatThrownBy(() -> Threads.runElsewhere(loop.reactor()::checkThread))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("called from thread elsewhere")
                .hasMessageContaining(
                        loop + " belongs to thread " + Thread.currentThread().getName())
                .hasMessageContaining("loop.execute");
        Threads.runElsewhere(() -> assertThat(loop.reactor().mayTouch()).isFalse());
    }

    @Test
    void whileItRunsItBelongsToTheThreadThatRunsIt() {
        test.inTask(() -> {
            loop.reactor().checkThread();
            assertThat(loop.inEventLoop()).isTrue();
            Threads.runElsewhere(() -> assertThat(loop.inEventLoop()).isFalse());
        });

        Threads.runElsewhere(() -> test.inTask(() -> {
            loop.reactor().checkThread();
            log.add("ran elsewhere");
        }));
        assertThat(log).containsExactly("ran elsewhere");
    }

    @Test
    void theOpenerMayNotTouchALoopThatRunsElsewhere() {
        Thread opener = Thread.currentThread();
        loop.execute(() -> Threads.runElsewhere(() -> {
            log.add(String.valueOf(loop.reactor().mayTouch()));
        }));
        Threads.runElsewhere(() -> {
            assertThat(Thread.currentThread()).isNotSameAs(opener);
            test.turn();
        });

        assertThat(log).containsExactly("false");
    }

    @Test
    void whatTouchesChannelsIsRefusedToOtherThreads() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider())) {
            RecordingHandler handler = new RecordingHandler(() -> {});
            Registration registration = loop.reactor().register(channel.source, SelectionKey.OP_READ, handler);

            assertRefusedElsewhere(() -> registration.interest(0));
            assertRefusedElsewhere(registration::cancel);
            assertRefusedElsewhere(registration::close);
            assertRefusedElsewhere(() -> registration.handler(handler));
            assertRefusedElsewhere(loop.reactor()::readBuffer);
            assertRefusedElsewhere(loop::pendingTimers);
            assertRefusedElsewhere(() -> {
                try {
                    loop.reactor().register(channel.source, 0, handler);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(channel.source.isOpen()).isTrue();
            assertThat(registration.interest()).isEqualTo(SelectionKey.OP_READ);
        }
    }

    private static void assertRefusedElsewhere(Runnable call) {
        assertThatThrownBy(() -> Threads.runElsewhere(call))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("elsewhere");
    }

    @Test
    void awaitOnItsOwnThreadIsRefused() {
        Future<String> never = loop.newPromise();
        loop.execute(() -> {
            try {
                never.await();
            } catch (Exception e) {
                log.add(e.getMessage());
            }
        });

        test.turn();

        assertThat(log).singleElement().asString().contains("await() on the thread of " + loop);
    }

    @Test
    void runningItFromInsideItselfIsRefused() {
        List<Runnable> entries = List.of(loop::run, loop::runOnce, loop::close, () -> {
            try {
                loop.runUntil(loop.newPromise());
            } catch (Exception e) {
                throw (RuntimeException) e;
            }
        });
        for (Runnable entry : entries) {
            loop.execute(entry);
        }

        test.turn();

        assertThat(test.reports.takeErrors())
                .hasSize(4)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("runs already, on thread "
                                + Thread.currentThread().getName()));
        test.inTask(() -> log.add("it still runs"));
        assertThat(log).containsExactly("it still runs");
    }

    @Test
    void runningItOnASecondThreadIsRefused() {
        test.inTask(() -> assertThatThrownBy(() -> Threads.runElsewhere(loop::runOnce))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("runs already"));
    }

    @Test
    void currentIsTheLoopWhoseCallbackThisIs() {
        test.inTask(() -> assertThat(Scheduler.current()).isSameAs(loop));
    }

    @Test
    void currentOutsideOfALoopIsRefused() {
        test.turnUntilIdle();

        assertThatIllegalStateException()
                .isThrownBy(Scheduler::current)
                .withMessageContaining(Thread.currentThread().getName())
                .withMessageContaining("loop.submit");
    }

    @Test
    void currentIsTheOuterLoopAgainAfterAnInnerOneRan() {
        try (TestLoop inner = new TestLoop()) {
            test.inTask(() -> {
                inner.inTask(() -> assertThat(Scheduler.current()).isSameAs(inner.loop));
                assertThat(Scheduler.current()).isSameAs(loop);
            });
        }
    }

    @Test
    void submitRunsACallOnTheLoop() {
        Future<String> result = loop.submit(() -> Future.completed(loop.inEventLoop() ? "on the loop" : "elsewhere"));
        assertThat(result.isDone()).isFalse();

        test.turnUntilDone(result);

        assertThat(result.resultNow()).isEqualTo("on the loop");
    }

    @Test
    void submitOfACallThatThrowsFails() {
        RuntimeException thrown = new RuntimeException("mine");
        Future<String> result = loop.submit(() -> {
            throw thrown;
        });

        test.turnUntilDone(result);

        assertThat(result.outcome().error()).isSameAs(thrown);
    }

    @Test
    void aTaskThatIsNullIsRefusedAtOnce() {
        assertThatThrownBy(() -> loop.execute(null)).isInstanceOf(NullPointerException.class);
    }
}
