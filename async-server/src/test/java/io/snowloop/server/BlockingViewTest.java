// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A blocking view")
class BlockingViewTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private EventLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open();
    }

    @AfterEach
    void close() {
        release.countDown();
        loop.close();
    }

    @Test
    void mayBlockWhileTheLoopGoesOn() throws Exception {
        Snow app = new Snow()
                .get("/blocks", Snow.blocking(request -> {
                    release.await();
                    return Response.text("released");
                }))
                .get("/releases", request -> {
                    release.countDown();
                    return Response.text("ok");
                });

        Future<Response> blocked = loop.submit(() -> app.handle(Request.get("/blocks")));
        loop.runUntil(loop.submit(() -> app.handle(Request.get("/releases"))));

        assertThat(loop.runUntil(blocked).text()).isEqualTo("released");
    }

    @Test
    void hasItsThreadAndGivesItsResponseToTheRequestsLoop() throws Exception {
        AtomicReference<Thread> worker = new AtomicReference<>();
        AtomicReference<Thread> receiver = new AtomicReference<>();
        Snow app = new Snow()
                .filter((request, next) ->
                        next.handle(request).onComplete((response, error) -> receiver.set(Thread.currentThread())))
                .get("/", Snow.blocking(request -> {
                    worker.set(Thread.currentThread());
                    return Response.text("");
                }));

        loop.runUntil(loop.submit(() -> app.handle(Request.get("/"))));

        assertThat(worker.get())
                .isNotSameAs(Thread.currentThread())
                .satisfies(thread -> assertThat(thread.isDaemon()).isTrue());
        assertThat(receiver.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void runsOnVirtualThreadsWhereTheJdkHasThem() throws Exception {
        AtomicReference<String> worker = new AtomicReference<>();
        Snow app = new Snow().get("/", Snow.blocking(request -> {
            worker.set(Thread.currentThread().toString());
            return Response.text("");
        }));

        loop.runUntil(loop.submit(() -> app.handle(Request.get("/"))));

        assertThat(worker.get())
                .startsWith(Runtime.version().feature() >= 21 ? "VirtualThread[" : "Thread[snow-blocking-");
    }

    @Test
    void mayThrow() throws Exception {
        Snow app = new Snow()
                .get("/", Snow.blocking(request -> {
                    throw new HttpException(Status.CONFLICT, "no");
                }))
                .get("/null", Snow.blocking(request -> null));

        try (LogCapture log = new LogCapture(Snow.class)) {
            assertThat(loop.runUntil(loop.submit(() -> app.handle(Request.get("/"))))
                            .text())
                    .isEqualTo("no");
            assertThat(loop.runUntil(loop.submit(() -> app.handle(Request.get("/null"))))
                            .status())
                    .isEqualTo(Status.INTERNAL_SERVER_ERROR);
            assertThat(log.records()).hasSize(2);
        }
    }

    @Test
    void isInterruptedWhenNobodyWaitsForIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Snow app = new Snow().get("/", Snow.blocking(request -> {
            begun.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Response.text("too late");
        }));
        Future<Response> response = start(app);
        begun.await();

        response.cancel();
        turn();

        interrupted.await();
        assertThat(response.isCancelled()).isTrue();
    }

    @Test
    void isRefusedWhenThePoolIsFullAndGivesItsPlaceBackWhenCancelled() throws Exception {
        ThreadPoolExecutor pool = Workers.pool(1, 1);
        Snow app = new Snow().get("/", Snow.blocking(this::awaitRelease, pool));
        try (LogCapture log = new LogCapture(Snow.class)) {
            Future<Response> running = start(app);
            Future<Response> queued = start(app);
            assertThat(loop.runUntil(start(app)).status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown())
                            .hasMessage("all 1 threads for blocking views are busy and 1 more views wait:"
                                    + " give some an executor of their own, by Snow.blocking(view, executor)"));

            queued.cancel();
            turn();
            Future<Response> next = start(app);

            release.countDown();
            assertThat(loop.runUntil(running).text()).isEqualTo("released");
            assertThat(loop.runUntil(next).text()).isEqualTo("released");
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void leavesNoThreadWaitingForTheNextCallForLong() {
        ThreadPoolExecutor pool = Workers.pool(1, 1);
        assertThat(pool.allowsCoreThreadTimeOut()).isTrue();
        assertThat(pool.getKeepAliveTime(TimeUnit.SECONDS)).isEqualTo(30);
        pool.shutdown();
    }

    @Test
    void runsOnTheExecutorItIsGiven() throws Exception {
        List<Runnable> tasks = new ArrayList<>();
        Executor executor = tasks::add;
        Snow app = new Snow().get("/", Snow.blocking(request -> Response.text("done"), executor));
        Future<Response> response = start(app);

        assertThat(response.isDone()).isFalse();
        tasks.forEach(Runnable::run);

        assertThat(loop.runUntil(response).text()).isEqualTo("done");
    }

    /** Nothing can stop a view that ignores its interrupt. */
    @Test
    void countsWhatItKeepsUntilItReturnsAlsoWhenItsClientHasLeft() throws Exception {
        List<Runnable> tasks = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        View view = request -> {
            begun.countDown();
            awaitWithoutInterrupt();
            return Response.text("too late");
        };
        Snow app = new Snow().post("/", Snow.blocking(view, tasks::add));
        try (TestClient client = new TestClient(app)) {
            MemoryBudget memory = client.server.context().memory();
            client.send(TestClient.post("x".repeat(50_000)));
            Thread thread = new Thread(tasks.get(0));
            thread.start();
            begun.await();
            assertThat(memory.used()).isEqualTo(50_000);

            client.test.inTask(client.server::abort);
            client.test.turnUntilIdle();
            assertThat(memory.used()).isEqualTo(50_000);

            release.countDown();
            thread.join();
            client.test.turnUntilIdle();
            assertThat(memory.used()).isZero();
        }
    }

    private void awaitWithoutInterrupt() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // it goes on
            }
        }
    }

    /** Its pool may be full of others. */
    @Test
    void keepsNothingOfAClientThatHasLeftBeforeItBegan() {
        List<Runnable> tasks = new ArrayList<>();
        Snow app = new Snow().post("/", Snow.blocking(request -> Response.text("too late"), tasks::add));
        try (TestClient client = new TestClient(app)) {
            client.send(TestClient.post("x".repeat(50_000)));
            client.test.inTask(client.server::abort);
            client.test.turnUntilIdle();
            assertThat(tasks).hasSize(1);
            assertThat(client.server.context().memory().used()).isZero();
        }
    }

    private Response awaitRelease(Request request) throws InterruptedException {
        release.await();
        return Response.text("released");
    }

    /** The answer, of a view that has been called. */
    private Future<Response> start(Snow app) throws Exception {
        List<Future<Response>> response = new ArrayList<>();
        loop.execute(() -> response.add(app.handle(Request.get("/"))));
        turn();
        return response.get(0);
    }

    /** Runs what is queued, and what that queues. */
    private void turn() throws Exception {
        for (int i = 0; i < 5; i++) {
            loop.execute(() -> {});
            loop.runOnce();
        }
    }
}
