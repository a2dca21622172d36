// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.snowloop.future.Future;
import io.snowloop.logging.CallbackErrors;
import io.snowloop.loop.channel.Registration;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
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

    /** As the virtual threads are on which views block. */
    @Test
    void aThreadWithoutANameIsSaidToHaveNone() throws Exception {
        Throwable[] thrown = {null};
        Thread thread = new Thread(() -> thrown[0] = catchThrowable(Scheduler::current), "");
        thread.start();
        thread.join();
        assertThat(thrown[0])
                .hasMessageStartingWith(
                        "no event loop runs on a thread without a name, as those of blocking(...) views are: ");
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
    void awaitOnAThreadWhoseLoopDoesNotRunHasAReasonToFail() {
        assertThat(loop.stallReason())
                .startsWith(loop + " is not running and belongs to this thread")
                .contains("loop.runUntil(future)", "Fetcher.run()");
        assertThatThrownBy(() -> loop.newPromise().await(Duration.ZERO))
                .isInstanceOf(TimeoutException.class)
                .hasMessageEndingWith(loop.stallReason());

        Threads.runElsewhere(() ->
                assertThat(loop.stallReason()).as("another thread may wait").isNull());
        test.inTask(() -> {});
        assertThat(loop.stallReason()).as("this thread has run it, but no more").isNotNull();
    }

    @Test
    void awaitOnAThreadWhoseLoopRunsElsewhereHasNoReasonToFail() {
        Thread opener = Thread.currentThread();
        loop.execute(() -> {
            assertThat(Thread.currentThread()).isNotSameAs(opener);
            log.add("ran elsewhere");
        });
        Threads.runElsewhere(test::turn);

        assertThat(log).containsExactly("ran elsewhere");
        assertThat(loop.stallReason()).as("it may run there again").isNull();
    }

    @Test
    void awaitOnAThreadThatHandsItsLoopToAnotherOneIsNotRefused() throws Exception {
        Thread opener = Thread.currentThread();
        Thread runner = Threads.start("runner", () -> {
            while (opener.getState() != Thread.State.TIMED_WAITING) { // in the middle of its await
                Thread.onSpinWait();
            }
            loop.run();
        });

        assertThat(loop.submit(() -> Future.completed("done")).await()).isEqualTo("done");

        loop.stop();
        Threads.awaitEnd(runner);
    }

    @Test
    void whatACallbackOfACompletedFutureThrowsIsReportedToTheLoopThatRuns() {
        RuntimeException thrown = new RuntimeException("mine");
        try (TestLoop inner = new TestLoop();
                CapturedLog logged = new CapturedLog(CallbackErrors.class)) {
            test.inTask(() -> {
                inner.inTask(() -> throwInCallback(thrown));
                assertThat(inner.reports.takeErrors()).containsExactly(thrown);
                assertThat(test.reports.takeErrors()).isEmpty();

                throwInCallback(thrown);
                log.add("the caller goes on");
            });
            assertThat(test.reports.takeErrors()).containsExactly(thrown);
            assertThat(log).containsExactly("the caller goes on");
            assertThat(logged.records()).isEmpty();

            throwInCallback(thrown);
            assertThat(logged.records()).as("no loop runs").hasSize(1);
        }
    }

    private static void throwInCallback(RuntimeException thrown) {
        Future.completed("value").onComplete((value, error) -> {
            throw thrown;
        });
    }

    @Test
    void runningItFromInsideItselfIsRefused() {
        List<Runnable> entries = List.of(loop::run, loop::runOnce, () -> {
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
                .hasSize(3)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("runs already, on thread "
                                + Thread.currentThread().getName() + ": a callback can't wait for its own loop"));
        test.inTask(() -> log.add("it still runs"));
        assertThat(log).containsExactly("it still runs");
    }

    @Test
    void runningItOnASecondThreadIsRefused() {
        test.inTask(() -> assertThatThrownBy(() -> Threads.runElsewhere(loop::runOnce))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("runs already")
                .hasMessageContaining("give it work by execute(...)"));
    }

    @Test
    void runningItInThePlaceOfItsThreadIsRefused() {
        loop.thread.giveTo(new Thread(() -> {}, "its thread"));
        assertThatIllegalStateException()
                .isThrownBy(loop::run)
                .withMessage(
                        loop + " is for thread its thread, which is about to run it: give it work by execute(...), and"
                                + " wait for a future by await()");
        loop.thread.giveTo(Thread.currentThread()); // which closes it
    }

    @Test
    void closingItWhileItRunsIsRefused() {
        String advice = "call stop(), and close() when run() has returned";
        test.inTask(() -> {
            assertThatIllegalStateException().isThrownBy(loop::close).withMessageContaining(advice);
            assertThatThrownBy(() -> Threads.runElsewhere(loop::close))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(advice);
        });
        assertThat(loop.isClosed()).isFalse();
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
