// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.LoopFuture;
import io.snowloop.loop.LoopObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FutureEventsTest {
    private final EventLoop loop = open(LoopTrace.withFutures(4_096));

    private static EventLoop open(LoopObserver.Factory observer) {
        try {
            return EventLoop.open(EventLoopOptions.builder().observer(observer).build());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The events of futures: {@code waits 2 on 1}. */
    private List<String> events() {
        return LoopTrace.of(loop).recording().records().stream()
                .filter(record -> record.event().isOfFuture())
                .map(FutureEventsTest::text)
                .toList();
    }

    private static String text(TraceRecord record) {
        return switch (record.event()) {
            case FUTURE_MADE -> "made " + record.id() + (record.owner().isEmpty() ? "" : " " + record.owner());
            case FUTURE_WAITS -> record.id() + " waits for " + record.value();
            case FUTURE_JOINED -> record.id() + " is " + record.value();
            default -> record.id() + " decided " + record.value();
        };
    }

    private void run(Runnable onLoop) {
        loop.execute(onLoop);
        loop.runNow();
        for (int i = 0; i < 4; i++) {
            loop.runNow();
        }
    }

    @Test
    void aDerivedFutureWaitsForItsSource() {
        run(() -> {
            Promise<String> source = loop.newPromise();
            source.map(String::length);
            source.complete("four");
        });
        assertThat(events())
                .containsExactly(
                        "made 1", "made 2 a lambda of FutureEventsTest", "2 waits for 1", "1 decided 0", "2 decided 0");
    }

    @Test
    void aFlatMapWaitsForTheFutureOfItsFunction() {
        run(() -> {
            Promise<String> outer = loop.newPromise();
            Promise<String> inner = loop.newPromise();
            outer.flatMap(value -> inner);
            outer.complete("");
            loop.execute(() -> inner.fail(new IOException("no")));
        });
        assertThat(events())
                .containsExactly(
                        "made 1",
                        "made 2",
                        "made 3 a lambda of FutureEventsTest",
                        "3 waits for 1",
                        "1 decided 0",
                        "3 waits for 2",
                        "2 decided 1",
                        "3 decided 1");
    }

    @Test
    void aRoundOfAnAsynchronousLoopIsOneWithTheOneBefore() {
        run(() -> {
            Promise<String> outer = loop.newPromise();
            Promise<String> deep = loop.newPromise();
            outer.flatMap(value -> deep.map(String::length));
            outer.complete("");
            loop.execute(deep::cancel);
        });
        assertThat(events())
                .containsExactly(
                        "made 1",
                        "made 2",
                        "made 3 a lambda of FutureEventsTest",
                        "3 waits for 1",
                        "1 decided 0",
                        "made 4 a lambda of FutureEventsTest",
                        "4 waits for 2",
                        "4 is 3",
                        "2 decided 2",
                        "3 decided 2");
    }

    @Test
    void whatIsMadeOfSeveralHasTheNameOfTheOperation() {
        run(() -> {
            Promise<String> one = loop.newPromise();
            Promise<String> two = loop.newPromise();
            Future.all(loop, List.of(one, two));
            Future.race(loop, List.of(one, two));
            one.shield();
            one.timeout(Duration.ofDays(1));
        });
        assertThat(events())
                .containsExactly(
                        "made 1",
                        "made 2",
                        "made 3 all",
                        "3 waits for 1",
                        "3 waits for 2",
                        "made 4 race",
                        "4 waits for 1",
                        "4 waits for 2",
                        "made 5 shield",
                        "5 waits for 1",
                        "made 6 timeout",
                        "6 waits for 1");
    }

    @Test
    @Timeout(60)
    void whatAnotherThreadDoesIsToldInItsOrderByTheLoop() throws Exception {
        Promise<Promise<String>> made = loop.newPromise();
        Thread other = new Thread(() -> made.complete(loop.newPromise()));
        other.start();
        other.join();
        assertThat(events()).as("the loop has not had a turn since").isEmpty();
        run(() -> made.resultNow().cancel());
        assertThat(events()).containsExactly("made 1", "made 2", "1 decided 0", "2 decided 2");
    }

    @Test
    void afterTheCloseNothingIsKept() throws Exception {
        Promise<String> promise = loop.newPromise();
        loop.close();
        promise.complete("late");
        assertThat(events()).containsExactly("made 1");
        assertThat(LoopTrace.of(loop).recording().records())
                .last()
                .extracting(TraceRecord::event)
                .isEqualTo(LoopEvent.CLOSED);
    }

    @Test
    void anObserverThatDoesNotAskGetsNone() throws Exception {
        List<LoopEvent> first = new ArrayList<>();
        LoopObserver.Factory plain = made -> (event, value, owner) -> first.add(event);
        try (EventLoop both = open(plain.and(LoopTrace.withFutures(64)))) {
            both.newPromise().complete(null);
            both.runNow();
            assertThat(LoopTrace.of(both).recording().records())
                    .extracting(TraceRecord::event)
                    .contains(LoopEvent.FUTURE_MADE, LoopEvent.FUTURE_DECIDED);
            assertThat(first).contains(LoopEvent.TURN_BEGIN).noneMatch(LoopEvent::isOfFuture);
        }
        try (EventLoop traced = open(LoopTrace.ofCapacity(64))) {
            traced.newPromise().complete(null);
            traced.runNow();
            assertThat(LoopTrace.of(traced).recording().records())
                    .extracting(TraceRecord::event)
                    .noneMatch(LoopEvent::isOfFuture);
        }
    }

    @Test
    void aFileHasThem() throws Exception {
        run(() -> loop.newPromise().map(value -> value).cancel());
        Recording recording = LoopTrace.of(loop).recording();
        String file = JsonLines.text(recording);
        assertThat(file)
                .contains("\"event\":\"future-made\",\"future\":2,\"owner\":\"a lambda of FutureEventsTest\"}")
                .contains("\"event\":\"future-waits\",\"on\":1,\"future\":2,")
                .contains("\"event\":\"future-decided\",\"outcome\":2,\"future\":1}");
        assertThat(JsonLines.read(new BufferedReader(new StringReader(file)))).isEqualTo(recording);
    }

    /** An observer may keep what it gets: the owner of an event does not keep the promise, nor what its function references. */
    @Test
    void theOwnerOfAnEventKeepsNoPromise() throws Exception {
        List<Object> owners = new ArrayList<>();
        LoopObserver asking = new LoopObserver() {
            @Override
            public void observe(LoopEvent event, long value, Object owner) {
                if (event.isOfFuture()) {
                    owners.add(owner);
                }
            }

            @Override
            public boolean observesFutures() {
                return true;
            }
        };
        try (EventLoop watched = open(made -> asking)) {
            WeakReference<Future<?>> gone = new WeakReference<>(chain(watched));
            watched.runNow();
            assertThat(owners).hasOnlyElementsOfType(LoopFuture.class).hasSize(5);
            while (gone.get() != null) { // the timeout of the test ends it
                System.gc();
            }
        }
    }

    private static Future<?> chain(EventLoop loop) {
        Promise<Object> promise = loop.newPromise();
        Future<Object> derived = promise.map(value -> promise);
        promise.fail(new CancellationException());
        return derived;
    }
}
