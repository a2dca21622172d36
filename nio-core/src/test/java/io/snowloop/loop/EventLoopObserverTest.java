// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Owned;
import io.snowloop.future.UnseenFailure;
import io.snowloop.loop.channel.Registration;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.Threads;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a loop tells of itself, and in which order. */
class EventLoopObserverTest {
    private record Told(
            LoopEvent event, long value, @Nullable Object owner, Thread thread) {}

    private final List<Told> told = new ArrayList<>();
    private final TestLoop test = new TestLoop(builder -> builder.observer(
            loop -> (event, value, owner) -> told.add(new Told(event, value, owner, Thread.currentThread()))));
    private final EventLoop loop = test.loop;
    private final long start = test.ticker.nanoTime();

    @Test
    void aTurnIsToldFromItsBeginningToItsEnd() throws IOException {
        Runnable timer = () -> test.ticker.advance(Duration.ofNanos(7));
        Runnable task = () -> {};
        test.inTask(() -> loop.schedule(Duration.ofMillis(1), timer));
        test.ticker.advance(Duration.ofMillis(3));
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            Registration registration =
                    loop.reactor().register(channel.source, SelectionKey.OP_READ, new RecordingHandler(channel::drain));
            loop.execute(task);
            told.clear();

            test.turn();

            long queued = start + Duration.ofMillis(3).toNanos();
            assertThat(told)
                    .extracting(Told::event, Told::value, Told::owner)
                    .containsExactly(
                            tuple(LoopEvent.TURN_BEGIN, 0, null),
                            tuple(LoopEvent.SELECT_BEGIN, 0, null),
                            tuple(LoopEvent.SELECT_END, 1, null),
                            tuple(LoopEvent.TASK_QUEUED, queued, task),
                            tuple(LoopEvent.READY, SelectionKey.OP_READ, registration),
                            tuple(LoopEvent.END, 0, registration),
                            tuple(LoopEvent.TIMER, start + Duration.ofMillis(1).toNanos(), timer),
                            tuple(LoopEvent.END, 0, timer),
                            tuple(LoopEvent.TASK, queued, task),
                            tuple(LoopEvent.END, 0, task),
                            tuple(LoopEvent.TURN_END, 0, null));
            assertThat(registration.number()).isOne();
            registration.close();
        }
        test.close();
        assertThat(told).last().extracting(Told::event).isEqualTo(LoopEvent.CLOSED);
    }

    private static Tuple tuple(LoopEvent event, long value, @Nullable Object owner) {
        return Tuple.tuple(event, value, owner);
    }

    @Test
    void aSelectTellsHowLongItMayWait() {
        loop.schedule(Duration.ofMillis(20), () -> {});
        test.turn();
        told.clear();

        test.turn();

        assertThat(told).anySatisfy(each -> {
            assertThat(each.event()).isEqualTo(LoopEvent.SELECT_BEGIN);
            assertThat(each.value()).isEqualTo(Duration.ofMillis(20).toNanos());
        });
        assertThat(events()).doesNotContain(LoopEvent.WAKE_UP);
        test.close();
    }

    @Test
    void aSelectThatWasCutShortByAnotherThreadIsToldSo() {
        test.provider.beforeNextWait(() -> Threads.runElsewhere(() -> loop.execute(() -> {})));

        test.turn();

        assertThat(events()).containsSubsequence(LoopEvent.SELECT_BEGIN, LoopEvent.WAKE_UP, LoopEvent.SELECT_END);
        test.close();
    }

    @Test
    void aTaskOfAnotherThreadWasQueuedWhenThatThreadQueuedIt() {
        Threads.runElsewhere(() -> loop.execute(() -> {}));
        test.ticker.advance(Duration.ofMillis(9));

        test.turn();

        assertThat(told).anySatisfy(each -> {
            assertThat(each.event()).isEqualTo(LoopEvent.TASK);
            assertThat(each.value()).isEqualTo(start);
        });
        test.close();
    }

    @Test
    void whatACallbackThrowsIsToldBeforeItsEnd() {
        RuntimeException thrown = new RuntimeException("mine");
        loop.execute(() -> {
            throw thrown;
        });

        test.turn();

        assertThat(events()).containsSubsequence(LoopEvent.TASK, LoopEvent.EXCEPTION, LoopEvent.END);
        assertThat(told).extracting(Told::owner).contains(thrown);
        assertThat(test.reports.takeErrors()).containsExactly(thrown);
        test.close();
    }

    @Test
    void aHandlerThatThrowsHasItsEnd() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider()).fill()) {
            loop.reactor().register(channel.source, SelectionKey.OP_READ, new RecordingHandler(() -> {
                throw new IOException("mine");
            }));

            test.turn();

            assertThat(events()).containsSubsequence(LoopEvent.READY, LoopEvent.EXCEPTION, LoopEvent.END);
        }
        assertThat(test.reports.takeErrors()).hasSize(1);
        test.close();
    }

    @Test
    void aChangeOfInterestIsToldAndNoChangeIsNot() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider())) {
            Registration registration = loop.reactor().register(channel.source, 0, new RecordingHandler(() -> {}));
            told.clear();
            registration.add(SelectionKey.OP_READ);
            registration.add(SelectionKey.OP_READ);

            assertThat(told).singleElement().satisfies(each -> {
                assertThat(each.event()).isEqualTo(LoopEvent.INTEREST);
                assertThat(each.value()).isEqualTo(SelectionKey.OP_READ);
                assertThat(each.owner()).isSameAs(registration);
            });
            registration.close();
        }
        test.close();
    }

    @Test
    void aCallFromTheWrongThreadIsToldWithTheExceptionThatItGets() {
        assertThatThrownBy(() -> Threads.runElsewhere(loop.reactor()::checkThread))
                .isInstanceOf(IllegalStateException.class);

        assertThat(told).singleElement().satisfies(each -> {
            assertThat(each.event()).isEqualTo(LoopEvent.WRONG_THREAD);
            assertThat(each.event().isOfAnyThread()).isTrue();
            assertThat((Throwable) each.owner()).hasMessageContaining("called from thread elsewhere");
            assertThat(each.thread().getName()).isEqualTo("elsewhere");
        });
        test.close();
    }

    @Test
    void aChannelThatOnlyTheLoopClosesIsToldAndOneThatIsClosedIsNot() throws IOException {
        try (Loopback forgotten = new Loopback(loop.reactor().provider());
                Loopback closed = new Loopback(loop.reactor().provider())) {
            Registration kept = loop.reactor().register(forgotten.source, 0, new RecordingHandler(() -> {}));
            loop.reactor()
                    .register(closed.source, 0, new RecordingHandler(() -> {}))
                    .close();

            test.close();

            assertThat(told)
                    .filteredOn(each -> each.event() == LoopEvent.UNCLOSED)
                    .singleElement()
                    .satisfies(each -> assertThat(each.owner()).isSameAs(kept));
        }
    }

    @Test
    void aFailureThatNobodyWaitsForIsTold() {
        loop.newPromise().fail(new IOException("mine"));
        loop.newPromise().onComplete((value, error) -> {}).cancel();
        loop.newPromise().cancel();

        assertThat(told).singleElement().satisfies(each -> {
            assertThat(each.event()).isEqualTo(LoopEvent.UNSEEN_FAILURE);
            assertThat(((UnseenFailure) each.owner()).error()).hasMessage("mine");
        });
        test.turnUntilIdle();
        test.close();
    }

    @Test
    void aLoopThatNobodyWatchesTellsNobody() {
        try (TestLoop unwatched = new TestLoop()) {
            assertThat(unwatched.loop.reactor().observer()).isNull();
            unwatched.loop.newPromise().fail(new IOException("mine"));
            unwatched.loop.reactor().observe(LoopEvent.CALL, 0, this);
        }
        assertThat(told).isEmpty();
        test.close();
    }

    @Test
    void tasksAndTimersHaveNames() {
        List<String> ran = new ArrayList<>();
        loop.execute(new NamedTask("retry", () -> ran.add("retry")));
        loop.sleep(Duration.ZERO);
        test.turn();
        test.turn();

        assertThat(ran).containsExactly("retry");
        assertThat(told)
                .filteredOn(each -> each.event() == LoopEvent.TASK)
                .first()
                .satisfies(each -> assertThat(((Owned) each.owner()).owner()).isEqualTo("retry"))
                .satisfies(each -> assertThat(each.owner()).hasToString("retry"));
        assertThat(told)
                .filteredOn(each -> each.event() == LoopEvent.TIMER)
                .singleElement()
                .satisfies(each -> assertThat(each.owner()).hasToString("sleep"));
    }

    @Test
    void eventsOfOtherThreadsAreKnown() {
        assertThat(LoopEvent.values())
                .filteredOn(LoopEvent::isOfAnyThread)
                .containsExactly(LoopEvent.STOP, LoopEvent.WRONG_THREAD, LoopEvent.UNSEEN_FAILURE);
    }

    @Test
    void aTaskOfTheLoopIsToldWhenItIsQueued() {
        Runnable inner = () -> {};
        test.inTask(() -> loop.execute(inner));

        assertThat(told)
                .filteredOn(each -> each.owner() == inner)
                .extracting(Told::event, Told::value)
                .containsExactly(Tuple.tuple(LoopEvent.TASK_QUEUED, start));
        assertThat(events()).containsSubsequence(LoopEvent.TASK, LoopEvent.TASK_QUEUED, LoopEvent.END);
        test.turn();
        test.close();
    }

    private void assertTold(Object owner, Tuple... expected) {
        assertThat(told)
                .filteredOn(each -> each.owner() == owner)
                .filteredOn(each -> each.event() != LoopEvent.END)
                .extracting(Told::event, told -> told.value() - start)
                .containsExactly(expected);
    }

    @Test
    void aTimerIsToldWhenItIsSetAndThatItFires() {
        Runnable task = () -> {};
        test.inTask(() -> loop.schedule(Duration.ofNanos(5), task));
        test.ticker.advance(Duration.ofNanos(5));
        test.turn();

        assertTold(task, Tuple.tuple(LoopEvent.TIMER_SET, 5L), Tuple.tuple(LoopEvent.TIMER, 5L));
        test.close();
    }

    @Test
    void aTimerThatIsCancelledIsToldOnce() {
        Runnable task = () -> {};
        test.inTask(() -> {
            Timer timer = loop.schedule(Duration.ofNanos(5), task);
            timer.cancel();
            timer.cancel();
        });

        assertTold(task, Tuple.tuple(LoopEvent.TIMER_SET, 5L), Tuple.tuple(LoopEvent.TIMER_UNSET, 5L));
        test.close();
    }

    @Test
    void aTimerThatAnotherThreadCancelsInTheTurnInWhichItIsDueIsToldOnce() {
        Runnable task = () -> {};
        Timer[] timer = new Timer[1];
        test.inTask(() -> timer[0] = loop.schedule(Duration.ofNanos(5), task));
        Threads.runElsewhere(() -> timer[0].cancel());
        test.ticker.advance(Duration.ofNanos(5));
        test.turn();
        test.turnUntilIdle();

        assertTold(task, Tuple.tuple(LoopEvent.TIMER_SET, 5L), Tuple.tuple(LoopEvent.TIMER_UNSET, 5L));
        test.close();
    }

    @Test
    void aTimerThatRepeatsItselfIsSetAgainUntilTheLoopIsClosed() {
        Runnable task = () -> {};
        test.inTask(() -> loop.scheduleAtFixedRate(Duration.ofNanos(5), Duration.ofNanos(10), task));
        test.ticker.advance(Duration.ofNanos(5));
        test.turn();
        test.close();

        assertTold(
                task,
                Tuple.tuple(LoopEvent.TIMER_SET, 5L),
                Tuple.tuple(LoopEvent.TIMER, 5L),
                Tuple.tuple(LoopEvent.TIMER_SET, 15L),
                Tuple.tuple(LoopEvent.TIMER_UNSET, 15L));
    }

    @Test
    void aChannelIsToldWhenItComesAndWhenItGoes() throws IOException {
        try (Loopback closed = new Loopback(loop.reactor().provider());
                Loopback cancelled = new Loopback(loop.reactor().provider())) {
            Registration first =
                    loop.reactor().register(closed.source, SelectionKey.OP_READ, new RecordingHandler(() -> {}));
            first.close();
            assertThat(events()).containsExactly(LoopEvent.REGISTERED, LoopEvent.DEREGISTERED);
            first.close();
            Registration second = loop.reactor().register(cancelled.source, 0, new RecordingHandler(() -> {}));
            second.cancel();
            second.close();

            assertThat(told)
                    .extracting(Told::event, Told::value, Told::owner)
                    .containsExactly(
                            tuple(LoopEvent.REGISTERED, SelectionKey.OP_READ, first),
                            tuple(LoopEvent.DEREGISTERED, 0, first),
                            tuple(LoopEvent.REGISTERED, 0, second),
                            tuple(LoopEvent.DEREGISTERED, 0, second));
        }
        test.close();
    }

    @Test
    void theLevelOfAQueueIsToldWhenItsPowerOfTwoChanges() throws IOException {
        try (Loopback channel = new Loopback(loop.reactor().provider())) {
            Registration registration = loop.reactor().register(channel.source, 0, new RecordingHandler(() -> {}));
            told.clear();
            for (int bytes : new int[] {0, 1, 1, 2, 3, 4, 1000, 1023, 1024, 5, 0, 0}) {
                registration.queued(bytes);
            }

            assertThat(told)
                    .allMatch(each -> each.event() == LoopEvent.QUEUE_LEVEL && each.owner() == registration)
                    .extracting(Told::value)
                    .containsExactly(1L, 2L, 4L, 1000L, 1024L, 5L, 0L);
            registration.close();
        }
        test.close();
    }

    @Test
    void eventsThatBeginAreThoseThatEnd() {
        assertThat(LoopEvent.values())
                .filteredOn(LoopEvent::begins)
                .containsExactly(LoopEvent.READY, LoopEvent.TIMER, LoopEvent.TASK, LoopEvent.CALL);
    }

    @Test
    void theDebugModeIsThereWhenTheSystemPropertyAsksForIt() {
        assertThat(EventLoopOptions.isDebug(null)).isFalse();
        assertThat(EventLoopOptions.isDebug("false")).isFalse();
        assertThat(EventLoopOptions.isDebug("")).as("-Dsnowloop.debug").isTrue();
        assertThat(EventLoopOptions.isDebug("true")).isTrue();
        assertThat(EventLoopOptions.debugMode()).isInstanceOf(io.snowloop.trace.DebugMode.class);
    }

    private List<LoopEvent> events() {
        return told.stream().map(Told::event).toList();
    }
}
