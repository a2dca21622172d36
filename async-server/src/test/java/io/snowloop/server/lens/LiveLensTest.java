// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.NamedTask;
import io.snowloop.sim.VirtualTicker;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestSelectorProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A page that watches a loop, without a socket: both loops are the test's. */
class LiveLensTest {
    private static final Duration PERIOD = Duration.ofMillis(33);

    /** Serves the page. */
    private final TestLoop own = new TestLoop();

    private final VirtualTicker clock = new VirtualTicker();
    private final TestSelectorProvider selectors = TestSelectorProvider.virtual(clock);
    private final EventLoop watched = watched();
    private final Lens lens = Lens.of(watched);
    private final StringBuilder told = new StringBuilder();
    private BodyStream page;

    private EventLoop watched() {
        try {
            return EventLoop.open(Lens.watched(
                    EventLoopOptions.builder().ticker(clock).provider(selectors).build()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        own.close();
        watched.close();
    }

    private Response send(Request request) {
        return own.turnUntilDone(own.loop.submit(() -> lens.handle(request))).resultNow();
    }

    private void openPage() {
        page = events();
        read(page, told);
    }

    private BodyStream events() {
        Response response = send(Request.get(lens.path() + "loops/0/events"));
        assertThat(response.header("Content-Type")).startsWith("text/event-stream");
        return response.body().stream();
    }

    private void read(BodyStream from, StringBuilder to) {
        own.inTask(() -> readOn(from, to));
        own.turnUntilIdle();
    }

    private void readOn(BodyStream from, StringBuilder to) {
        from.read().onComplete((bytes, error) -> {
            if (bytes != null) {
                to.append(UTF_8.decode(bytes));
                readOn(from, to);
            }
        });
    }

    private String takeTold() {
        own.turnUntilIdle();
        String all = told.toString();
        told.setLength(0);
        return all;
    }

    private void turn(String task) {
        watched.execute(new NamedTask(task, () -> {}));
        watched.runOnce();
    }

    private void pageLooks() {
        own.ticker.advance(PERIOD);
        own.turnUntilIdle();
    }

    private void order(String order) {
        assertThat(send(Request.of(Method.POST, lens.path() + "loops/0/" + order))
                        .status())
                .isEqualTo(Status.NO_CONTENT);
    }

    private void await(String event) {
        own.turnUntil(() -> told.indexOf("event: " + event + "\n") >= 0);
        told.setLength(0);
    }

    private String lastRecord() {
        return send(Request.get(lens.path() + "loops/0/trace")).text().lines().reduce("", (one, two) -> two);
    }

    @Test
    void aPageGetsWhatHappenedSinceItsLastSummary() {
        openPage();
        turn("one");
        assertThat(takeTold()).startsWith("event: summary\ndata: {\"n\":").contains("\"task one\"");
        turn("two");
        assertThat(takeTold()).as("the page has not asked").isEmpty();
        selectors.beforeNextWait(this::pageLooks);
        watched.runOnce(); // waits for nothing, until the page wakes it
        clock.advance(PERIOD.minusNanos(1));
        turn("three");
        assertThat(takeTold()).as("it is too early").isEmpty();
        clock.advance(Duration.ofNanos(1));
        turn("four");
        assertThat(takeTold())
                .contains("\"task two\"", "\"task three\"", "\"task four\"", "\"lost\":0,\"turns\":4,")
                .doesNotContain("\"task one\"");
    }

    @Test
    void aLoopThatHasNothingToTellIsNotWoken() {
        openPage();
        turn("one");
        int before = selectors.wakeups();
        watched.schedule(Duration.ofSeconds(1), () -> {});
        selectors.beforeNextWait(this::pageLooks);
        watched.runOnce();
        assertThat(selectors.wakeups()).isEqualTo(before);
    }

    @Test
    void allPagesGetTheSameSummary() {
        openPage();
        turn("one");
        takeTold();
        StringBuilder second = new StringBuilder();
        read(events(), second);
        pageLooks();
        clock.advance(PERIOD);
        turn("two");
        assertThat(takeTold()).contains("\"task two\"").isEqualTo(second.toString());
    }

    @Test
    void aPageThatTakesNothingKeepsNothingFromAnother() {
        BodyStream unread = events();
        openPage();
        for (int i = 0; i < 2_000; i++) {
            clock.advance(PERIOD);
            turn("some task with a name");
            assertThat(takeTold()).contains("\"task some task with a name\"");
            pageLooks();
        }
        read(unread, told);
        assertThat(takeTold().length()).isPositive().isLessThan(200_000);
    }

    @Test
    void aPageThatTakesNothingGetsNothing() {
        BodyStream unread = events();
        for (int i = 0; i < 2_000; i++) {
            clock.advance(PERIOD);
            turn("some task with a name");
            pageLooks();
        }
        read(unread, told);
        int length = takeTold().length();
        assertThat(length).isPositive().isLessThan(200_000);
        clock.advance(PERIOD);
        turn("last");
        assertThat(takeTold()).as("it is ready again, and has not looked").isEmpty();
        pageLooks();
        turn("at last");
        assertThat(takeTold()).contains("task at last");
    }

    /** Runs the watched loop on a thread of its own: while it is held, that thread waits. */
    private Thread start() {
        Thread thread = new Thread(watched::run, "watched");
        thread.start();
        return thread;
    }

    @Test
    void aLoopIsHeldAndStepsAndGoesOn() throws Exception {
        openPage();
        Thread thread = start();
        order("hold");
        await("held");
        CountDownLatch ran = new CountDownLatch(1);
        watched.execute(new NamedTask("retry", ran::countDown));
        watched.execute(new NamedTask("of the same turn", () -> {}));
        for (int steps = 0; steps < 10 && !lastRecord().contains("\"retry\""); steps++) {
            order("step");
            await("held");
        }
        assertThat(lastRecord()).contains("\"event\":\"task\"", "\"owner\":\"retry\"");
        assertThat(ran.getCount()).as("its callback has not begun").isOne();
        order("turn");
        await("held");
        assertThat(lastRecord()).contains("\"event\":\"turn-begin\"");
        assertThat(ran.getCount()).isZero();
        order("go");
        await("runs");
        watched.submit(() -> watched.sleep(Duration.ZERO)).await();
        watched.stop();
        thread.join();
    }

    @Test
    void aLoopIsHeldByItsAppAndGoesOnWhenTheLastPageIsGone() throws Exception {
        openPage();
        lens.readOnly().hold(); // does nothing
        lens.hold();
        Thread thread = start();
        await("held");
        own.inTask(page::cancel);
        own.turnUntilIdle();
        watched.submit(() -> watched.sleep(Duration.ZERO)).await();
        watched.stop();
        thread.join();
    }

    @Test
    void aRunningLoopIsAskedForItsTrace() throws Exception {
        Thread thread = start();
        assertThat(lastRecord()).contains("\"event\":\"task\"");
        assertThat(send(Request.get(lens.path() + "loops/0/trace")).text()).contains("\"event\":\"future-made\"");
        watched.stop();
        thread.join();
    }

    /** The loop that serves the page is closed: the watched one has nothing to do with it any more. */
    @Test
    void aPageWhoseLoopIsClosedIsForgotten() {
        openPage();
        own.loop.close();
        turn("one");
        clock.advance(PERIOD);
        turn("two");
        assertThat(watched.isClosed()).isFalse();
    }
}
