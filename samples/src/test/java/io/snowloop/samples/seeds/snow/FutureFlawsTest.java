// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flaws of the article's futures, fixed here. The tests use a manual clock and no sockets. */
class FutureFlawsTest {
    private final AtomicLong clock = new AtomicLong();
    private EventLoop loop;
    private Future future;
    private final Snow app =
            new Snow(List.of(new Route("/async/", request -> new TimeoutFuture(5)), new Route("/wait/", request -> {
                future = new Future((asked, done) -> new HttpResponse("got " + done.value()));
                return future;
            })));

    @BeforeEach
    void open() throws IOException {
        loop = EventLoop.open(EventLoopOptions.builder().ticker(clock::get).build());
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private io.snowloop.future.Future<Response> ask(String path) {
        io.snowloop.future.Future<Response> answer = loop.submit(() -> app.handle(Request.get(path)));
        runTasks();
        return answer;
    }

    private void runTasks() {
        do {
            loop.runOnce();
        } while (loop.timeToWait() == 0);
    }

    private void advance(Duration duration) {
        clock.addAndGet(duration.toNanos());
        runTasks();
    }

    // region no-poll
    @Test
    void aPollOfFiveMillisecondsOverAllFutures() {
        ask("/wait/");
        assertThat(loop.timeToWait()).isEqualTo(-1); // without a limit: until the result is set

        ask("/async/");
        assertThat(loop.timeToWait()).isEqualTo(Duration.ofSeconds(5).toNanos()); // until its time-out
    }
    // endregion

    @Test
    void aTimeoutWithoutAWord() {
        io.snowloop.future.Future<Response> answer = ask("/async/");

        advance(Duration.ofMillis(4_999));
        assertThat(answer.isDone()).isFalse();

        advance(Duration.ofMillis(1));
        assertThat(answer.resultNow().status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    }

    @Test
    void aResultFromAnotherThreadIsFoundByPolling() throws Exception {
        io.snowloop.future.Future<Response> answer = ask("/wait/");
        Thread other = new Thread(() -> future.setResult("it"));
        other.start();

        Response response = loop.runUntil(answer); // asleep without a limit: setResult has to wake it

        other.join();
        assertThat(response.text()).isEqualTo("got it");
    }

    @Test
    void oneClientThatLeavesTakesTheFutureAway() {
        io.snowloop.future.Future<Response> answer = ask("/wait/");
        Future shared = future;
        io.snowloop.future.Future<Response> other =
                loop.submit(() -> shared.respondTo(null).map(HttpResponse::response));
        runTasks();

        answer.cancel();
        runTasks();
        shared.setResult("it");
        runTasks();

        assertThat(answer.isCancelled()).isTrue();
        assertThat(other.resultNow().text()).isEqualTo("got it");
    }
}
