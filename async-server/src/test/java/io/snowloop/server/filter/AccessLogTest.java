// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.server.LogCapture;
import io.snowloop.server.Snow;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The access log")
class AccessLogTest {
    private final LogCapture log = new LogCapture(AccessLog.class);
    private final AtomicLong now = new AtomicLong();

    private final Snow app = new Snow()
            .filter(accessLog())
            .get("/home/", request -> Response.text("home"))
            .get("/empty", request -> Response.of(Status.NO_CONTENT))
            .get("/stream", request -> Response.stream(BodyStream.of(() -> Future.completed(null)), "text/plain"))
            .get("/slow", (request, loop) -> {
                now.addAndGet(Duration.ofMillis(1_500).toNanos());
                return Future.completed(Response.text("slow"));
            });

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void hasALineForEachRequestWithMethodTargetStatusBytesAndTime() {
        assertThat(app.handle(Request.get("/home/?a=1")).resultNow().text()).isEqualTo("home");
        app.handle(Request.get("/nowhere"));

        assertThat(log.records()).extracting(LogRecord::getLevel).containsOnly(Level.INFO);
        assertThat(log.records().get(0).getMessage()).matches("GET /home/\\?a=1 200 4 bytes \\d+\\.\\d+ ms");
        assertThat(log.records().get(1).getMessage()).matches("GET /nowhere 404 13 bytes \\d+\\.\\d+ ms");
    }

    @Test
    void hasTheTargetThatWasAskedForAlsoInAMountedApp() {
        new Snow().mount("/app", app).handle(Request.get("/app/home/?a=1"));

        assertThat(log.records().get(0).getMessage()).startsWith("GET /app/home/?a=1 200 ");
    }

    @Test
    void leavesOutTheNumberOfBytesWhereItIsNotKnown() {
        app.handle(Request.get("/stream"));

        assertThat(log.records().get(0).getMessage()).matches("GET /stream 200 \\d+\\.\\d+ ms");
    }

    @Test
    void saysThatThereAreNoBytesWhereThatIsKnown() {
        app.handle(Request.get("/empty"));

        assertThat(log.records().get(0).getMessage()).matches("GET /empty 204 0 bytes \\d+\\.\\d+ ms");
    }

    @Test
    void passesRequestsOnWhereItIsSwitchedOff() {
        Logger logger = Logger.getLogger(AccessLog.class.getName());
        Level before = logger.getLevel();
        logger.setLevel(Level.WARNING);
        try {
            assertThat(app.handle(Request.get("/home/")).resultNow().text()).isEqualTo("home");
        } finally {
            logger.setLevel(before);
        }

        assertThat(log.records()).isEmpty();
    }

    @Test
    void goesByTheClockOfTheLoop() throws Exception {
        try (EventLoop loop =
                EventLoop.open(EventLoopOptions.builder().ticker(now::get).build())) {
            loop.runUntil(loop.submit(() -> app.handle(Request.get("/slow"))));
        }

        assertThat(log.records().get(0).getMessage()).isEqualTo("GET /slow 200 4 bytes 1500.0 ms");
    }

    @Test
    void namesTheErrorOfAHandlerThatFails() {
        accessLog().filter(Request.get("/"), request -> Future.failed(new IllegalStateException("broken")));

        assertThat(log.records().get(0).getMessage())
                .matches("GET / java.lang.IllegalStateException: broken \\d+\\.\\d+ ms");
    }
}
