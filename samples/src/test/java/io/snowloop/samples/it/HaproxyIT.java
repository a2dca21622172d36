// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Retries;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@NeedsDocker
@DisplayName("A Fetcher meets HAProxy")
class HaproxyIT {
    private static String config(int port) {
        return """
                defaults
                    mode http
                    timeout check 2s # else a check has as long as inter, and a busy server is taken for one that is down
                    timeout connect 1s
                    timeout client 10s
                    timeout server 10s
                    timeout queue 200ms
                    timeout http-keep-alive 200ms

                frontend checked
                    bind :80
                    default_backend checked
                backend checked
                    option httpchk GET /
                    server one host.docker.internal:%1$d check inter 50ms fall 1 rise 1

                # two at a time for the server, the others wait a moment in a queue
                frontend narrow
                    bind :81
                    default_backend narrow
                backend narrow
                    server one host.docker.internal:%1$d maxconn 2

                # two connections of clients at a time, the others wait until they are accepted
                frontend few
                    bind :82
                    maxconn 2
                    default_backend wide
                # a fifth connection is not accepted while four are open, and they stay open
                frontend four
                    bind :83
                    maxconn 4
                    timeout http-keep-alive 60s
                    default_backend wide
                backend wide
                    server one host.docker.internal:%1$d

                """.formatted(port);
    }

    private static Backend backend;
    private static PeerContainer haproxy;

    @BeforeAll
    static void start() {
        backend = new Backend("one");
        haproxy = PeerContainer.haproxy(config(backend.server.port())).withExposedPorts(80, 81, 82, 83);
        haproxy.start();
    }

    @AfterAll
    static void stop() {
        haproxy.stop();
        backend.close();
    }

    /** The first so many numbers, all asked for at once. */
    private static List<Response> numbers(Visitor visitor, Fetcher fetcher, int port, int count) throws Exception {
        List<Future<Response>> responses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            responses.add(fetcher.fetch(haproxy.url(port, "/numbers/" + i)));
        }
        return visitor.loop.runUntil(Future.all(visitor.loop, responses));
    }

    private static void assertNumbers(List<Response> responses) {
        assertThat(responses.stream().map(Response::text))
                .containsExactlyElementsOf(IntStream.range(0, responses.size())
                        .mapToObj(String::valueOf)
                        .toList());
    }

    /** Nobody is there for a while, and HAProxy says so; the one who asks again is served in the end. */
    @Test
    void aServerThatComesBack() throws Exception {
        List<Integer> codes = new ArrayList<>();
        Filter recording = (request, next) -> next.handle(request).map(response -> {
            codes.add(response.status().code());
            backend.healthy = true;
            return response;
        });
        try (Visitor visitor = new Visitor()) {
            backend.healthy = false;
            while (visitor.get(haproxy.url("/")).text().contains("is ill")) {
                assertThat(visitor.loop.isClosed()).isFalse(); // until HAProxy has noticed
            }
            Fetcher retrying = visitor.fetcher
                    .with(Retries.retries(50).withPauses(Duration.ofMillis(50), Duration.ofMillis(200)))
                    .with(recording);
            Response response = retrying.runUntil(retrying.fetch(haproxy.url("/")));

            assertThat(response.status()).isEqualTo(Status.OK);
            assertThat(codes).hasSizeGreaterThan(1).startsWith(503).endsWith(200);
        } finally {
            backend.healthy = true;
        }
    }

    /** All 200 at once, and each takes 5 ms, two at a time: in the time that it lets them wait, at most 80 have their turn. */
    @Test
    void whoFindsTheQueueTooLongAsksAgain() throws Exception {
        try (Visitor visitor = new Visitor(
                FetcherOptions.builder().maxPerOrigin(200).maxConnections(200).build())) {
            List<Response> impatient = numbers(visitor, visitor.fetcher, 81, 200);
            List<Response> patient = numbers(
                    visitor,
                    visitor.fetcher.with(Retries.retries(50).withPauses(Duration.ofMillis(50), Duration.ofMillis(500))),
                    81,
                    200);

            assertThat(impatient)
                    .anySatisfy(response -> assertThat(response.status()).isEqualTo(Status.SERVICE_UNAVAILABLE));
            assertNumbers(patient);
        }
    }

    @Test
    void connectionsThatItDoesNotAcceptYet() throws Exception {
        try (Visitor visitor = new Visitor(
                FetcherOptions.builder().maxPerOrigin(10).maxConnections(10).build())) {
            assertNumbers(numbers(visitor, visitor.fetcher, 82, 50));
        }
    }

    /**
     * A request over a fifth connection would get no response. HAProxy's own count of connections is no measure: it may count the next one
     * before it forgets one that was closed.
     */
    @Test
    void noMoreConnectionsThanAllowed() throws Exception {
        FetcherOptions options = FetcherOptions.builder()
                .maxPerOrigin(4)
                .timeouts(Timeouts.builder().read(Duration.ofSeconds(10)).build())
                .build();
        try (Visitor visitor = new Visitor(options)) {
            assertNumbers(numbers(visitor, visitor.fetcher, 83, 100));
        }
    }
}
