// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.sim.Faults;
import io.snowloop.testing.EverySegmentation;
import io.snowloop.testing.OpenFiles;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.ConnectTimeoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EverySegmentation
class TimeoutsTest {
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final Duration INSTANT = Duration.ofMillis(1);

    private final Timeouts timeouts = Timeouts.builder()
            .connect(Duration.ofSeconds(2))
            .read(Duration.ofSeconds(10))
            .total(Duration.ofSeconds(30))
            .build();
    private final FetcherOptions options = FetcherOptions.builder()
            .timeouts(timeouts)
            .maxPerOrigin(1)
            .maxConnections(1)
            .build();

    /** Waits until just before the limit, and then for the rest. */
    private static void pass(Scene scene, Duration limit, Future<?> future) {
        scene.pass(limit.minus(INSTANT));
        assertThat(future.isDone()).isFalse();
        scene.pass(INSTANT);
    }

    /** As curl's --connect-timeout does. */
    @Test
    void connectingIncludesTheHandshake() {
        TlsConfig tls = TlsConfig.insecureClient();
        try (Scene scene = new Scene(options.toBuilder().tls(tls).build())) {
            scene.simulation.network().faults(Faults.NONE.latency(Duration.ofMillis(300)));
            scene.listen(443);
            Future<Response> response = scene.fetcher.fetch("https://10.0.0.1/");
            pass(scene, timeouts.connect(), response);
            assertThat(Scene.error(response))
                    .isInstanceOf(ConnectTimeoutException.class)
                    .hasMessage("no TLS handshake with 10.0.0.1:443 within 2000 ms");
        }
    }

    @Test
    void connectingThatTakesTooLongFailsNamingHostAndLimit() {
        try (Scene scene = new Scene(options)) {
            scene.simulation.network().faults(Faults.NONE.blackHoles(1));
            Future<Response> response = scene.get();
            Future<Response> next = scene.get();
            pass(scene, timeouts.connect(), response);
            assertThat(Scene.error(response))
                    .isInstanceOf(ConnectTimeoutException.class)
                    .hasMessageContainingAll("10.0.0.1:80", "2000 ms");
            scene.simulation.network().faults(Faults.NONE);
            assertThat(next.isDone()).isFalse();
            scene.pass(timeouts.connect());
            assertThat(next.isDone()).isTrue();
            assertThat(scene.loop.pendingTimers()).isZero();
        }
    }

    @Test
    void aServerThatNeverAnswersFailsTheFetchNamingUrlAndLimit() {
        try (Scene scene = new Scene(options)) {
            Future<Response> response = scene.get();
            Future<Response> next = scene.get();
            pass(scene, timeouts.read(), response);
            assertThat(Scene.error(response))
                    .isInstanceOf(ReadTimeoutException.class)
                    .hasMessageContainingAll("GET http://10.0.0.1/", "10000 ms");
            assertThat(scene.peers.get(0).isClosed()).isTrue();
            scene.peer().send(OK);
            assertThat(next.isDone()).isTrue();
        }
    }

    @Test
    void everyByteOfAHeadRestartsTheReadTimeout() {
        try (Scene scene = new Scene(options)) {
            Future<Response> response = scene.get();
            scene.pass(timeouts.read().minus(INSTANT));
            scene.peer().send("HTTP");
            pass(scene, timeouts.read(), response);
            assertThat(Scene.error(response)).isInstanceOf(ReadTimeoutException.class);
        }
    }

    @Test
    void silenceBetweenTwoPiecesOfABodyFailsTheReader() {
        try (Scene scene = new Scene(options)) {
            Future<Response> response = scene.get();
            scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 9\n\nabc");
            scene.pass(timeouts.read().minus(INSTANT));
            scene.peer().send("def");
            pass(scene, timeouts.read(), response);
            assertThat(Scene.error(response)).isInstanceOf(ReadTimeoutException.class);
            scene.assertNothingUnderWay();
        }
    }

    @Test
    void theReadersOwnPausesDoNotCount() {
        try (Scene scene = new Scene(options)) {
            Response response = scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 9\n\nabc");
            BodyStream body = response.body().stream();
            StringBuilder got = new StringBuilder();
            scene.pass(timeouts.read().plusSeconds(1));
            read(scene, body, got);
            read(scene, body, got);
            scene.peer().sendExactly("def");
            assertThat(got).hasToString("abcdef");
            scene.pass(timeouts.read().plusSeconds(5));
            scene.peer().sendExactly("ghi");
            read(scene, body, got);
            assertThat(got).hasToString("abcdefghi");
            read(scene, body, got);
            assertThat(got).hasToString("abcdefghi.");
            scene.assertNothingUnderWay();
        }
    }

    @Test
    void theReadersPauseAfterAPieceThatWasThereAlreadyDoesNotCount() {
        try (Scene scene = new Scene(options)) {
            Response response =
                    scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n");
            BodyStream body = response.body().stream();
            StringBuilder got = new StringBuilder();
            read(scene, body, got);
            scene.peer().sendExactly("3\nabc\n3\ndef\n");
            read(scene, body, got);
            assertThat(got).hasToString("abcdef");
            scene.pass(timeouts.read().plusSeconds(1));
            read(scene, body, got);
            scene.peer().sendExactly("0\n\n");
            assertThat(got).hasToString("abcdef.");
        }
    }

    /** Reads a piece. It is a segment: therefore the tests send exactly. */
    private static void read(Scene scene, BodyStream body, StringBuilder into) {
        scene.onLoop(() -> body.read().onComplete((piece, error) -> {
            into.append(
                    error != null
                            ? error
                            : piece == null ? "." : new String(piece.array(), piece.position(), piece.remaining()));
        }));
    }

    @Test
    void theReadTimeoutFailsAReaderThatWaits() {
        try (Scene scene = new Scene(options)) {
            Response response = scene.head(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 9\n\n");
            scene.pass(Duration.ofSeconds(15));
            assertThat(scene.fetcher.inFlight()).isEqualTo(1);
            StringBuilder got = new StringBuilder();
            read(scene, response.body().stream(), got);
            scene.pass(timeouts.read());
            assertThat(got).contains("ReadTimeoutException");
        }
    }

    @Test
    void aServerThatTakesTheRequestSlowlyIsNotSilent() {
        assertIsTakenSlowly(Body.of(new byte[1_000_000]));
    }

    @Test
    void aServerThatTakesAFileSlowlyIsNotSilent(@TempDir Path folder) throws IOException {
        assertIsTakenSlowly(file(folder, 1_000_000));
    }

    /** A megabyte, which takes longer than the server may be silent. */
    private void assertIsTakenSlowly(Body megabyte) {
        Timeouts patient = timeouts.toBuilder().total(Duration.ofHours(1)).build();
        try (Scene scene = new Scene(options.toBuilder().timeouts(patient).build())) {
            scene.simulation.network().faults(Faults.NONE.bandwidth(10_000));
            Future<Response> response = scene.fetch(Request.post(Scene.URL, megabyte));
            scene.simulation.runUntil(() -> scene.peer().received() > 1_000_000);
            assertThat(scene.simulation.ticker().elapsed()).isGreaterThan(Duration.ofSeconds(90));
            scene.peer().send(OK);
            scene.pass(Duration.ofSeconds(1));
            assertThat(response.resultNow().text()).isEqualTo("ok");
        }
    }

    @Test
    void aServerThatDoesNotTakeTheRequestIsSilent() {
        try (Scene scene = new Scene(options)) {
            Future<Response> response = scene.fetcher.fetch(Request.post(Scene.URL, Body.of(new byte[5_000_000])));
            scene.simulation.runUntil(() -> !scene.peers.isEmpty());
            scene.peer().transport.pauseReading();
            assertIsSilent(scene, response);
            scene.peer().reset();
        }
    }

    /** The time begins when the server has taken bytes last, and that is known to an eighth of it. */
    private void assertIsSilent(Scene scene, Future<Response> response) {
        scene.pass(timeouts.read().minus(INSTANT));
        assertThat(response.isDone()).isFalse();
        scene.pass(timeouts.read().dividedBy(8).plus(INSTANT));
        assertThat(Scene.error(response)).isInstanceOf(ReadTimeoutException.class);
    }

    private static FileBody file(Path folder, int length) throws IOException {
        return FileBody.of(Files.write(folder.resolve("file"), new byte[length]));
    }

    @Test
    void aServerThatDoesNotTakeAFileIsSilent(@TempDir Path folder) throws IOException {
        try (Scene scene = new Scene(options)) {
            FileBody file = file(folder, 5_000_000);
            Future<Response> response = scene.fetcher.fetch(Request.post(Scene.URL, file));
            scene.simulation.runUntil(() -> !scene.peers.isEmpty());
            scene.peer().transport.pauseReading();
            assertIsSilent(scene, response);
            assertThat(OpenFiles.of(file.path())).isZero();
            scene.peer().reset();
        }
    }

    @Test
    void aBodySourceThatPausesIsNotTheServersSilence() {
        try (Scene scene = new Scene(options)) {
            boolean[] first = {true};
            Future<Response> response = scene.fetch(Request.post(Scene.URL, BodyStream.of(() -> {
                if (!first[0]) {
                    return Future.completed(null);
                }
                first[0] = false;
                return scene.loop.sleep(Duration.ofSeconds(25)).map(slept -> ByteBuffer.wrap(new byte[3]));
            })));
            scene.pass(Duration.ofSeconds(26));
            assertThat(scene.peer().take()).endsWith("0\n\n");
            scene.peer().send(OK);
            assertThat(response.isDone()).isTrue();
        }
    }

    @Test
    void theReadTimeoutAfterASlowRequestBeginsWhenItIsSent() {
        try (Scene scene = new Scene(options)) {
            boolean[] first = {true};
            Future<Response> response = scene.fetch(Request.post(Scene.URL, BodyStream.of(() -> {
                if (!first[0]) {
                    return Future.completed(null);
                }
                first[0] = false;
                return scene.loop.sleep(Duration.ofSeconds(9)).map(slept -> ByteBuffer.wrap(new byte[3]));
            })));
            scene.pass(Duration.ofSeconds(9));
            pass(scene, timeouts.read(), response);
            assertThat(Scene.error(response)).isInstanceOf(ReadTimeoutException.class);
        }
    }

    // --------------------------------------------------------------------------------------------------- total

    @Test
    void theTotalCountsWhileARequestWaitsInTheQueue() {
        Timeouts patient = timeouts.toBuilder().read(Duration.ofHours(1)).build();
        try (Scene scene = new Scene(options.toBuilder().timeouts(patient).build())) {
            scene.get();
            scene.pass(Duration.ofSeconds(5));
            Future<Response> waiting = scene.fetch(Request.get("http://10.0.0.1/waiting"));
            scene.pass(Duration.ofSeconds(25)); // the first one fails, and there is room for the next
            assertThat(scene.peers).hasSize(2);
            pass(scene, Duration.ofSeconds(5), waiting);
            assertThat(Scene.error(waiting))
                    .isInstanceOf(TotalTimeoutException.class)
                    .hasMessageContainingAll("GET http://10.0.0.1/waiting", "30000 ms");
            scene.assertNothingUnderWay();
        }
    }

    @Test
    void theTotalCountsForARequestThatNeverGetsAConnection() {
        Timeouts patient = Timeouts.builder()
                .connect(Duration.ofHours(1))
                .read(Duration.ofHours(1))
                .total(Duration.ofSeconds(30))
                .build();
        try (Scene scene = new Scene(options.toBuilder().timeouts(patient).build())) {
            scene.simulation.network().faults(Faults.NONE.blackHoles(1));
            Future<Response> connecting = scene.get();
            Future<Response> waiting = scene.get();
            pass(scene, timeouts.total(), connecting);
            assertThat(Scene.error(connecting)).isInstanceOf(TotalTimeoutException.class);
            assertThat(Scene.error(waiting)).isInstanceOf(TotalTimeoutException.class);
            scene.settle();
            assertThat(scene.fetcher.connections()).isZero();
            assertThat(scene.loop.pendingTimers()).isZero();
        }
    }

    @Test
    void theTotalEndsABodyThatTricklesIn() {
        try (Scene scene = new Scene(options)) {
            Future<Response> response = scene.get();
            scene.peer().send("HTTP/1.1 200 OK\nContent-Length: 1000\n\n");
            for (int i = 0; i < 29; i++) {
                scene.pass(Duration.ofSeconds(1));
                scene.peer().send("x");
            }
            pass(scene, Duration.ofSeconds(1), response);
            assertThat(Scene.error(response)).isInstanceOf(TotalTimeoutException.class);
            assertThat(scene.peer().isClosed()).isTrue();
            scene.assertNothingUnderWay();
        }
    }

    @Test
    void theTotalEndsABodyThatIsNotRead() {
        try (Scene scene = new Scene(options)) {
            Response response = scene.headExactly(Request.get(Scene.URL), "HTTP/1.1 200 OK\nContent-Length: 9\n\nabc");
            scene.pass(timeouts.total());
            scene.assertNothingUnderWay();
            StringBuilder got = new StringBuilder();
            read(scene, response.body().stream(), got);
            read(scene, response.body().stream(), got);
            assertThat(got).startsWith("abc").contains("TotalTimeoutException");
        }
    }

    @Test
    void aFetchThatIsDoneLeavesOnlyTheTimersOfItsConnection() {
        try (Scene scene = new Scene(options)) {
            scene.answers = head -> OK;
            for (int i = 0; i < 100; i++) {
                scene.get();
            }
            assertThat(scene.loop.pendingTimers())
                    .as("read time-out and keep-alive")
                    .isLessThanOrEqualTo(2);
            scene.pass(FetcherOptions.DEFAULT.keepAlive());
            assertThat(scene.loop.pendingTimers()).isZero();
        }
    }

    @Test
    void aTimeoutMustBePositive() {
        assertThatThrownBy(() -> timeouts.toBuilder().connect(Duration.ZERO).build())
                .hasMessageContaining("connect");
        assertThatThrownBy(() -> timeouts.toBuilder().read(Duration.ZERO).build())
                .hasMessageContaining("read");
        assertThatThrownBy(
                        () -> timeouts.toBuilder().total(Duration.ofSeconds(-1)).build())
                .hasMessageContaining("total");
    }

    @Test
    void waitingForAConnectionFailsBeforeAnythingIsSent() {
        Timeouts patient = timeouts.toBuilder().pool(Duration.ofSeconds(3)).build();
        try (Scene scene = new Scene(options.toBuilder().timeouts(patient).build())) {
            Future<Response> first = scene.get();
            Future<Response> waits = scene.get();
            pass(scene, patient.pool(), waits);
            assertThat(Scene.error(waits))
                    .isInstanceOf(PoolTimeoutException.class)
                    .hasMessage("no connection was free for it within 3000 ms "
                            + "(FetcherOptions.maxPerOrigin, maxConnections): GET http://10.0.0.1/");
            Future<Response> next = scene.get();
            scene.peer().send(OK);
            scene.pass(patient.pool()); // it waits no longer
            scene.peer().send(OK);
            assertThat(first.resultNow().text() + next.resultNow().text()).isEqualTo("okok");
        }
    }

    @Test
    void oneRequestMayHaveItsOwn() {
        Timeouts hasty = timeouts.toBuilder()
                .total(Duration.ofSeconds(4))
                .read(Duration.ofSeconds(3))
                .pool(Duration.ofSeconds(2))
                .build();
        Request request = Request.get(Scene.URL).withAttribute(Timeouts.OF_REQUEST, hasty);
        try (Scene scene = new Scene(options)) {
            Future<Response> silent = scene.fetch(request);
            Future<Response> queued = scene.fetch(request);
            pass(scene, hasty.pool(), queued);
            assertThat(Scene.error(queued)).isInstanceOf(PoolTimeoutException.class);
            pass(scene, Duration.ofSeconds(1), silent);
            assertThat(Scene.error(silent)).isInstanceOf(ReadTimeoutException.class);

            Future<Response> trickles = scene.fetch(request);
            scene.pass(Duration.ofSeconds(2));
            scene.peer().send("HTTP");
            pass(scene, Duration.ofSeconds(2), trickles);
            assertThat(Scene.error(trickles))
                    .isInstanceOf(TotalTimeoutException.class)
                    .hasMessageStartingWith("not complete within 4000 ms");

            Future<Response> usual = scene.get();
            pass(scene, timeouts.read(), usual);
        }
    }

    @Test
    void oneRequestMayConnectForLonger() {
        Timeouts patient = timeouts.toBuilder().connect(Duration.ofSeconds(5)).build();
        try (Scene scene = new Scene(options)) {
            scene.simulation.network().faults(Faults.NONE.blackHoles(1));
            Future<Response> response = scene.fetch(Request.get(Scene.URL).withAttribute(Timeouts.OF_REQUEST, patient));
            pass(scene, patient.connect(), response);
            assertThat(Scene.error(response)).isInstanceOf(ConnectTimeoutException.class);
        }
    }

    @Test
    void waitingForAConnectionMayTakeAllOfTheTime() {
        Duration day = Duration.ofDays(1);
        Timeouts patient = Timeouts.builder().total(day).read(day).build();
        try (Scene scene = new Scene(options.toBuilder().timeouts(patient).build())) {
            scene.get();
            Future<Response> waits = scene.get();
            pass(scene, day, waits);
            assertThat(Scene.error(waits)).isInstanceOf(TotalTimeoutException.class);
        }
    }

    /** A server that hangs may have all fetches of a program expire together, each with an exception of its own. */
    @Test
    void soManyExpireInATurn() {
        Timeouts patient = timeouts.toBuilder().read(Duration.ofHours(1)).build();
        try (Scene scene = new Scene(options.toBuilder().timeouts(patient).build())) {
            Map<Long, Integer> turns = new TreeMap<>();
            for (int i = 0; i < 300; i++) {
                scene.fetcher.fetch(Scene.URL).onComplete((response, error) -> {
                    assertThat(error).isInstanceOf(TotalTimeoutException.class);
                    turns.merge(scene.loop.reactor().turn(), 1, Integer::sum);
                });
            }
            scene.pass(timeouts.total());
            assertThat(turns.values()).containsExactly(256, 44);
            scene.assertNothingUnderWay();
        }
    }
}
