// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Http2Options;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.client.Timeouts;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Version;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Reports;
import io.snowloop.testing.Segmentation;
import io.snowloop.tls.TlsConfig;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;

/**
 * A server and a client, a host and a loop each, which speak the version of {@link EveryVersion}. Closing it lets everything come to its end and makes sure that nothing
 * is left: no fetch, connection, timer, registered channel, open socket; no exception that nobody caught.
 */
final class World implements AutoCloseable {
    static final String SERVER = "10.0.0.1";
    static final String CLIENT = "10.0.0.2";

    /** For scenarios in which the network may be as slow as it likes: nobody loses patience. */
    static final Duration LONG = Duration.ofDays(1);

    static final ServerOptions PATIENT_SERVER = ServerOptions.builder()
            .timeouts(ServerTimeouts.builder()
                    .head(LONG)
                    .bodyGrace(LONG)
                    .responseGrace(LONG)
                    .handler(LONG)
                    .keepAlive(LONG)
                    .linger(LONG)
                    .maxLinger(LONG)
                    .build())
            .minimumRate(1)
            .build();
    static final FetcherOptions PATIENT_CLIENT = FetcherOptions.builder()
            .timeouts(Timeouts.builder().connect(LONG).read(LONG).total(LONG).build())
            .keepAlive(LONG)
            .http2(Http2Options.builder().ping(LONG).build())
            .build();

    final Simulation simulation;
    final EventLoop serverLoop;
    final EventLoop clientLoop;
    final Fetcher fetcher;
    final Server server;
    final List<Call> calls = new ArrayList<>();

    /** How often the app was given a request, by its target. */
    private final Map<String, Integer> handled = new HashMap<>();

    private final Reports reports = new Reports();
    private final CapturedLog log = new CapturedLog("io.snowloop");

    World(Simulation simulation, Handler app) {
        this(simulation, app, PATIENT_SERVER, PATIENT_CLIENT);
    }

    World(Simulation simulation, Handler app, ServerOptions serverOptions, FetcherOptions clientOptions) {
        this(simulation, app, serverOptions, clientOptions, null);
    }

    /** With TLS, if there is a configuration for the server. */
    World(
            Simulation simulation,
            Handler app,
            ServerOptions serverOptions,
            FetcherOptions clientOptions,
            TlsConfig serverTls) {
        this.simulation = simulation;
        serverLoop = open(SERVER);
        clientLoop = open(CLIENT);
        Server.Builder builder = Server.of(counting(app))
                .options(serverOptions.toBuilder()
                        .clock(() ->
                                Instant.EPOCH.plus(now())) // in HTTP/2 the length of the Date field depends on the time
                        .build());
        FetcherOptions options = clientOptions;
        if (VersionExtension.current() == Version.HTTP_2) {
            if (clientOptions.httpVersion() == HttpVersionPolicy.HTTP_1_1) {
                options = clientOptions.toBuilder()
                        .httpVersion(HttpVersionPolicy.HTTP_2)
                        .build();
            }
            builder.http2(options.http2().limits());
        }
        server = listen(serverTls == null ? builder : builder.tls(serverTls));
        fetcher = Fetcher.on(clientLoop, options);
    }

    /** These faults, and the segments of the current {@link Segmentation}. */
    static Faults segmented(Faults faults) {
        return Segmentation.current().on(faults);
    }

    private Handler counting(Handler app) {
        return request -> {
            handled.merge(request.target(), 1, Integer::sum);
            return app.handle(request);
        };
    }

    private EventLoop open(String host) {
        try {
            return simulation.add(EventLoop.open(simulation.options(host).toBuilder()
                    .exceptionHandler(reports)
                    .build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Server listen(Server.Builder builder) {
        try {
            return builder.on(serverLoop).listen(SERVER, 80);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fetches, beginning at a time. */
    Call fetch(Duration time, Request request) {
        Call call = new Call(this, request);
        calls.add(call);
        simulation.at(time, call::begin);
        return call;
    }

    /** Fetches so many things of any kind, beginning at any time up to {@code last}. */
    void fetchAnything(int count, Duration last) {
        for (int i = 0; i < count; i++) {
            Duration time = Duration.ofMillis(simulation.random().nextInt((int) last.toMillis()));
            fetch(time, Site.anything(this, i));
        }
    }

    /** Calls some of the fetches off, each at any time up to {@code last}. */
    void cancelSome(Duration last) {
        Random random = simulation.random();
        for (Call call : calls) {
            if (random.nextInt(3) == 0) {
                simulation.at(Duration.ofMillis(random.nextInt((int) last.toMillis())), call::cancel);
            }
        }
    }

    /** Connects a client that is no Fetcher. */
    void connect(Protocol protocol) {
        Connector connector = Connector.DEFAULT;
        clientLoop.<Transport>submit(
                () -> connector.connect(clientLoop, (InetSocketAddress) server.address(), LONG, protocol));
    }

    /** How often the app was given a call's request. */
    int handled(Call call) {
        return handled.getOrDefault(call.target(), 0);
    }

    Duration now() {
        return simulation.ticker().elapsed();
    }

    /** Runs until nothing happens any more: every call has ended, and idle connections have timed out. */
    void settle() {
        simulation.run();
        calls.forEach(Call::assertEndedOnce);
        assertThat(calls)
                .filteredOn(call -> call.response != null)
                .allMatch(call -> call.response.version() == VersionExtension.current());
        assertThat(fetcher.inFlight()).as("fetches").isZero();
        assertThat(fetcher.connections()).as("connections of the fetcher").isZero();
        assertThat(clientLoop.reactor().registrations())
                .as("channels of the client")
                .isZero();
        assertThat(clientLoop.pendingTimers()).as("timers of the client").isZero();
        assertThat(serverLoop.pendingTimers()).as("timers of the server").isZero();
        assertThat(simulation.network().openSockets())
                .allSatisfy(socket -> assertThat(socket).startsWith("listening"));
    }

    @Override
    public void close() {
        try {
            settle();
            fetcher.close();
            server.close();
            simulation.run();
            assertThat(simulation.leftovers()).isEmpty();
            reports.assertNone();
            assertThat(log.records())
                    .as("errors in the log")
                    .noneMatch(record -> record.getLevel().equals(Level.SEVERE));
        } finally {
            log.close();
        }
    }
}
