// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.testing.EverySegmentation;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A client that has ended its side, or has closed its socket, which looks the same: the answer is a stream. */
@EverySegmentation
class HalfClosedTest {
    private static final Duration LIMIT = ServerTimeouts.DEFAULT.halfClosed();
    private static final Duration ALMOST = Duration.ofMillis(1);

    /** Gives what the test gives it. */
    private static final class Events implements BodyStream {
        private @Nullable Promise<@Nullable ByteBuffer> reader;
        private int cancels;

        @Override
        public Future<@Nullable ByteBuffer> read() {
            Promise<@Nullable ByteBuffer> promise = Scheduler.current().newPromise();
            reader = promise;
            return promise;
        }

        @Override
        public void cancel() {
            cancels++;
        }
    }

    private final Events events = new Events();

    private TestClient open(ServerOptions options) {
        return new TestClient(request -> Future.completed(Response.stream(events, "text/event-stream")), options);
    }

    private void give(TestClient client, @Nullable String text) {
        events.reader.complete(text == null ? null : Body.of(text).buffer());
        client.test.turnUntilIdle();
    }

    @Test
    void aStreamThatIsSilentIsCancelledAfterTheLimit() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = open(TestClient.OPTIONS)) {
            client.send(GET);
            client.socket.sendEnd();
            client.pass(LIMIT.minus(ALMOST));
            assertThat(events.cancels).isZero();
            client.pass(ALMOST);
            assertThat(events.cancels).isEqualTo(1);
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(client.closed).isEqualTo(1);
            assertThat(log.records().get(0).getMessage()).contains("ServerOptions.timeouts.halfClosed = PT30S");
        }
    }

    @Test
    void eachPieceBeginsTheTimeAgainAndTheEndArrives() {
        try (TestClient client = open(TestClient.OPTIONS)) {
            client.send(GET);
            client.socket.sendEnd();
            for (int i = 0; i < 5; i++) {
                client.pass(LIMIT.minus(ALMOST));
                give(client, "tick");
            }
            client.pass(LIMIT.minus(ALMOST));
            give(client, null);
            assertThat(client.answer()).endsWith("4\ntick\n0\n\n");
            assertThat(client.socket.isClosed()).isTrue();
            assertThat(client.socket.isAborted()).isFalse();
            assertThat(events.cancels).isZero();
        }
    }

    @Test
    void anAnswerThatBeginsAfterTheEndHasTheSameLimit() {
        Promise<?>[] later = new Promise<?>[1];
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(request -> {
                    Promise<Response> promise = Scheduler.current().newPromise();
                    later[0] = promise;
                    return promise.map(done -> Response.stream(events, "a/b"));
                })) {
            client.send(GET);
            client.socket.sendEnd();
            client.pass(LIMIT);
            assertThat(client.socket.isClosed()).isFalse();
            later[0].complete(null);
            client.test.turnUntilIdle();
            client.pass(LIMIT.minus(ALMOST));
            assertThat(events.cancels).isZero();
            client.pass(ALMOST);
            assertThat(events.cancels).isEqualTo(1);
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void aSettingMakesItAtOnce() {
        ServerTimeouts atOnce =
                ServerTimeouts.builder().halfClosed(Duration.ofNanos(1)).build();
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client =
                        open(TestClient.OPTIONS.toBuilder().timeouts(atOnce).build())) {
            client.send(GET);
            client.socket.sendEnd();
            client.pass(Duration.ofNanos(1));
            assertThat(events.cancels).isEqualTo(1);
            assertThat(log.records()).hasSize(1);
        }
    }

    /** Then it is the client that is waited for, as long as it keeps the minimum rate. */
    @Test
    void aStreamIsNotSilentWhileTheClientHasNotReadWhatItGave() {
        BodyStream endless = BodyStream.of(() -> Future.completed(ByteBuffer.allocate(1_000)));
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = new TestClient(request -> Future.completed(Response.stream(endless, "a/b")))) {
            client.socket.block();
            client.send(GET);
            client.socket.sendEnd();
            client.pass(ServerTimeouts.DEFAULT.responseGrace().minus(ALMOST));
            assertThat(client.socket.isClosed()).isFalse();
            client.pass(ALMOST);
            assertThat(client.socket.isAborted()).isTrue();
            assertThat(log.records().get(0).getMessage()).contains("minimumRate");
        }
    }

    @Test
    void aStreamIsSilentAgainWhenTheClientHasReadWhatItGave() {
        try (LogCapture log = new LogCapture(ServerOptions.class);
                TestClient client = open(TestClient.OPTIONS)) {
            client.socket.block();
            client.send(GET);
            client.socket.sendEnd();
            give(client, "x".repeat(100_000)); // more than the stream may have in the socket's queue
            client.pass(LIMIT);
            client.socket.read(client.socket.queued());
            client.socket.unblock();
            client.pass(LIMIT.minus(ALMOST));
            assertThat(events.cancels).isZero();
            client.pass(ALMOST);
            assertThat(events.cancels).isEqualTo(1);
            assertThat(log.records()).hasSize(1);
        }
    }

    @Test
    void aSilentStreamOfAClientThatIsThereStays() {
        try (TestClient client = open(TestClient.OPTIONS)) {
            client.send(GET);
            client.pass(Duration.ofDays(1));
            give(client, "tick");
            assertThat(client.answer()).endsWith("4\ntick\n");
            assertThat(events.cancels).isZero();
        }
    }
}
