// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.SocketClient.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A server that is drained")
class DrainIT {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final String LAST = "last bytes";

    private final BlockingQueue<Promise<Response>> waiting = new LinkedBlockingQueue<>();
    private final Snow app = new Snow()
            .get("/", request -> Response.text("hello"))
            .get(
                    "/page",
                    (request, loop) -> loop.submit(() -> Future.completed(Response.text("x".repeat(200_000) + LAST))))
            .get("/later", (request, loop) -> {
                Promise<Response> promise = loop.newPromise();
                waiting.add(promise);
                return promise;
            });

    @Test
    void underLoadLosesNoAnswerThatHasBegun() throws Exception {
        int clients = 16;
        CountDownLatch load = new CountDownLatch(200);
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0)) {
            List<java.util.concurrent.Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                results.add(threads.submit(() -> requestUntilRefused(server, load)));
            }
            load.await();
            Future<Void> drained = server.drain(LONG);
            assertThat(drained.await(LONG)).isNull();
            int answers = 0;
            for (java.util.concurrent.Future<Integer> result : results) {
                answers += result.get(40, TimeUnit.SECONDS);
            }
            assertThat(answers).isGreaterThanOrEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every answer of which a byte comes has to come whole; returns how many did. */
    private int requestUntilRefused(Server server, CountDownLatch load) throws IOException {
        int answers = 0;
        while (true) {
            try (SocketClient client = connect(server)) {
                if (client == null) {
                    return answers;
                }
                boolean told = false;
                while (!told && begins(client.send("GET /page HTTP/1.1\nHost: a\n\n"))) {
                    Answer answer = client.answer();
                    assertThat(answer.body()).hasSize(200_000 + LAST.length()).endsWith(LAST);
                    told = answer.head().contains("Connection: close\n");
                    answers++;
                    load.countDown();
                }
            }
        }
    }

    private static SocketClient connect(Server server) {
        try {
            return new SocketClient(server);
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean begins(SocketClient client) {
        try {
            return client.hasMore();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void answersWhatHasComeAndThenIsDone() throws Exception {
        try (Server server = app.listen(0);
                SocketClient idle = new SocketClient(server);
                SocketClient busy = new SocketClient(server)) {
            idle.send(GET).answer();
            busy.send("GET /later HTTP/1.1\nHost: a\n\n");
            Promise<Response> view = waiting.poll(40, TimeUnit.SECONDS);
            Future<Void> drained = server.drain(LONG);
            assertThat(idle.rest()).isEmpty();
            assertThat(drained.isDone()).isFalse();
            assertThatThrownBy(() -> new SocketClient(server)).isInstanceOf(ConnectException.class);
            view.complete(Response.text("late"));
            assertThat(busy.rest()).contains("Connection: close\n").endsWith("late");
            idle.close();
            busy.close();
            assertThat(drained.await(LONG)).isNull();
        }
    }

    private final CountDownLatch blocked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    /** A view that blocks its loop. */
    private Response block(Request request) throws InterruptedException {
        blocked.countDown();
        assertThat(release.await(40, TimeUnit.SECONDS)).isTrue();
        return Response.text("blocked");
    }

    /** Here the loop that listens is busy, and the idle connection belongs to another. */
    @Test
    void refusesConnectionsBeforeItEndsTheIdleOnes() throws Exception {
        app.get("/blocks", this::block);
        try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0);
                SocketClient blocking = new SocketClient(server);
                SocketClient idle = new SocketClient(server)) {
            idle.send(GET).answer();
            blocking.send("GET /blocks HTTP/1.1\nHost: a\n\n");
            blocked.await();
            server.drain(LONG);
            assertThat(idle.send(GET).answer().head()).doesNotContain("Connection: close");

            release.countDown();
            assertThat(idle.rest()).isEmpty();
            assertThatThrownBy(() -> new SocketClient(server)).isInstanceOf(ConnectException.class);
            assertThat(blocking.rest()).endsWith("blocked");
        }
    }

    /** Only a loop that listens is waited for. */
    @Test
    void endsIdleConnectionsWhileAnotherLoopIsBusy() throws Exception {
        app.get("/blocks", this::block);
        try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0);
                SocketClient idle = new SocketClient(server);
                SocketClient blocking = new SocketClient(server)) {
            idle.send(GET).answer();
            blocking.send("GET /blocks HTTP/1.1\nHost: a\n\n");
            blocked.await();
            server.drain(LONG);
            assertThat(idle.rest()).isEmpty();
            release.countDown();
            assertThat(blocking.rest()).endsWith("blocked");
        }
    }

    @Test
    void cutsOffWhatHangsWhenItsTimeIsUp() throws Exception {
        try (Server server = Server.of(app).loops(2).listen("127.0.0.1", 0);
                SocketClient client = new SocketClient(server)) {
            client.send("GET /later HTTP/1.1\nHost: a\n\n");
            CountDownLatch cancelled = new CountDownLatch(1);
            waiting.poll(40, TimeUnit.SECONDS).onCancel(cancelled::countDown);
            assertThat(server.drain(Duration.ofMillis(100)).await(LONG)).isNull();
            assertThat(cancelled.await(40, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(client::rest).hasMessageContaining("reset");
        }
    }

    @Test
    void withoutConnectionsIsDoneAtOnceAndAsOftenAsItIsAsked() throws Exception {
        try (Server server = app.listen(0)) {
            server.drain(LONG).await(LONG);
            server.drain(LONG).await(LONG);
            server.close();
            server.drain(LONG).await(LONG);
        }
    }

    @Test
    void andClosedMeanwhileKeepsNobodyWaiting() throws Exception {
        for (int i = 0; i < 20; i++) {
            Server server = Server.of(app).loops(3).listen("127.0.0.1", 0);
            try (SocketClient first = new SocketClient(server);
                    SocketClient second = new SocketClient(server);
                    SocketClient third = new SocketClient(server)) {
                for (SocketClient client : List.of(first, second, third)) {
                    client.send("GET /later HTTP/1.1\nHost: a\n\n");
                    assertThat(waiting.poll(40, TimeUnit.SECONDS)).isNotNull();
                }
                Future<Void> drained = server.drain(LONG);
                CountDownLatch told = new CountDownLatch(1);
                drained.onComplete((nothing, error) -> told.countDown());
                server.close();
                assertThat(told.await(40, TimeUnit.SECONDS)).isTrue();
                assertThat(drained.await(LONG)).isNull();
            }
        }
    }
}
