// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static io.snowloop.client.FetchPhase.CONNECT;
import static io.snowloop.client.FetchPhase.DNS;
import static io.snowloop.client.FetchPhase.PROXY;
import static io.snowloop.client.FetchPhase.QUEUE;
import static io.snowloop.client.FetchPhase.RECEIVE;
import static io.snowloop.client.FetchPhase.SEND;
import static io.snowloop.client.FetchPhase.TLS;
import static io.snowloop.client.FetchPhase.WAIT;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.tls.Trust;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import io.snowloop.websocket.connection.WebSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener sees, on a network where each segment takes 20 ms: in virtual time, so all times are exact. */
class FetchListenerTest {
    private static final Duration LATENCY = ofMillis(20);
    private static final Duration ROUND_TRIP = ofMillis(40);
    private static final String OK = "HTTP/1.1 200 OK\nContent-Length: 2\n\nok";
    private static final TestAuthority AUTHORITY = new TestAuthority("Test Authority");

    private final List<FetchTimings> seen = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private Scene scene;

    private final FetchListener listener = new FetchListener() {
        @Override
        public void finished(FetchTimings timings) {
            seen.add(timings);
            log.add("finished");
        }

        @Override
        public void entered(Request request, FetchPhase phase) {
            log.add(phase.name());
        }
    };

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private FetcherOptions.Builder options() {
        return FetcherOptions.builder().listener(listener);
    }

    private void open(FetcherOptions.Builder options) {
        Simulation simulation = new Simulation(1);
        simulation.network().faults(Faults.NONE.latency(LATENCY));
        scene = new Scene(simulation, options.build());
        scene.answers = head -> OK;
    }

    /** A look-up takes 7 ms. */
    private static Connector slowNames() {
        return Connector.builder()
                .resolver((loop, host) -> loop.sleep(ofMillis(7)).map(slept -> List.of(address(Scene.SERVER))))
                .build();
    }

    private static InetAddress address(String literal) {
        return new InetSocketAddress(literal, 0).getAddress();
    }

    private Response get(String url) {
        Future<Response> response = scene.fetcher.fetch(url);
        scene.pass(ofSeconds(1));
        return response.resultNow();
    }

    /** The only one that is seen so far. */
    private FetchTimings only() {
        assertThat(seen).hasSize(1);
        FetchTimings timings = seen.get(0);
        assertThat(timings.phases().values().stream().reduce(ZERO, Duration::plus))
                .as("the sum of all phases")
                .isEqualTo(timings.total());
        return timings;
    }

    // ------------------------------------------------------------------------------------------------------ phases

    @Test
    void eachPhaseHasItsTime() {
        open(options().connector(slowNames()));
        scene.answers = head -> {
            scene.serverLoop.schedule(ofMillis(30), () -> scene.peer().write("HTTP/1.1 200 OK\r\n"));
            scene.serverLoop.schedule(ofMillis(45), () -> scene.peer().write("Content-Length: 2\r\n\r\no"));
            scene.serverLoop.schedule(ofMillis(46), () -> scene.peer().write("k"));
            return "";
        };

        assertThat(get("http://a.test/").text()).isEqualTo("ok");

        FetchTimings timings = only();
        assertThat(timings.phases())
                .containsExactly(
                        Map.entry(QUEUE, ZERO),
                        Map.entry(DNS, ofMillis(7)),
                        Map.entry(CONNECT, ROUND_TRIP),
                        Map.entry(SEND, ZERO),
                        Map.entry(WAIT, ROUND_TRIP.plusMillis(30)),
                        Map.entry(RECEIVE, ofMillis(16)));
        assertThat(timings.total()).isEqualTo(ofMillis(7 + 40 + 70 + 16));
        assertThat(timings.until(CONNECT)).isEqualTo(ofMillis(47));
        assertThat(timings.of(TLS)).isZero();
        assertThat(timings.isReused()).isFalse();
        assertThat(List.of(timings.status(), timings.last())).containsExactly(Status.OK, RECEIVE);
        assertThat(timings.error()).isNull();
        assertThat(timings.remoteAddress()).isEqualTo(new InetSocketAddress(Scene.SERVER, 80));
        assertThat(((InetSocketAddress) timings.localAddress()).getAddress()).isEqualTo(address("10.0.0.2"));
        assertThat(log).containsExactly("QUEUE", "DNS", "CONNECT", "SEND", "WAIT", "RECEIVE", "finished");
        assertThat(timings)
                .hasToString("GET http://a.test/: 200 OK in 133.0 ms (QUEUE 0.0, DNS 7.0, CONNECT 40.0,"
                        + " SEND 0.0, WAIT 70.0, RECEIVE 16.0)");
    }

    @Test
    void aConnectionThatIsUsedAgainIsNotOpened() {
        open(options());
        get(Scene.URL);
        seen.clear();

        get(Scene.URL);

        FetchTimings timings = only();
        assertThat(timings.isReused()).isTrue();
        assertThat(timings.phases())
                .containsExactly(
                        Map.entry(QUEUE, ZERO),
                        Map.entry(SEND, ZERO),
                        Map.entry(WAIT, ROUND_TRIP),
                        Map.entry(RECEIVE, ZERO));
    }

    @Test
    void aRequestThatWaitsForAConnectionIsInTheQueue() {
        open(options().maxPerOrigin(1));
        scene.fetcher.fetch(Scene.URL);
        scene.fetcher.fetch(Scene.URL);
        scene.pass(ofSeconds(1));

        assertThat(seen).hasSize(2);
        assertThat(seen.get(1).of(QUEUE)).isEqualTo(ROUND_TRIP.multipliedBy(2));
        assertThat(seen.get(1).total()).isEqualTo(ROUND_TRIP.multipliedBy(3));
        assertThat(seen.get(1).isReused()).isTrue();
    }

    @Test
    void anAddressThatDoesNotAnswerIsAPartOfConnecting() {
        InetAddress silent = address("10.0.0.9");
        open(options()
                .connector(Connector.builder()
                        .attemptDelay(ofMillis(250))
                        .resolver((loop, host) -> Future.completed(List.of(silent, address(Scene.SERVER))))
                        .build()));
        scene.simulation.network().faults("10.0.0.2", "10.0.0.9", Faults.NONE.latency(ofSeconds(1_000)));

        get("http://a.test/");

        assertThat(only().of(DNS)).isZero();
        assertThat(only().of(CONNECT)).isEqualTo(ofMillis(250).plus(ROUND_TRIP));
        assertThat(only().remoteAddress()).isEqualTo(new InetSocketAddress(Scene.SERVER, 80));
    }

    @Test
    void aSlowBodyOfARequestIsSent() {
        open(options());
        List<ByteBuffer> pieces = new ArrayList<>(List.of(bytes("a"), bytes("b")));
        Body body = BodyStream.of(
                2, () -> scene.loop.sleep(ofMillis(5)).map(slept -> pieces.isEmpty() ? null : pieces.remove(0)));

        scene.fetcher.fetch(Request.post(Scene.URL, body));
        scene.pass(ofSeconds(1));

        assertThat(only().of(SEND)).as("two pieces and the end").isEqualTo(ofMillis(15));
        assertThat(only().of(WAIT)).isEqualTo(ROUND_TRIP.minusMillis(15));
    }

    @Test
    void anEarlyAnswerEndsTheSending() {
        open(options());
        Body endless = BodyStream.of(10, () -> scene.loop.sleep(ofSeconds(100)).map(slept -> null));

        Future<Response> response = scene.fetcher.fetch(Request.post(Scene.URL, endless));
        scene.pass(ofSeconds(1));

        assertThat(response.resultNow().text()).isEqualTo("ok");
        assertThat(only().phases()).doesNotContainKey(WAIT);
        assertThat(only().of(SEND)).isEqualTo(ROUND_TRIP);
    }

    @Test
    void theWaitForA100IsAPartOfSending() {
        open(options());
        scene.answers = head -> {
            scene.serverLoop.schedule(ofMillis(50), () -> scene.peer().write(OK.replace("\n", "\r\n")));
            return "HTTP/1.1 100 Continue\n\n";
        };

        scene.fetcher.fetch(Request.post(Scene.URL, Body.of("x")).withHeader("Expect", "100-continue"));
        scene.pass(ofSeconds(1));

        assertThat(only().of(SEND)).isEqualTo(ROUND_TRIP);
        assertThat(only().of(WAIT)).isEqualTo(ofMillis(50));
        assertThat(only().of(RECEIVE)).isZero();
        assertThat(log).containsExactly("QUEUE", "CONNECT", "SEND", "WAIT", "RECEIVE", "finished");
    }

    @Test
    void aReaderThatPausesMakesReceivingLonger() {
        open(options());
        String large = "x".repeat(300_000);
        scene.answers = head -> "HTTP/1.1 200 OK\nContent-Length: " + large.length() + "\n\n" + large;
        Future<Response> head = scene.fetcher.handle(Request.get(Scene.URL));
        scene.pass(ofSeconds(5));
        assertThat(seen).isEmpty();

        Future<Body.Bytes> body = head.resultNow().body().collect(1 << 20);
        scene.pass(ofSeconds(5));

        assertThat(body.resultNow().length()).isEqualTo(large.length());
        assertThat(only().of(RECEIVE)).isGreaterThan(ofSeconds(4));
    }

    @Test
    void aRequestThatIsSentAgainHasTheTimesOfBothConnections() {
        open(options());
        get(Scene.URL);
        seen.clear();
        log.clear();
        scene.answers = head -> scene.peers.size() == 1 ? null : OK; // the server closes as the request is on its way

        assertThat(get(Scene.URL).text()).isEqualTo("ok");

        assertThat(only().of(WAIT)).isEqualTo(ROUND_TRIP.multipliedBy(2));
        assertThat(only().of(CONNECT)).isEqualTo(ROUND_TRIP);
        assertThat(only().isReused()).isFalse();
        assertThat(log).containsExactly("QUEUE", "SEND", "WAIT", "CONNECT", "SEND", "WAIT", "RECEIVE", "finished");
    }

    // ------------------------------------------------------------------------------------------------ TLS and proxies

    private static TlsConfig trusting(TestAuthority authority) {
        return TlsConfig.client(Trust.certificates(List.of(authority.certificate)));
    }

    /** Answers requests on a transport, behind TLS. */
    private static final class Secure extends RecordingProtocol {
        @Override
        protected void onReceived(byte[] piece) {
            write(OK.replace("\n", "\r\n"));
        }

        @Override
        public void write(String text) {
            transport.write(FetchListenerTest.bytes(text));
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    private TlsLayer secure() {
        TestAuthority.Issued issued = AUTHORITY.issue("a.test");
        TlsConfig server = TlsConfig.server(Identity.of(issued.key(), issued.chain()));
        return TlsLayer.server(scene.serverLoop, server, WaterMarks.DEFAULT, new Secure());
    }

    private Acceptor listenSecurely() {
        try {
            return Acceptor.listen(
                    scene.serverLoop, new InetSocketAddress(Scene.SERVER, 443), 10, () -> secure().protocol());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theTlsHandshakeIsAPhase() {
        open(options().connector(slowNames()).tls(trusting(AUTHORITY)));
        Acceptor acceptor = listenSecurely();

        assertThat(get("https://a.test/").text()).isEqualTo("ok");
        acceptor.close();

        assertThat(only().phases())
                .containsExactly(
                        Map.entry(QUEUE, ZERO),
                        Map.entry(DNS, ofMillis(7)),
                        Map.entry(CONNECT, ROUND_TRIP),
                        Map.entry(TLS, ROUND_TRIP), // one round trip (RFC 8446 §2)
                        Map.entry(SEND, ZERO),
                        Map.entry(WAIT, ROUND_TRIP),
                        Map.entry(RECEIVE, ZERO));
    }

    @Test
    void aCertificateThatIsNotTrustedFailsInTls() {
        open(options().connector(slowNames()).tls(trusting(new TestAuthority("Another Authority"))));
        Acceptor acceptor = listenSecurely();

        Future<Response> response = scene.fetcher.fetch("https://a.test/");
        scene.pass(ofSeconds(10));
        acceptor.close();

        assertThat(only().error()).isSameAs(Scene.error(response));
        assertThat(only().last()).isEqualTo(TLS);
        assertThat(only().of(TLS))
                .as("the handshake, and a lingering close: the server reads the alert, and closes")
                .isEqualTo(ROUND_TRIP.multipliedBy(2));
        assertThat(only().remoteAddress()).isNull();
    }

    @Test
    void aTunnelIsAPhaseAndTheNameIsThatOfTheProxy() {
        open(options()
                .connector(slowNames())
                .tls(trusting(AUTHORITY))
                .proxies(Proxy.of("http://ada:secret@proxy.test")));
        scene.answers = head -> {
            Scene.Peer peer = scene.peer();
            if (head.contains("Proxy-Authorization")) {
                Transport transport = peer.transport;
                scene.serverLoop.execute(() -> secure().protocol().takeOver(transport, ByteBuffer.allocate(0)));
                return "HTTP/1.1 200 OK\n\n";
            }
            return "HTTP/1.1 407 No\nProxy-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\n"
                    + "Content-Length: 0\n\n";
        };

        assertThat(get("https://a.test/").text()).isEqualTo("ok");

        assertThat(only().phases())
                .as("the proxy was connected to twice")
                .containsExactly(
                        Map.entry(QUEUE, ZERO),
                        Map.entry(DNS, ofMillis(14)),
                        Map.entry(CONNECT, ROUND_TRIP.multipliedBy(2)),
                        Map.entry(PROXY, ROUND_TRIP.multipliedBy(2)),
                        Map.entry(TLS, ROUND_TRIP),
                        Map.entry(SEND, ZERO),
                        Map.entry(WAIT, ROUND_TRIP),
                        Map.entry(RECEIVE, ZERO));
    }

    @Test
    void aProxyThatTakesTheRequestItselfIsNoPhase() {
        open(options().connector(slowNames()).proxies(Proxy.of("http://proxy.test")));

        get("http://a.test/");

        assertThat(only().phases()).containsOnlyKeys(QUEUE, DNS, CONNECT, SEND, WAIT, RECEIVE);
        assertThat(only().remoteAddress()).isEqualTo(new InetSocketAddress(Scene.SERVER, 80));
    }

    // ---------------------------------------------------------------------------------------------------- failures

    @Test
    void anInvalidUrlIsNeverSent() {
        open(options());
        assertThat(Scene.error(scene.fetch(Request.get("nothing")))).isInstanceOf(IllegalArgumentException.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void aNameThatIsUnknownFailsInItsLookUp() {
        open(options()
                .connector(Connector.builder()
                        .resolver((loop, host) ->
                                loop.sleep(ofMillis(3)).flatMap(slept -> Future.failed(new UnknownHostException(host))))
                        .build()));
        scene.fetcher.fetch("http://a.test/");
        scene.pass(ofSeconds(1));

        assertThat(only().phases()).containsExactly(Map.entry(QUEUE, ZERO), Map.entry(DNS, ofMillis(3)));
        assertThat(only().error()).isInstanceOf(UnknownHostException.class);
        assertThat(only().last()).isEqualTo(DNS);
        assertThat(only().status()).isNull();
    }

    @Test
    void aRefusalFailsInConnecting() {
        open(options());
        scene.refuseConnections();
        scene.fetcher.fetch(Scene.URL);
        scene.pass(ofSeconds(1));

        assertThat(only().phases()).containsExactly(Map.entry(QUEUE, ZERO), Map.entry(CONNECT, ROUND_TRIP));
        assertThat(only().error()).isInstanceOf(ConnectException.class);
    }

    @Test
    void aTimeOutTakesItsTime() {
        open(options()
                .timeouts(Timeouts.builder()
                        .connect(ofMillis(30))
                        .read(ofMillis(500))
                        .build()));
        scene.fetcher.fetch(Scene.URL);
        scene.pass(ofSeconds(1));
        assertThat(only().error()).isInstanceOf(ConnectTimeoutException.class);
        assertThat(only().of(CONNECT)).isEqualTo(ofMillis(30));

        seen.clear();
        scene.answers = head -> "";
        scene.fetcher.fetch(Request.get(Scene.URL)
                .withAttribute(
                        Timeouts.OF_REQUEST,
                        Timeouts.builder().read(ofMillis(500)).build()));
        scene.pass(ofSeconds(1));
        assertThat(only().error()).isInstanceOf(ReadTimeoutException.class);
        assertThat(only().of(WAIT)).isEqualTo(ofMillis(500));
        assertThat(only().last()).isEqualTo(WAIT);
    }

    @Test
    void aBodyThatBreaksOffFailsInReceiving() {
        open(options());
        scene.answers = head -> {
            scene.serverLoop.schedule(ofMillis(5), () -> scene.peer().transport.close());
            return "HTTP/1.1 200 OK\nContent-Length: 3\n\nok";
        };
        scene.fetcher.fetch(Scene.URL);
        scene.pass(ofSeconds(1));

        assertThat(only().status()).isEqualTo(Status.OK);
        assertThat(only().error()).hasMessageEndingWith("EOF inside of a body");
        assertThat(only().of(RECEIVE)).isEqualTo(ofMillis(5));
    }

    @Test
    void whatIsCancelledHasItsTimeUntilThen() {
        open(options().maxPerOrigin(1).connector(slowNames()));
        Future<Response> first = scene.fetcher.fetch("http://a.test/");
        Future<Response> second = scene.fetcher.fetch("http://a.test/");
        scene.pass(ofMillis(17));
        scene.onLoop(first::cancel);
        FetchTimings timings = only();
        assertThat(timings.error()).isInstanceOf(CancellationException.class);
        assertThat(timings.phases())
                .containsExactly(Map.entry(QUEUE, ZERO), Map.entry(DNS, ofMillis(7)), Map.entry(CONNECT, ofMillis(10)));

        scene.onLoop(second::cancel);
        assertThat(seen.get(1).of(QUEUE)).isEqualTo(ofMillis(17));

        Future<Response> third = scene.fetcher.fetch("http://a.test/");
        third.cancel();
        scene.settle();
        assertThat(seen.get(2).phases()).containsExactly(Map.entry(QUEUE, ZERO));
        assertThat(seen.get(2).error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void closingTheFetcherEndsThem() {
        open(options());
        scene.fetcher.fetch(Scene.URL);
        scene.pass(ofMillis(50));
        scene.fetcher.close();
        scene.settle();

        assertThat(only().error()).hasMessage("the fetcher was closed");
        assertThat(only().of(WAIT)).isEqualTo(ofMillis(10));
    }

    // -------------------------------------------------------------------------------------------------- the listener

    @Test
    void aWebSocketIsOverWhenItIsOpen() {
        open(options());
        scene.answers = head -> {
            String key = head.replaceAll("(?s).*Sec-WebSocket-Key: ([^\r]*).*", "$1");
            return "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\nConnection: Upgrade\nSec-WebSocket-Accept: "
                    + accept(key) + "\n\n";
        };
        Future<WebSocket> opening = scene.fetcher.webSocket("ws://10.0.0.1/");
        scene.pass(ofSeconds(1));

        assertThat(opening.resultNow()).isNotNull();
        assertThat(only().status()).isEqualTo(Status.SWITCHING_PROTOCOLS);
        assertThat(only().error()).isNull();
        assertThat(only().total()).isEqualTo(ROUND_TRIP.multipliedBy(2));
        scene.peer().transport.abort();
        scene.pass(ofSeconds(1));
    }

    /** RFC 6455 §4.2.2. */
    private static String accept(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachRequestThatAFilterSendsIsOneOfItsOwn() {
        open(options());
        scene.answers =
                head -> head.startsWith("GET /b ") ? OK : "HTTP/1.1 302 Found\nLocation: /b\nContent-Length: 0\n\n";
        scene.fetcher.with(Redirects.redirects(3)).fetch(Scene.URL);
        scene.pass(ofSeconds(1));

        assertThat(seen).extracting(FetchTimings::status).containsExactly(Status.FOUND, Status.OK);
        assertThat(seen).extracting(FetchTimings::isReused).containsExactly(false, true);
        assertThat(seen.get(1).request().target()).isEqualTo("http://10.0.0.1/b");
    }

    @Test
    void oneRequestMayHaveItsOwnListener() {
        open(FetcherOptions.builder());
        get(Scene.URL);
        Request request = Request.get(Scene.URL).withAttribute(FetchListener.OF_REQUEST, listener);
        scene.fetcher.fetch(request);
        scene.pass(ofSeconds(1));

        assertThat(only().request()).isSameAs(request);
    }

    @Test
    void bothListenersAreTold() {
        open(options());
        scene.fetcher.fetch(Request.get(Scene.URL)
                .withAttribute(FetchListener.OF_REQUEST, timings -> log.add("own, after " + seen.size())));
        scene.pass(ofSeconds(1));

        assertThat(log).endsWith("finished", "own, after 1");
    }

    @Test
    void theEndIsToldBeforeTheCallbacksOfTheFetch() {
        open(options());
        scene.fetcher.fetch(Scene.URL).onComplete((response, error) -> log.add("callback"));
        scene.pass(ofSeconds(1));
        assertThat(log).endsWith("finished", "callback");

        log.clear();
        scene.refuseConnections();
        scene.peer().reset();
        scene.fetcher.fetch(Scene.URL).onComplete((response, error) -> log.add("callback"));
        scene.pass(ofSeconds(1));
        assertThat(log).endsWith("finished", "callback");
    }

    @Test
    void aListenerThatThrowsIsReportedAndTheFetchGoesOn() {
        FetchListener broken = new FetchListener() {
            @Override
            public void finished(FetchTimings timings) {
                throw new IllegalStateException("finished");
            }

            @Override
            public void entered(Request request, FetchPhase phase) {
                throw new IllegalStateException(phase.name());
            }
        };
        open(FetcherOptions.builder().listener(broken.andThen(listener)));

        assertThat(get(Scene.URL).text()).isEqualTo("ok");

        assertThat(scene.reports.takeErrors())
                .extracting(Throwable::getMessage)
                .containsExactly("QUEUE", "CONNECT", "SEND", "WAIT", "RECEIVE", "finished");
        assertThat(log).endsWith("RECEIVE", "finished");
    }

    @Test
    void aListenerMayCancelAndCloseInEachPhase() {
        for (FetchPhase when : List.of(QUEUE, CONNECT, SEND, WAIT, RECEIVE)) {
            List<Future<Response>> fetches = new ArrayList<>();
            seen.clear();
            open(FetcherOptions.builder().listener(listener.andThen(new FetchListener() {
                @Override
                public void finished(FetchTimings timings) {}

                @Override
                public void entered(Request request, FetchPhase phase) {
                    if (phase == when) {
                        fetches.get(0).cancel();
                        scene.fetcher.close();
                    }
                }
            })));
            fetches.add(scene.fetcher.fetch(Scene.URL));
            scene.pass(ofSeconds(1));

            assertThat(only().last()).isGreaterThanOrEqualTo(when);
            assertThat(fetches.get(0).isDone()).isTrue();
            if (when != RECEIVE) {
                scene.close();
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
