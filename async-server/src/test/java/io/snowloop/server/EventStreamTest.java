// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.logging.LimitLog;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.testing.EverySegmentation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EverySegmentation
class EventStreamTest {
    private static final String HEAD = "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nCache-Control: no-store\n"
            + "X-Accel-Buffering: no\nTransfer-Encoding: chunked\n\n";
    private static final Duration HEARTBEAT = EventStreamOptions.DEFAULT.heartbeat();
    private static final Duration ALMOST = Duration.ofMillis(1);

    private final LimitLog limits = new LimitLog(ServerOptions.class);
    private final List<EventStream> streams = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private TestClient client = open(EventStreamOptions.DEFAULT, events -> {});

    private EventStream stream() {
        return streams.get(streams.size() - 1);
    }

    private TestClient open(EventStreamOptions options, Consumer<EventStream> begin) {
        Handler app = new Snow()
                .get("/", request -> EventStream.of(request, options, events -> begin(events, begin), limits));
        return new TestClient(app);
    }

    private void begin(EventStream events, Consumer<EventStream> begin) {
        streams.add(events);
        events.closed().onDone(() -> log.add("closed"));
        begin.accept(events);
    }

    private void reopen(EventStreamOptions options, Consumer<EventStream> begin) {
        client.close();
        client = open(options, begin);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void inTask(Runnable action) {
        client.test.inTask(action);
        client.test.turnUntilIdle();
    }

    private void send(String data) {
        inTask(() -> assertThat(stream().send(data)).isTrue());
    }

    private String chunks(String... blocks) {
        StringBuilder chunks = new StringBuilder();
        for (String block : blocks) {
            chunks.append(Integer.toHexString(block.length()))
                    .append('\n')
                    .append(block)
                    .append('\n');
        }
        return chunks.toString();
    }

    @Test
    void theHeadIsSentBeforeTheFirstEvent() {
        client.send(GET);
        assertThat(client.answer()).isEqualTo(HEAD);
    }

    @Test
    void theFirstEventsLeaveWithTheHead() {
        reopen(EventStreamOptions.DEFAULT, events -> {
            events.send("a");
            events.send(ServerSentEvent.of("b").withName("c").withId("7"));
        });
        client.send(GET);
        assertThat(client.answer()).isEqualTo(HEAD + chunks("data: a\n\nid: 7\nevent: c\ndata: b\n\n"));
        assertThat(client.socket.writes).isEqualTo(1);
    }

    @Test
    void anEventIsSentAtOnceAndThoseOfOneTurnTogether() {
        client.send(GET);
        client.answer();
        send("a");
        assertThat(client.answer()).isEqualTo(chunks("data: a\n\n"));
        inTask(() -> {
            assertThat(stream().isOpen()).isTrue();
            stream().send("b");
            stream().send("c");
            assertThat(stream().comment("d")).isTrue();
            stream().send("e");
        });
        assertThat(client.answer()).isEqualTo(chunks("data: b\n\n", "data: c\n\n: d\n\ndata: e\n\n"));
    }

    @Test
    void whatCannotBeSentIsRefusedAndTheStreamGoesOn() {
        client.send(GET);
        client.answer();
        inTask(() -> assertThatIllegalArgumentException()
                .isThrownBy(() -> stream().send(ServerSentEvent.of("a").withName("b\nc"))));
        assertThat(client.answer()).isEmpty();
        send("d");
        assertThat(client.answer()).isEqualTo(chunks("data: d\n\n"));
    }

    @Test
    void thePauseBeforeAReconnectIsSentFirst() {
        reopen(EventStreamOptions.builder().retry(Duration.ofMillis(1_500)).build(), events -> events.send("a"));
        client.send(GET);
        assertThat(client.answer()).isEqualTo(HEAD + chunks("retry: 1500\n\ndata: a\n\n"));
        reopen(
                EventStreamOptions.builder()
                        .retry(Duration.ofSeconds(Long.MAX_VALUE))
                        .build(),
                events -> {});
        client.send(GET);
        assertThat(client.answer()).contains("retry: 4611686018427\n\n");
    }

    // -------------------------------------------------------------------------------------------------- heartbeat

    @Test
    void aSilentStreamSendsAComment() {
        client.send(GET);
        client.answer();
        client.pass(HEARTBEAT.minus(ALMOST));
        assertThat(client.answer()).isEmpty();
        client.pass(ALMOST);
        assertThat(client.answer()).isEqualTo(chunks(": \n\n"));
        client.pass(HEARTBEAT);
        assertThat(client.answer()).isEqualTo(chunks(": \n\n"));
    }

    @Test
    void anEventIsAHeartbeatToo() {
        client.send(GET);
        client.pass(HEARTBEAT.minus(ALMOST));
        send("a");
        client.answer();
        client.pass(HEARTBEAT.minus(ALMOST));
        assertThat(client.answer()).isEmpty();
        client.pass(ALMOST);
        assertThat(client.answer()).isEqualTo(chunks(": \n\n"));
    }

    @Test
    void aClientThatReadsNothingGetsNoHeartbeats() {
        client.send(GET);
        client.answer();
        client.socket.block();
        send("x".repeat(100_000));
        client.pass(HEARTBEAT.multipliedBy(3));
        inTask(() -> assertThat(stream().toString()).isEqualTo("EventStream[OPEN, 0 bytes queued]"));
    }

    // ----------------------------------------------------------------------------------------------- back-pressure

    @Test
    void aQueueThatIsFullTakesNoEventUntilTheClientReads() {
        try (LogCapture records = new LogCapture(ServerOptions.class)) {
            reopen(EventStreamOptions.builder().maxQueued(20).build(), events -> {});
            client.send(GET);
            client.answer();
            client.socket.block();
            send("x".repeat(100_000)); // goes to the socket's own queue, which is over its high water mark then
            send("a");
            inTask(() -> {
                assertThat(stream().isWritable()).isTrue();
                assertThat(stream().whenWritable().isDone()).isTrue();
                assertThat(stream().send("1234567890")).isTrue(); // 9 bytes are queued: it may be longer than the rest
                assertThat(stream().isWritable()).isFalse();
                stream().whenWritable().onDone(() -> log.add("writable"));
                assertThat(records.records()).isEmpty();
                assertThat(stream().send("lost")).isFalse();
                assertThat(stream().comment("lost")).isFalse();
            });
            assertThat(log).isEmpty();
            assertThat(records.records()).hasSize(1);
            assertThat(records.records().get(0).getMessage()).contains("EventStreamOptions.maxQueued = 20");
            client.socket.unblock();
            client.test.turnUntilIdle();
            assertThat(log).containsExactly("writable");
            assertThat(client.answer()).endsWith(chunks("data: a\n\ndata: 1234567890\n\n"));
            send("b");
            assertThat(client.answer()).isEqualTo(chunks("data: b\n\n"));
        }
    }

    @Test
    void aQueueIsFullWithAsManyBytesAsItMayHave() {
        int event = "data: a\n\n".length();
        for (int most : new int[] {event, event + 1}) {
            reopen(EventStreamOptions.builder().maxQueued(most).build(), events -> {});
            client.send(GET);
            client.socket.block();
            send("x".repeat(100_000));
            send("a");
            inTask(() -> assertThat(stream().isWritable()).isEqualTo(most > event));
        }
    }

    @Test
    void optionsAreChangedOneByOne() {
        EventStreamOptions options = EventStreamOptions.builder()
                .heartbeat(Duration.ofSeconds(1))
                .maxQueued(2)
                .retry(Duration.ofSeconds(3))
                .build();
        EventStreamOptions changed = options.toBuilder().maxQueued(4).build();
        assertThat(changed.heartbeat()).isEqualTo(Duration.ofSeconds(1));
        assertThat(changed.maxQueued()).isEqualTo(4);
        assertThat(changed.retry()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whoeverWaitsForRoomIsToldOfTheEnd() {
        reopen(EventStreamOptions.builder().maxQueued(1).build(), events -> {});
        client.send(GET);
        client.socket.block();
        send("x".repeat(100_000));
        send("a");
        inTask(() -> stream()
                .whenWritable()
                .onDone(() -> log.add("writable " + stream().isOpen())));
        inTask(() -> stream().whenWritable().cancel()); // the wait of one is not that of others
        client.socket.breakWith(new IOException("reset"));
        client.test.turnUntilIdle();
        assertThat(log).containsExactlyInAnyOrder("writable false", "closed");
        inTask(() -> {
            assertThat(stream().send("b")).isFalse();
            assertThat(stream().isWritable()).isFalse();
            assertThat(stream().whenWritable().isDone()).isTrue();
            assertThat(stream().toString()).isEqualTo("EventStream[ENDED, 0 bytes queued]");
        });
    }

    // ----------------------------------------------------------------------------------------------------- the end

    @Test
    void theAppClosesIt() {
        client.send(GET);
        client.answer();
        inTask(() -> {
            stream().send("last");
            stream().close();
            stream().close();
            assertThat(stream().isOpen()).isFalse();
            assertThat(stream().send("late")).isFalse();
        });
        assertThat(client.answer()).isEqualTo(chunks("data: last\n\n") + "0\n\n");
        assertThat(log).containsExactly("closed");
        client.send(GET);
        assertThat(client.answer()).isEqualTo(HEAD);
        assertThat(streams).hasSize(2);
    }

    @Test
    void theAppClosesItWhileItWaits() {
        client.send(GET);
        client.answer();
        inTask(() -> stream().close());
        assertThat(client.answer()).isEqualTo("0\n\n");
        assertThat(log).containsExactly("closed");
        client.pass(HEARTBEAT);
        assertThat(client.answer()).isEmpty();
    }

    @Test
    void theAppClosesItAtOnce() {
        reopen(EventStreamOptions.DEFAULT, events -> {
            events.send("only");
            events.close();
        });
        client.send(GET);
        assertThat(client.answer()).isEqualTo(HEAD + chunks("data: only\n\n") + "0\n\n");
    }

    @Test
    void whatASlowClientHasNotReadIsSentBeforeTheEnd() {
        client.send(GET);
        client.answer();
        client.socket.block();
        send("x".repeat(100_000));
        send("a");
        inTask(() -> stream().close());
        assertThat(log).containsExactly("closed");
        client.socket.unblock();
        client.test.turnUntilIdle();
        assertThat(client.answer()).endsWith(chunks("data: a\n\n") + "0\n\n");
    }

    @Test
    void theClientIsGone() {
        client.send(GET);
        client.socket.breakWith(new IOException("reset"));
        client.test.turnUntilIdle();
        assertThat(log).containsExactly("closed");
        inTask(() -> assertThat(stream().send("a")).isFalse());
        assertThat(client.test.loop.pendingTimers()).isZero();
    }

    @Test
    void theServerDrains() {
        client.send(GET);
        client.answer();
        send("a");
        inTask(client.server::drain);
        assertThat(client.answer()).isEqualTo(chunks("data: a\n\n") + "0\n\n");
        assertThat(log).containsExactly("closed");
        assertThat(client.socket.isOutputShut()).isTrue();
    }

    @Test
    void aStreamThatBeginsDuringADrainSendsWhatItHas() {
        reopen(EventStreamOptions.DEFAULT, events -> events.send("a"));
        client.send("GET / HTTP/1.1\n");
        inTask(client.server::drain);
        client.send("Host: a\n\n");
        assertThat(client.answer()).endsWith(chunks("data: a\n\n") + "0\n\n");
        assertThat(log).containsExactly("closed");
    }

    @Test
    void aHeadRequestBeginsNothing() {
        client.send(GET.replace("GET", "HEAD"));
        assertThat(client.answer()).isEqualTo(HEAD.replace("Transfer-Encoding: chunked\n", ""));
        assertThat(log).containsExactly("closed");
    }

    @Test
    void aResponseThatIsNotSentIsClosed() {
        inTask(() -> EventStream.of(Request.get("/"), events -> begin(events, begun -> {}))
                .cancel());
        assertThat(log).containsExactly("closed");
    }

    @Test
    void aStreamWhoseBeginningThrowsIsAFailureOfTheView() {
        reopen(EventStreamOptions.DEFAULT, events -> {
            events.send("a");
            throw new IllegalArgumentException("no such topic");
        });
        try (LogCapture records = new LogCapture(Snow.class)) {
            client.send(GET);
            assertThat(client.statusLines()).isEqualTo("HTTP/1.1 500 Internal Server Error\n");
            assertThat(records.records()).hasSize(1);
        }
        assertThat(log).containsExactly("closed");
    }

    // -------------------------------------------------------------------------------------------------- the request

    @Test
    void theClientSaysWhatItHasGot() {
        client.send(GET);
        assertThat(stream().lastEventId()).isNull();
        client.close();
        client = open(EventStreamOptions.DEFAULT, events -> {});
        client.send("GET / HTTP/1.1\nHost: a\nLast-Event-ID: 7-\u00c3\u00a4\n\n"); // the bytes of UTF-8
        assertThat(stream().lastEventId()).isEqualTo("7-\u00e4");
    }

    @Test
    void thereIsOneRead() {
        inTask(() -> {
            Response response = EventStream.of(Request.get("/"), events -> begin(events, begun -> {}));
            BodyStream body = response.body().stream();
            Future<?> first = body.read();
            assertThatIllegalStateException().isThrownBy(body::read).withMessageContaining("one read at a time");
            first.cancel();
            stream().send("a"); // the read is cancelled: the event is for the next one
            assertThat(body.read().resultNow().remaining()).isEqualTo("data: a\n\n".length());
            stream().close();
            assertThat(body.read().resultNow()).isNull();
            assertThat(body.read().resultNow()).isNull();
        });
    }

    @Test
    void withoutALoopThereIsNoStream() {
        assertThatIllegalStateException()
                .isThrownBy(() -> EventStream.of(Request.get("/"), events -> {}))
                .withMessageContaining("no event loop runs on thread");
    }

    @Test
    void itBelongsToTheLoopsThread() {
        client.send(GET);
        List<Runnable> calls = List.of(
                () -> stream().send("a"),
                () -> stream().comment("a"),
                () -> stream().isWritable(),
                () -> stream().whenWritable(),
                () -> stream().isOpen(),
                () -> stream().closed(),
                () -> stream().close());
        for (Runnable call : calls) {
            Throwable refusal = CompletableFuture.runAsync(call)
                    .handle((nothing, error) -> ((CompletionException) error).getCause())
                    .join();
            assertThat(refusal).isInstanceOf(IllegalStateException.class).hasMessageContaining("use loop.execute(...)");
        }
    }

    /** The example of the documentation, in virtual time. */
    @Test
    void aClock() {
        reopen(EventStreamOptions.DEFAULT, events -> {
            Timer ticks = Scheduler.current()
                    .scheduleAtFixedRate(Duration.ZERO, Duration.ofSeconds(1), () -> events.send("tick"));
            events.closed().onDone(ticks::cancel);
        });
        client.send(GET);
        client.answer();
        for (int i = 0; i < 3; i++) {
            client.pass(Duration.ofSeconds(1));
            assertThat(client.answer()).isEqualTo(chunks("data: tick\n\n"));
        }
        client.socket.breakWith(new IOException("reset"));
        client.test.turnUntilIdle();
        EventLoop loop = client.test.loop;
        assertThat(loop.pendingTimers()).isZero();
    }
}
