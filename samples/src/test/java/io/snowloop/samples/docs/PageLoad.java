// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Http2Options;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A page of a hundred parts, over a network that loses segments: when is each part there? In virtual time. */
final class PageLoad implements AutoCloseable {
    // region page
    static final int SMALL_PARTS = 99;
    private static final byte[] SMALL = new byte[4_000];
    private static final byte[] LARGE = new byte[1_000_000];
    private static final Snow APP = new Snow()
            .get("/small", request -> Response.bytes(SMALL, "image/png"))
            .get("/large", request -> Response.bytes(LARGE, "image/png"));
    // endregion

    /** HPACK makes one date longer than another, and what is lost must not depend on the day. */
    private static final Filter AT_ONE_TIME = (request, view) ->
            view.handle(request).map(response -> response.withHeader("Date", "Thu, 01 Jan 2026 00:00:00 GMT"));

    /** How the parts are fetched. */
    enum Way {
        SIX_CONNECTIONS("HTTP/1.1, six connections"),
        PIPELINING("HTTP/1.1, one connection, pipelining"),
        STREAMS("HTTP/2, windows of 64 KiB"),
        WIDE("HTTP/2, windows of 1 MiB"),
        ORDERED("the same, the large part with `priority: u=5`");

        final String text;

        Way(String text) {
            this.text = text;
        }
    }

    private final Simulation simulation;
    private final EventLoop client;
    private final Server server;
    private final List<Duration> small = new ArrayList<>();
    private @Nullable Duration large;

    private PageLoad(long seed, double loss) throws Exception {
        simulation = new Simulation(seed);
        // region network
        Faults network = Faults.NONE.latency(Duration.ofMillis(20));
        simulation.network().faults(loss == 0 ? network : network.loss(loss, Duration.ofMillis(240)));
        // endregion
        client = simulation.loop("10.0.0.2");
        server = Server.of(AT_ONE_TIME.around(APP))
                .http2(Http2Limits.DEFAULT)
                .on(simulation.loop("10.0.0.1"))
                .listen("10.0.0.1", 80);
    }

    /** When each part was there, since the first connect. */
    record Times(List<Duration> small, Duration large) {}

    static Times run(Way way, long seed, double loss) throws Exception {
        try (PageLoad load = new PageLoad(seed, loss)) {
            switch (way) {
                case SIX_CONNECTIONS ->
                    load.fetch(FetcherOptions.builder().maxPerOrigin(6).build(), null);
                case PIPELINING -> load.pipeline();
                case STREAMS -> load.fetch(http2(64 * 1024), null);
                case WIDE -> load.fetch(http2(1024 * 1024), null);
                default -> load.fetch(http2(1024 * 1024), "u=5");
            }
            return new Times(load.small, Objects.requireNonNull(load.large));
        }
    }

    private static FetcherOptions http2(int window) {
        Http2Limits limits = Http2Limits.builder().initialWindowSize(window).build();
        return FetcherOptions.builder()
                .httpVersion(HttpVersionPolicy.HTTP_2)
                .http2(Http2Options.builder().limits(limits).build())
                .build();
    }

    private void fetch(FetcherOptions options, @Nullable String priority) throws Exception {
        try (Fetcher fetcher = Fetcher.on(client, options)) {
            Request request = Request.get(server.url("/large"));
            List<Future<?>> all = new ArrayList<>();
            all.add(fetcher.fetch(priority == null ? request : request.withHeader("Priority", priority))
                    .map(response -> arrived(response.body())));
            for (int i = 0; i < SMALL_PARTS; i++) {
                all.add(fetcher.fetch(server.url("/small")).map(response -> arrived(response.body())));
            }
            simulation.runUntil(() -> all.stream().allMatch(Future::isDone));
        }
    }

    private boolean arrived(Body body) {
        return arrived(((Body.Bytes) body).length());
    }

    private boolean arrived(long length) {
        Duration now = simulation.ticker().elapsed();
        if (length == LARGE.length) {
            large = now;
            return true;
        }
        return small.add(now);
    }

    private void pipeline() throws Exception {
        Pipeline pipeline = new Pipeline();
        Connector.DEFAULT.connect(client, new InetSocketAddress("10.0.0.1", 80), Duration.ofSeconds(60), pipeline);
        simulation.runUntil(() -> large != null && small.size() == SMALL_PARTS);
    }

    @Override
    public void close() throws Exception {
        server.close();
        simulation.close();
    }

    /** Sends all requests at once, the large part's first, and reads the responses in their order. */
    private final class Pipeline implements Protocol {
        private final Http1Codec codec = new Http1Codec(Role.CLIENT, Limits.DEFAULT);
        private long length;

        @Override
        public void connected(Transport transport) {
            transport.write(US_ASCII.encode("GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
                    + "GET /small HTTP/1.1\r\nHost: a\r\n\r\n".repeat(SMALL_PARTS)));
            expect();
        }

        /** The codec knows of one request at a time: each is there again when its response is awaited. */
        private void expect() {
            ByteQueue sentBefore = new ByteQueue();
            codec.sendHead(new Event.RequestHead(Method.GET, "/", Headers.of("Host", "a")), 0, sentBefore);
            codec.sendEnd(Headers.empty(), sentBefore);
            length = 0;
        }

        @Override
        public void received(ByteBuffer bytes) {
            try {
                codec.receive(bytes);
                for (Event event = codec.next(); !(event instanceof Event.Outcome); event = codec.next()) {
                    if (event instanceof Event.Data data) {
                        length += data.bytes().remaining();
                    } else if (event instanceof Event.EndOfMessage) {
                        arrived(length);
                        codec.startNextCycle();
                        expect();
                    }
                }
                codec.keep();
            } catch (RemoteProtocolException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void writable(boolean writable) {}

        @Override
        public void ended() {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }
}
