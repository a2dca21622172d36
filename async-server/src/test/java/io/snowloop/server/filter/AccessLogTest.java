// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.server.LogCapture;
import io.snowloop.server.Snow;
import io.snowloop.server.auth.Authentication;
import io.snowloop.testing.ManualExecutor;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

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
    void hasTheBeginningOfALongTarget() {
        app.handle(Request.get("/" + "a".repeat(2_047)));
        app.handle(Request.get("/" + "a".repeat(2_048)));
        assertThat(log.records().get(0).getMessage()).startsWith("GET /" + "a".repeat(2_047) + " 404");
        assertThat(log.records().get(1).getMessage()).startsWith("GET /" + "a".repeat(2_047) + "...[+1] 404");

        List<String> lines = new ArrayList<>();
        new Snow()
                .filter(AccessLog.builder().maxField(3).sink(lines::add).build())
                .handle(Request.get("/home/"));
        assertThat(lines).hasSize(1).first().asString().startsWith("GET /ho...[+3] 404");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AccessLog.builder().maxField(0))
                .withMessageContaining("maxField");
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
    void hasALineIfTheHandlerThrows() {
        Handler handler = accessLog().around(request -> {
            throw new IllegalStateException("no");
        });
        ManualExecutor executor = new ManualExecutor();
        Promise<SentResponse> sent = new Promise<>(executor);
        RequestContext server = Mockito.mock(RequestContext.class);
        Mockito.when(server.sent()).thenReturn(sent);

        assertThatIllegalStateException()
                .isThrownBy(() -> handler.handle(Request.get("/").withContext(server)));
        sent.complete(new SentResponse(Status.INTERNAL_SERVER_ERROR, 3, true));
        executor.runAll();

        assertThat(log.records().get(0).getMessage()).startsWith("GET / 500 3 bytes ");
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

    @Test
    void asksForTheUserThatAnInnerFilterKnows() {
        List<String> lines = new ArrayList<>();
        Authentication<UserPrincipal> login = Authentication.basic(
                "notes", (name, password) -> Future.completed(password.equals("right") ? () -> name : null));
        Snow guarded = new Snow()
                .filter(json(lines))
                .filter(json(lines)) // two know it, not only the inner one
                .filter(login)
                .get("/", request -> Response.text("home"));

        guarded.handle(request("holle:right"));
        guarded.handle(request("holle:wrong"));

        assertThat(lines).hasSize(4);
        assertThat(lines.subList(0, 2)).allMatch(line -> line.contains("\"user\":\"holle\""));
        assertThat(lines.subList(2, 4)).allMatch(line -> line.contains("\"status\":401"));
        assertThat(lines.subList(2, 4)).noneMatch(line -> line.contains("holle"));
    }

    private interface UserPrincipal extends Principal {}

    private static AccessLog json(List<String> lines) {
        return AccessLog.builder().format(AccessLogFormat.JSON).sink(lines::add).build();
    }

    private static Request request(String nameAndPassword) {
        String credentials = Base64.getEncoder().encodeToString(nameAndPassword.getBytes(US_ASCII));
        return Request.get("/").withHeader("Authorization", "Basic " + credentials);
    }

    @Test
    void isToldOfAUserByAnyCodeInside() {
        List<String> lines = new ArrayList<>();
        json(lines).filter(Request.get("/"), request -> {
            AccessLog.tellUser(request, "wolf");
            return Future.completed(Response.text("a"));
        });
        AccessLog.tellUser(Request.get("/"), "nobody is told");

        assertThat(lines).singleElement().asString().contains("\"user\":\"wolf\"");
    }

    @Test
    void hasTheTimeOfItsClock() {
        List<String> lines = new ArrayList<>();
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-29T08:30:00Z"));
        AccessLog filter = AccessLog.builder()
                .format(AccessLogFormat.JSON)
                .sink(lines::add)
                .clock(clock)
                .build();

        filter.filter(Request.get("/"), request -> Future.completed(Response.text("a")));

        assertThat(lines).singleElement().asString().startsWith("{\"time\":\"2026-11-29T08:30:00Z\",");
    }
}
