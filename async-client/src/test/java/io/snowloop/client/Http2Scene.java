// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Reports;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A fetcher that knows that its server speaks HTTP/2, on a simulated network, and a server whose frames the test sends. {@link #close}
 * checks that nothing is left, as {@link Scene} does.
 */
final class Http2Scene implements AutoCloseable {
    static final String SERVER = "10.0.0.1";
    static final String URL = "http://10.0.0.1/";
    static final FetcherOptions HTTP_2 =
            FetcherOptions.builder().httpVersion(HttpVersionPolicy.HTTP_2).build();

    /** Answers each request with its path. */
    static final BiConsumer<Http2Peer, Http2Event.RequestHead> PATHS =
            (peer, head) -> peer.answer(head.stream(), head.path());

    final Simulation simulation;
    final EventLoop loop;
    final EventLoop serverLoop;
    final Reports reports = new Reports();
    final Fetcher fetcher;

    /** The connections that were accepted, in their order. */
    final List<Http2Peer> peers = new ArrayList<>();

    /** What the server does with a request when its head has come; by default nothing. */
    BiConsumer<Http2Peer, Http2Event.RequestHead> onRequest = (peer, head) -> {};

    /** The settings of the connections that are accepted from now on. */
    Http2Limits limits = Http2Limits.DEFAULT;

    /** Whether the connections that are accepted from now on take nothing of what comes. */
    boolean deaf;

    /** Done to the connections that are accepted from now on. */
    Consumer<Http2Peer> prepare = peer -> {};

    private final Acceptor acceptor;

    Http2Scene() {
        this(HTTP_2);
    }

    Http2Scene(FetcherOptions options) {
        this(new Simulation(1), options);
    }

    Http2Scene(Simulation simulation, FetcherOptions options) {
        this(simulation, options, settings -> settings);
    }

    /** {@code settings} are those of the fetcher's loop. */
    Http2Scene(Simulation simulation, FetcherOptions options, UnaryOperator<EventLoopOptions.Builder> settings) {
        this.simulation = simulation;
        try {
            loop = open("10.0.0.2", settings);
            serverLoop = open(SERVER, same -> same);
            fetcher = Fetcher.on(loop, options);
            acceptor = Acceptor.listen(serverLoop, new InetSocketAddress(SERVER, 80), 1_000, channel -> {
                Http2Peer peer = new Http2Peer(limits, (each, head) -> onRequest.accept(each, head));
                peer.deaf = deaf;
                prepare.accept(peer);
                peers.add(peer);
                try {
                    SocketTransport.open(serverLoop, channel, peer, WaterMarks.DEFAULT);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EventLoop open(String host, UnaryOperator<EventLoopOptions.Builder> settings) throws IOException {
        EventLoopOptions.Builder builder = simulation.options(host).toBuilder().exceptionHandler(reports);
        return simulation.add(EventLoop.open(settings.apply(builder).build()));
    }

    // ------------------------------------------------------------------------------------------- actions of a test

    Future<Response> get(String path) {
        return fetch(Request.get("http://10.0.0.1" + path));
    }

    Future<Response> fetch(Request request) {
        Future<Response> response = fetcher.fetch(request);
        settle();
        return response;
    }

    /** A response of which the test reads the body. */
    Future<Response> handle(Request request) {
        Future<Response> response = fetcher.handle(request);
        settle();
        return response;
    }

    /** Whatever can happen now, happens. */
    void settle() {
        simulation.runFor(Duration.ZERO);
    }

    void pass(Duration time) {
        simulation.runFor(time);
    }

    /** Does something on the server's loop. */
    void onServer(Runnable action) {
        serverLoop.execute(action);
        settle();
    }

    /** Does something on the fetcher's loop. */
    void onLoop(Runnable action) {
        loop.execute(action);
        settle();
    }

    /** Accepts no more connections: they are refused. */
    void refuseConnections() {
        acceptor.close();
    }

    /** The server's end of the connection that was opened last. */
    Http2Peer peer() {
        return peers.get(peers.size() - 1);
    }

    /** What a future failed with. */
    static Throwable error(Future<?> future) {
        return Scene.error(future);
    }

    /** Closes the fetcher and checks that nothing is left of it. */
    @Override
    public void close() {
        fetcher.close();
        settle();
        assertThat(fetcher.inFlight()).as("in flight").isZero();
        assertThat(loop.pendingTimers()).as("timers").isZero();
        assertThat(fetcher.connections()).as("connections").isZero();
        acceptor.close();
        simulation.run();
        reports.assertNone();
        assertThat(simulation.leftovers()).isEmpty();
        simulation.close();
    }
}
