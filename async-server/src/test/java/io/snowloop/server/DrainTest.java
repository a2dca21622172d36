// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.TestTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EverySegmentation
class DrainTest {
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

    private final List<Promise<Response>> answers = new ArrayList<>();
    private final TestClient client = new TestClient(request -> {
        Promise<Response> promise = Scheduler.current().newPromise();
        answers.add(promise);
        return promise;
    });

    private void drain() {
        client.test.inTask(client.server::drain);
        client.test.turnUntilIdle();
    }

    @Test
    void anIdleConnectionIsEndedAtOnce() {
        client.send(GET);
        answers.get(0).complete(Response.text("first"));
        client.test.turnUntilIdle();
        assertThat(client.answer()).endsWith("first");
        drain();
        assertThat(client.socket.isOutputShut()).isTrue();
    }

    /** It was accepted a moment ago, and its request may be under way. */
    @Test
    void aNewConnectionMayBringOneRequest() {
        drain();
        assertThat(client.socket.isOutputShut()).isFalse();
        client.send(GET);
        answers.get(0).complete(Response.text("only"));
        client.test.turnUntilIdle();
        assertThat(client.answer()).contains("Connection: close\n").endsWith("only");
        assertThat(client.socket.isOutputShut()).isTrue();
    }

    @Test
    void aNewConnectionThatBringsNoneIsEndedAfterAWhile() {
        drain();
        client.pass(ServerTimeouts.DEFAULT.linger().minusMillis(1));
        assertThat(client.socket.isOutputShut()).isFalse();
        client.pass(Duration.ofMillis(1));
        assertThat(client.socket.isOutputShut()).isTrue();
        assertThat(client.answer()).isEmpty();
    }

    @Test
    void aRequestThatHasComeGetsItsAnswerAndIsToldToGo() {
        client.send(GET);
        drain();
        assertThat(client.socket.isOutputShut()).isFalse();
        answers.get(0).complete(Response.text("last"));
        client.test.turnUntilIdle();
        assertThat(client.answer()).contains("Connection: close\n").endsWith("last");
        assertThat(client.socket.isOutputShut()).isTrue();
    }

    @Test
    void aRequestWhoseHeadIsUnderWayIsAnswered() {
        client.send("GET / HTTP/1.1\n");
        drain();
        client.send("Host: a\n\n");
        answers.get(0).complete(Response.text("last"));
        client.test.turnUntilIdle();
        assertThat(client.answer()).contains("Connection: close\n").endsWith("last");
    }

    @Test
    void aConnectionThatWasOnItsWayIsEndedToo() {
        drain();
        TestTransport late =
                TestTransport.connect(client.test, new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES));
        assertThat(late.isOutputShut()).isFalse();
        client.pass(ServerTimeouts.DEFAULT.linger());
        assertThat(late.isOutputShut()).isTrue();
    }

    /** To end 8,000 idle ones in one turn took 1.5 s. */
    @Test
    void ofManySoManyAreEndedInATurn() {
        ServerConnection last = null;
        List<TestTransport> sockets = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            last = new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES);
            TestTransport socket = TestTransport.connect(client.test, last);
            socket.send(GET.replace("\n", "\r\n"));
            sockets.add(socket);
        }
        answers.forEach(answer -> answer.complete(Response.text("x")));
        client.test.turnUntilIdle();
        assertThat(sockets).noneMatch(TestTransport::isOutputShut);
        client.test.inTask(client.server::drain);
        assertThat(sockets)
                .filteredOn(TestTransport::isOutputShut)
                .as("and that of the client")
                .hasSize(255);
        client.test.loop.runNow();
        assertThat(sockets).filteredOn(TestTransport::isOutputShut).hasSize(511);
        sockets.get(599).close();
        client.test.turnUntilIdle();
        assertThat(last.toString())
                .as("it has gone meanwhile, and borrows no exchange")
                .contains("idle");
        assertThat(sockets.subList(0, 599)).allMatch(TestTransport::isOutputShut);
    }

    /** Streams of events have no end of their own. */
    @Test
    void anAppIsToldSoThatItsStreamsCanEnd() {
        List<Promise<ByteBuffer>> reads = new ArrayList<>();
        try (TestClient events = new TestClient(request -> {
            request.context()
                    .draining()
                    .onComplete((nothing, error) -> reads.get(0).complete(null));
            return Future.completed(Response.stream(
                    BodyStream.of(() -> {
                        reads.add(Scheduler.current().newPromise());
                        return reads.get(reads.size() - 1);
                    }),
                    "text/event-stream"));
        })) {
            events.send(GET);
            assertThat(events.answer()).doesNotEndWith("0\n\n");
            events.test.inTask(events.server::drain);
            events.test.turnUntilIdle();
            assertThat(events.answer()).isEqualTo("0\n\n");
            assertThat(events.socket.isOutputShut()).isTrue();
        }
    }

    @Test
    void aRequestThatIsReadDuringTheDrainIsToldAtOnce() {
        List<Future<?>> told = new ArrayList<>();
        try (TestClient one = new TestClient(request -> {
            told.add(request.context().draining());
            return Future.completed(Response.text("last"));
        })) {
            one.send("GET / HTTP/1.1\n");
            one.test.inTask(one.server::drain);
            one.send("Host: a\n\n");
            assertThat(told).singleElement().matches(Future::isDone);
        }
    }

    @Test
    void anAnswerThatIsSentBeforeIsNotToldOfIt() {
        List<Future<?>> told = new ArrayList<>();
        try (TestClient one = new TestClient(request -> {
            told.add(request.context().draining());
            return Future.completed(Response.text("sent"));
        })) {
            one.send(GET);
            one.test.inTask(one.server::drain);
            one.test.turnUntilIdle();
            assertThat(told).singleElement().matches(future -> !future.isDone());
        }
    }

    @Test
    void noRequestIsToldByTheDrainOfTheNextOne() {
        List<Future<?>> told = new ArrayList<>();
        try (TestClient one = new TestClient(request -> {
            if (told.isEmpty()) {
                told.add(request.context().draining());
                return Future.completed(Response.text("sent"));
            }
            return Scheduler.current().newPromise();
        })) {
            one.send(GET + GET);
            assertThat(one.statusLines()).isEqualTo("HTTP/1.1 200 OK\n");
            one.test.inTask(one.server::drain);
            one.test.turnUntilIdle();
            assertThat(told).singleElement().matches(future -> !future.isDone());
        }
    }
}
