// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Cancellable;
import io.snowloop.future.Context;
import io.snowloop.future.ContextKey;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopEvent;
import io.snowloop.loop.NamedTask;
import io.snowloop.loop.Ticker;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.LiveSimulation;
import io.snowloop.sim.SimNetwork;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.tls.Trust;
import io.snowloop.trace.DebugMode;
import io.snowloop.trace.LoopState;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.Recording;
import io.snowloop.trace.Stepper;
import io.snowloop.trace.TraceRecord;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in the Javadoc of the loop, futures, TLS, the simulator and the trace. */
class CoreExamplesTest {
    private final List<String> log = new ArrayList<>();
    private final TestAuthority authority = new TestAuthority("Test Authority");
    private final TestAuthority.Issued issued = authority.issue("127.0.0.1");

    @TempDir
    Path files;

    @Test
    void liveSimulation() throws Exception {
        // region live
        try (LiveSimulation simulation = new LiveSimulation(42)) {
            simulation.network().faults(Faults.NONE.latency(ofMillis(2)).shortWrites(0.5));
            SelectorProvider host = simulation.network().host("10.0.0.1");
            ServerSocketChannel server = host.openServerSocketChannel();
            server.bind(new InetSocketAddress("10.0.0.1", 7));
            Thread client = new Thread(() -> greet(simulation.network().host("10.0.0.2")));
            client.start();
            log.add(textOf(server.accept())); // this thread waits, and the other one connects
            client.join();
        }
        // endregion
        assertThat(log).containsExactly("hello");
    }

    private static void greet(SelectorProvider host) {
        try (SocketChannel channel = host.openSocketChannel()) {
            channel.connect(new InetSocketAddress("10.0.0.1", 7));
            channel.socket().getOutputStream().write("hello".getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String textOf(SocketChannel channel) throws IOException {
        return new String(channel.socket().getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    void eventLoop() throws Exception {
        // region loop
        try (EventLoop loop = EventLoop.open()) {
            loop.schedule(ofMillis(1), () -> log.add("a timer"));
            loop.runUntil(loop.sleep(ofMillis(2))); // this thread runs the loop until that future is done
        }
        // endregion
        assertThat(log).containsExactly("a timer");
    }

    @Test
    void eventLoopOptions() throws Exception {
        // region loop-options
        EventLoopOptions options =
                EventLoopOptions.builder().maxTasksPerTurn(1_000).build();
        try (EventLoop loop = EventLoop.open(options)) {
            loop.runUntil(loop.sleep(ofMillis(1)));
        }
        // endregion
        assertThat(options.maxTasksPerTurn()).isEqualTo(1_000);
    }

    @Test
    void eventLoopGroup() throws Exception {
        // region group
        try (EventLoopGroup group = EventLoopGroup.start(2)) { // two threads
            EventLoop loop = group.next();
            Future<String> name =
                    loop.submit(() -> Future.completed(Thread.currentThread().getName()));
            log.add(name.await()); // on a thread that is none of the group's
        }
        // endregion
        assertThat(log).hasSize(1);
    }

    private static Future<String> find(EventLoop loop, int id) {
        return loop.sleep(ofMillis(id)).map(slept -> "user " + id);
    }

    @Test
    void future() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            // region future
            Future<String> page = find(loop, 7) // Future<String>: it comes later
                    .flatMap(name -> find(loop, name.length())) // asks again, with what has come
                    .map(name -> "<p>" + name + "</p>")
                    .timeout(ofSeconds(5))
                    .recover(error -> "<p>not today</p>");
            page.onComplete((html, error) -> log.add(html)); // called once, by the loop
            // endregion
            loop.runUntil(page);
        }
        assertThat(log).containsExactly("<p>user 6</p>");
    }

    /** An interface of another library, as most are: it calls one of two functions, on a thread of its own. */
    interface Weather {
        Cancellable ask(String city, Consumer<String> answer, Consumer<Throwable> error);
    }

    // region context
    static final ContextKey<String> USER = ContextKey.of("user");

    // Says hello, later. The name is no parameter of it: it is in the context of its caller.
    static Future<String> hello(EventLoop loop) {
        return loop.sleep(ofMillis(5))
                .map(slept -> "hello, " + Context.current().get(USER));
    }

    static Future<String> helloTo(String user, EventLoop loop) {
        return Context.current().with(USER, user).call(() -> hello(loop));
    }
    // endregion

    @Test
    void context() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            Future<String> holle = helloTo("holle", loop);
            Future<String> wolf = helloTo("wolf", loop);
            assertThat(loop.runUntil(holle)).isEqualTo("hello, holle");
            assertThat(loop.runUntil(wolf)).isEqualTo("hello, wolf");
            assertThat(loop.runUntil(hello(loop))).isEqualTo("hello, null");
        }
    }

    // region promise
    static Future<String> ask(Weather weather, String city, EventLoop loop) {
        Promise<String> answer = loop.newPromise();
        Cancellable call = weather.ask(city, answer::complete, answer::fail); // any thread may call the two
        return answer.onCancel(call::cancel); // a caller who cancels stops the work
    }
    // endregion

    @Test
    void promise() throws Exception {
        Weather snow = (city, answer, error) -> {
            answer.accept("snow in " + city);
            return () -> false;
        };
        try (EventLoop loop = EventLoop.open()) {
            assertThat(loop.runUntil(ask(snow, "Oslo", loop))).isEqualTo("snow in Oslo");
            Future<String> silent = ask((city, answer, error) -> () -> log.add("stopped"), "Oslo", loop);
            silent.cancel();
            loop.runOnce();
        }
        assertThat(log).containsExactly("stopped");
    }

    @Test
    void tlsConfig() throws Exception {
        Path chain = issued.writeChain(files.resolve("chain.pem"));
        Path key = issued.writeKey(files.resolve("key.pem"));
        Path authorities = authority.write(files.resolve("ca.pem"));
        // region tls
        TlsConfig web = TlsConfig.client(); // trusts the JDK's authorities
        TlsConfig company = TlsConfig.client(Trust.pem(authorities)); // trusts these, and no others
        TlsConfig server = TlsConfig.server(Identity.pem(chain, key));
        // endregion
        assertThat(List.of(web.side(), company.side())).containsOnly(TlsConfig.Side.CLIENT);
        assertThat(server.side()).isEqualTo(TlsConfig.Side.SERVER);
    }

    @Test
    void tlsLayer() throws Exception {
        TlsConfig config = TlsConfig.client(Trust.certificates(List.of(authority.certificate)));
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(new Snow())
                        .tls(TlsConfig.server(Identity.of(issued.key(), issued.chain())))
                        .listen("127.0.0.1", 0)) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port());
            EchoProtocol protocol = new EchoProtocol();
            // region tls-layer
            TlsLayer layer =
                    TlsLayer.client(loop, config, "127.0.0.1", address.getPort(), WaterMarks.DEFAULT, protocol);
            Future<Transport> connected = layer.connect(Connector.DEFAULT, address, ofSeconds(5));
            // endregion
            loop.runUntil(connected).abort();
            assertThat(layer.session().protocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void simulation() throws Exception {
        Snow app = new Snow().get("/", request -> Response.text("home"));
        // region simulation
        try (Simulation simulation = new Simulation(42)) {
            EventLoop server = simulation.loop("10.0.0.1");
            EventLoop client = simulation.loop("10.0.0.2");
            simulation.network().faults(Faults.NONE.latency(ofMillis(20)));

            Server.of(app).on(server).listen("10.0.0.1", 80);
            Future<Response> response = Fetcher.on(client).fetch("http://10.0.0.1/");
            assertThat(simulation.runUntil(response).text()).isEqualTo("home");
            assertThat(simulation.ticker().elapsed()).isEqualTo(ofMillis(80)); // of virtual time
        }
        // endregion
    }

    @Test
    void simNetwork() {
        try (Simulation simulation = new Simulation(42)) {
            // region network
            SimNetwork network = simulation.network();
            network.faults(Faults.NONE.latency(ofMillis(20)).jitter(ofMillis(5))); // of all links
            network.faults(
                    "10.0.0.1", "10.0.0.2", Faults.NONE.resetAfter(5_000)); // of one: it breaks after 5,000 bytes
            network.partition("10.0.0.1", "10.0.0.2", ofSeconds(1), ofSeconds(4)); // for three seconds
            network.onSegment(segment -> log.add(segment.toString())); // what arrives, and when
            // endregion
            simulation.runFor(ofSeconds(10));
            // region faults
            network.faults(Faults.NONE.latency(ofMillis(20)).jitter(ofMillis(5)).segments(1));
            // endregion
            assertThat(network.openSockets()).isEmpty();
        }
    }

    @Test
    void trace() throws Exception {
        // region trace
        EventLoopOptions options =
                EventLoopOptions.builder().observer(LoopTrace.ofCapacity(8192)).build();
        try (EventLoop loop = EventLoop.open(options)) {
            loop.schedule(ofMillis(1), new NamedTask("retry", () -> {}));
            loop.runUntil(loop.sleep(ofMillis(2)));

            Recording recording = LoopTrace.of(loop).recording();
            assertThat(recording.records()).extracting(TraceRecord::owner).contains("retry");
        }
        // endregion
    }

    @Test
    void state() throws Exception {
        EventLoopOptions options =
                EventLoopOptions.builder().observer(LoopTrace.ofCapacity(64)).build();
        try (EventLoop loop = EventLoop.open(options)) {
            loop.execute(() -> loop.execute(new NamedTask("later", () -> {})));
            loop.schedule(ofMillis(5), new NamedTask("retry", () -> {}));
            loop.runOnce();
            // region state
            LoopState state = new LoopState();
            for (TraceRecord record : LoopTrace.of(loop).recording().records()) {
                state.apply(record);
            }
            log.addAll(state.tasks()); // those of the next turn: the turn is over
            state.timers().forEach(timer -> log.add(timer.name()));
            // endregion
        }
        assertThat(log).containsExactly("later", "retry");
    }

    @Test
    void stepper() throws Exception {
        BlockingQueue<Stepper.Held> stops = new LinkedBlockingQueue<>();
        Stepper stepper = new Stepper(Ticker.system(), stops::add);
        // region stepper
        EventLoopOptions options = EventLoopOptions.builder()
                .ticker(stepper.ticker())
                .observer(stepper) // new Stepper(Ticker.system(), stops::add)
                .build();
        stepper.hold();
        try (EventLoopGroup group = EventLoopGroup.start(1, options)) {
            stops.take(); // it is held before its first turn, and its clock stands still
            group.loops().get(0).execute(new NamedTask("retry", () -> {}));
            stepper.stepTo(event -> event == LoopEvent.TASK);
            log.add("next is " + stops.take().owner());
        } // stepper.resume() lets the loop go, and so does the close
        // endregion
        assertThat(log).containsExactly("next is retry");
    }

    @Test
    void debugMode() throws Exception {
        // region debug
        DebugMode debug = DebugMode.builder().slowCallback(ofMillis(50)).build();
        EventLoop loop =
                EventLoop.open(EventLoopOptions.builder().observer(debug).build());
        // endregion
        try (loop) {
            loop.execute(() -> {});
            loop.runOnce();
        }
        assertThat(debug).isNotNull();
    }
}
