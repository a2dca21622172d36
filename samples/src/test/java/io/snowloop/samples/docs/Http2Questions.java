// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.http.h2.hpack.HpackEncoder;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code docs/http2.md} asks. Each method returns the answer. */
final class Http2Questions {
    private static final Faults NEAR = Faults.NONE.latency(ofMillis(10));

    private Http2Questions() {}

    /** A server and a client of HTTP/2, each on its host. */
    private static final class Site implements AutoCloseable {
        final Simulation simulation = new Simulation(1);
        final EventLoop loop = simulation.loop("10.0.0.2");
        final Server server;
        final Fetcher fetcher;

        Site(Snow app) throws Exception {
            simulation.network().faults(NEAR);
            server = Server.of(app)
                    .http2(Http2Limits.DEFAULT)
                    .on(simulation.loop("10.0.0.1"))
                    .listen("10.0.0.1", 80);
            fetcher = Fetcher.on(
                    loop,
                    FetcherOptions.builder()
                            .httpVersion(HttpVersionPolicy.HTTP_2)
                            .build());
        }

        Duration now() {
            return simulation.ticker().elapsed();
        }

        @Override
        public void close() {
            fetcher.close();
            server.close();
            simulation.close();
        }
    }

    static String slowFirst() throws Exception {
        Snow app = new Snow()
                .get("/slow", (request, loop) -> loop.sleep(ofSeconds(1)).map(slept -> Response.text("slow")))
                .get("/fast", request -> Response.text("fast"));
        try (Site site = new Site(app)) {
            // region slow-first
            Future<Response> slow = site.fetcher.fetch(site.server.url("/slow")); // its view takes a second
            Future<Response> fast = site.fetcher.fetch(site.server.url("/fast")); // the same connection
            // endregion
            site.simulation.runUntil(fast);
            String when = "after " + site.now().toMillis() + " ms";
            site.simulation.runUntil(slow);
            return when;
        }
    }

    static String lostFirst() throws Exception {
        List<String> when = new ArrayList<>();
        Simulation[] simulation = new Simulation[1];
        Snow app = new Snow()
                .get("/a", request -> {
                    simulation[0].network().faults(NEAR.loss(Math.nextDown(1.0), ofMillis(200)));
                    return Response.text("a");
                })
                .get(
                        "/b",
                        (request, loop) -> loop.sleep(ofMillis(5)).map(slept -> {
                            simulation[0].network().faults(NEAR);
                            return Response.text("b");
                        }));
        try (Site site = new Site(app)) {
            simulation[0] = site.simulation;
            List<Future<String>> all = new ArrayList<>();
            for (String path : List.of("/a", "/b")) {
                all.add(site.fetcher.fetch(site.server.url(path)).map(response -> {
                    when.add(response.text() + " at " + site.now().toMillis());
                    return response.text();
                }));
            }
            site.simulation.runUntil(Future.all(site.loop, all));
            return when.equals(List.of("a at 240", "b at 240")) ? "together with the first" : when.toString();
        }
    }

    static String unread() throws Exception {
        byte[] large = new byte[10_000_000];
        Snow app = new Snow()
                .get("/large", request -> Response.bytes(large, "image/png"))
                .get("/small", request -> Response.text("small"));
        try (Site site = new Site(app)) {
            // region unread
            Future<Response> large1 =
                    site.fetcher.handle(Request.get(site.server.url("/large"))); // nothing reads its body
            Future<Response> small = site.fetcher.fetch(site.server.url("/small"));
            // endregion
            long[] bytes = {0};
            site.simulation.network().onSegment(segment -> bytes[0] += segment.length());
            site.simulation.runUntil(Future.all(site.loop, List.of(large1, small)));
            site.simulation.runFor(ofSeconds(1));
            return small.resultNow().text().equals("small") && bytes[0] < large.length / 100
                    ? "it comes, and the first one waits"
                    : bytes[0] + " bytes";
        }
    }

    static String sameFields() {
        HpackEncoder encoder = new HpackEncoder(4_096);
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ByteQueue block = new ByteQueue();
            Http2ChapterTest.FIELDS.forEach((name, value) -> encoder.encode(name, value, block));
            sizes.add(block.size());
        }
        return String.valueOf(sizes.get(2));
    }

    static String drained() throws Exception {
        int[] asked = {0};
        Snow app = new Snow().get("/", request -> Response.text("request " + ++asked[0]));
        try (Site site = new Site(app)) {
            String url = site.server.url("/");
            site.simulation.runUntil(site.fetcher.fetch(url));
            site.server.drain(ofSeconds(5));
            Future<Response> crossing = site.fetcher.fetch(url); // is under way when the client gets the GOAWAY
            site.simulation.runUntil(crossing);
            return crossing.resultNow().text().equals("request 2") && asked[0] == 2
                    ? "it is answered"
                    : String.valueOf(crossing);
        }
    }
}
