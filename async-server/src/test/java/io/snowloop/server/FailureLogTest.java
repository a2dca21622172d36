// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.TestClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Context;
import io.snowloop.future.ContextKey;
import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.HttpException;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.TestTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What fails on the server's side")
class FailureLogTest {
    private static final Duration INTERVAL = ServerOptions.DEFAULT.failureInterval();
    private static final String SETTING = " (ServerOptions.failureInterval; each is logged at DEBUG)";

    private static final LazyLogger LOG = new LazyLogger(Snow.class);

    private final LogCapture appLog = new LogCapture(Snow.class);
    private final LogCapture handlerLog = new LogCapture(ServerExchange.class);

    @AfterEach
    void close() {
        appLog.close();
        handlerLog.close();
    }

    private static Snow failing(Throwable error) {
        return new Snow()
                .get("/", (request, loop) -> Future.failed(error))
                .get("/{name}", (request, loop) -> Future.failed(error));
    }

    private static final class Broken implements BodyStream {
        @Override
        public Future<ByteBuffer> read() {
            return Future.failed(new IOException("the disk is gone"));
        }

        @Override
        public void cancel() {}
    }

    /** Without those at DEBUG. */
    private static List<String> said(LogCapture log) {
        return log.records().stream()
                .filter(record -> record.getLevel().intValue() >= java.util.logging.Level.INFO.intValue())
                .map(record ->
                        record.getLevel() + (record.getThrown() == null ? " " : " with stack ") + record.getMessage())
                .toList();
    }

    @Test
    void isLoggedWithItsStackOnceAndCountedFromThenOn() {
        try (TestClient client = new TestClient(failing(new TimeoutException("the backend is away")))) {
            client.send(GET);
            client.send("GET /b?token=secret HTTP/1.1\nHost: a\n\n");
            client.send(GET);
            client.send("GET /c?token=secret HTTP/1.1\nHost: a\n\n");
            String first = "WARNING with stack GET / was answered with 503 Service Unavailable";
            assertThat(said(appLog)).containsExactly(first);
            assertThat(appLog.records()).as("each one at DEBUG").hasSize(4);

            client.pass(INTERVAL);
            assertThat(said(appLog))
                    .containsExactly(
                            first,
                            "WARNING 3 more answers of 503 Service Unavailable because of"
                                    + " java.util.concurrent.TimeoutException within PT1M, the last: GET /c was answered with 503 Service"
                                    + " Unavailable" + SETTING);
        }
    }

    @Test
    void isSaidAgainAfterEachIntervalOfASpell() {
        Duration interval = Duration.ofSeconds(10);
        ServerOptions options =
                ServerOptions.builder().failureInterval(interval).build();
        try (TestClient client = new TestClient(failing(new TimeoutException("away")), options)) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                client.send(GET);
                client.pass(interval);
            }
            assertThat(said(appLog)).hasSize(4);
            assertThat(said(appLog).get(1)).startsWith("WARNING 1 more ");
            assertThat(said(appLog).get(2)).startsWith("WARNING 2 more ");
            assertThat(said(appLog).get(3)).startsWith("WARNING 2 more ");
        }
    }

    @Test
    void isAFirstOneAgainAfterAnIntervalWithoutIt() {
        ServerOptions options =
                ServerOptions.builder().failureInterval(Duration.ofSeconds(10)).build();
        try (TestClient client = new TestClient(failing(new TimeoutException("away")), options)) {
            client.send(GET);
            client.pass(options.failureInterval());
            client.send(GET);
            assertThat(said(appLog)).hasSize(2).allMatch(record -> record.startsWith("WARNING with stack "));
        }
    }

    @Test
    void isAnErrorWhenItMayBeABug() {
        try (TestClient client = new TestClient(failing(new IllegalStateException("a bug")))) {
            client.send(GET);
            client.send(GET);
            client.pass(INTERVAL);
            assertThat(said(appLog)).hasSize(2);
            assertThat(said(appLog).get(0)).startsWith("SEVERE with stack GET / was answered with 500");
            assertThat(said(appLog).get(1))
                    .startsWith("SEVERE 1 more answers of 500 Internal Server Error because of"
                            + " java.lang.IllegalStateException at io.snowloop.server.FailureLogTest.");
        }
    }

    @Test
    void twoBugsAreTwoKinds() {
        Snow app = new Snow()
                .get("/a", request -> {
                    throw new IllegalStateException("in a");
                })
                .get("/b", request -> {
                    throw new IllegalStateException("in b");
                });
        try (TestClient client = new TestClient(app)) {
            for (String path : List.of("/a", "/b", "/a", "/b")) {
                client.send("GET " + path + " HTTP/1.1\nHost: a\n\n");
            }
            assertThat(said(appLog))
                    .containsExactly(
                            "SEVERE with stack GET /a was answered with 500 Internal Server Error",
                            "SEVERE with stack GET /b was answered with 500 Internal Server Error");
        }
    }

    @Test
    void isNoneIfTheClientIsToBlame() {
        try (TestClient client = new TestClient(failing(new HttpException(Status.CONFLICT, "taken")))) {
            client.send(GET);
            client.pass(INTERVAL);
            assertThat(said(appLog)).isEmpty();
        }
    }

    @Test
    void isLoggedEachTimeIfTheIntervalIsZero() {
        ServerOptions options =
                ServerOptions.builder().failureInterval(Duration.ZERO).build();
        try (TestClient client = new TestClient(failing(new TimeoutException("away")), options)) {
            client.send(GET);
            client.send(GET);
            client.send(GET);
            assertThat(said(appLog)).hasSize(3).allMatch(record -> record.startsWith("WARNING with stack "));
        }
    }

    @Test
    void isCountedForHandlersWithoutAnApp() {
        try (TestClient client =
                new TestClient(request -> Future.failed(new HttpException(Status.BAD_GATEWAY, "away")))) {
            client.send(GET);
            client.send(GET);
            client.pass(INTERVAL);
            assertThat(said(handlerLog)).hasSize(2);
            assertThat(said(handlerLog).get(0)).isEqualTo("WARNING with stack the handler failed for GET /");
            assertThat(said(handlerLog).get(1)).startsWith("WARNING 1 more answers of 502 Bad Gateway because of");
        }
    }

    @Test
    void isCountedForBodiesThatBreakOff() {
        try (TestClient client = new TestClient(
                request -> Future.completed(Response.of(Status.OK).withBody(new Broken())))) {
            client.send(GET);
            TestTransport.connect(client.test, new ServerConnection(client.server, ProxyHeader.NO_ADDRESSES))
                    .send(GET.replace("\n", "\r\n"));
            client.pass(INTERVAL);
            assertThat(said(handlerLog)).hasSize(2);
            assertThat(said(handlerLog).get(0))
                    .startsWith("WARNING with stack the body of the response to GET / broke off");
            assertThat(said(handlerLog).get(1))
                    .startsWith("WARNING 1 more bodies that broke off because of java.io.IOException");
        }
    }

    @Test
    void isLoggedOnceWhenTheServerGivesUpASlowView() {
        ServerOptions options =
                ServerOptions.builder().failureInterval(Duration.ofMinutes(10)).build();
        try (TestClient client = new TestClient(new Snow().get("/", (request, loop) -> loop.newPromise()), options)) {
            for (int i = 0; i < 3; i++) {
                client.send(GET);
                client.pass(ServerTimeouts.DEFAULT.handler());
                assertThat(client.statusLines()).isEqualTo("HTTP/1.1 503 Service Unavailable\n");
            }
            client.pass(options.failureInterval());
            assertThat(appLog.records()).as("the server has said it").isEmpty();
            assertThat(said(handlerLog)).hasSize(2);
            assertThat(said(handlerLog).get(0))
                    .isEqualTo("WARNING no response to GET / within ServerTimeouts.handler = PT1M");
            assertThat(said(handlerLog).get(1))
                    .startsWith("WARNING 2 more answers of 503 Service Unavailable within PT10M");
        }
    }

    @Test
    void doesNotKeepTheContextOfARequest() {
        ContextKey<String> user = ContextKey.of("user");
        List<String> users = new ArrayList<>();
        Logger.getLogger(Snow.class.getName())
                .setFilter(record -> users.add(String.valueOf(Context.current().get(user))));
        Snow app = new Snow()
                .get("/", (request, loop) -> Future.failed(new TimeoutException("away")))
                .filter((request, next) -> Context.current().with(user, "ann").call(() -> next.handle(request)));
        try (TestClient client = new TestClient(app)) {
            client.send(GET);
            client.send(GET);
            client.pass(INTERVAL);
            assertThat(users).containsExactly("ann", "ann", "null");
        } finally {
            Logger.getLogger(Snow.class.getName()).setFilter(null);
        }
    }

    // ----------------------------------------------------------------------------------------- all loops of a server

    private static void fail(FailureLog log, EventLoop loop, int status) {
        loop.execute(() -> log.answered(LOG, loop, Status.of(status), null, loop + " answered with " + status));
    }

    @Test
    void isCountedForAllLoopsTogether() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop one = simulation.loop("10.0.0.1");
            EventLoop two = simulation.loop("10.0.0.2");
            FailureLog log = new FailureLog(INTERVAL);
            fail(log, one, 503);
            fail(log, two, 503);
            fail(log, one, 503);
            simulation.run();
            assertThat(said(appLog)).hasSize(2);
            assertThat(said(appLog).get(1)).startsWith("WARNING 2 more answers of 503");
            assertThat(simulation.ticker().elapsed()).as("the spell is over").isEqualTo(INTERVAL.multipliedBy(2));
        }
    }

    @Test
    void isSaidWhenTheServerEnds() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop one = simulation.loop("10.0.0.1");
            EventLoop two = simulation.loop("10.0.0.2");
            FailureLog log = new FailureLog(INTERVAL);
            fail(log, one, 503);
            fail(log, one, 503);
            fail(log, two, 502);
            fail(log, two, 502);
            one.execute(() -> log.end(one));
            simulation.runFor(Duration.ofSeconds(1));
            assertThat(said(appLog)).hasSize(3).anyMatch(record -> record.startsWith("WARNING 1 more answers of 503"));
            two.execute(() -> log.end(two));
            simulation.run();
            assertThat(said(appLog)).hasSize(4);
            assertThat(said(appLog).get(3)).startsWith("WARNING 1 more answers of 502");
            assertThat(simulation.ticker().elapsed()).as("no timer is left").isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void isSaidWhenTheServerIsClosed() {
        Snow app = failing(new TimeoutException("away"));
        try (TestClient client = new TestClient(app)) {
            client.send(GET);
            client.send(GET);
            client.test.inTask(client.server::abort);
            assertThat(said(appLog)).hasSize(2);
        }
    }

    @Test
    void hasABoundedNumberOfKinds() {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            FailureLog log = new FailureLog(INTERVAL);
            for (int status = 501; status < 600; status++) {
                fail(log, loop, status);
            }
            simulation.runFor(Duration.ofSeconds(1));
            assertThat(said(appLog)).hasSize(FailureLog.MAX_KINDS + 1);
            simulation.runFor(INTERVAL);
            assertThat(said(appLog))
                    .last()
                    .asString()
                    .startsWith(
                            "WARNING " + (99 - FailureLog.MAX_KINDS - 1) + " more failures of other kinds within PT1M");
        }
    }
}
