// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofMillis;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Redirects;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.sse.EventStreamParser;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Timer;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What chapters ask at their ends. Each method returns the answer. */
final class CheckQuestions {
    private static final String SITE = "http://10.0.0.1";
    private static final InetSocketAddress SERVER = new InetSocketAddress("10.0.0.1", 7);

    private CheckQuestions() {}

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---------------------------------------------------------------------------------------------------- the loop

    static String cancelledWhenDue() throws IOException {
        List<String> log = new ArrayList<>();
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            Timer[] second = {null};
            loop.schedule(ofMillis(10), () -> second[0].cancel());
            second[0] = loop.schedule(ofMillis(10), () -> log.add("second"));
            simulation.runFor(ofMillis(50));
        }
        return log.isEmpty() ? "no" : "yes";
    }

    static String timerThatThrows() throws IOException {
        int[] runs = {0};
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.add(EventLoop.open(simulation.options("10.0.0.1").toBuilder()
                    .exceptionHandler((error, source) -> {})
                    .build()));
            loop.scheduleAtFixedRate(ofMillis(10), ofMillis(10), () -> {
                runs[0]++;
                throw new IllegalStateException("a bug");
            });
            simulation.runFor(ofMillis(55));
        }
        return runs[0] == 5
                ? "it is reported, and the timer runs again"
                : "it is reported, and the timer ends: " + runs[0];
    }

    // ----------------------------------------------------------------------------------------------------- futures

    static String loser() throws IOException {
        try (EventLoop loop = EventLoop.open()) {
            Promise<String> first = loop.newPromise();
            Promise<String> second = loop.newPromise();
            Future<String> race = Future.race(loop, List.of(first, second));
            first.complete("snow");
            while (!race.isDone() || !second.isDone()) {
                loop.runOnce();
            }
            return second.isCancelled() ? "it is cancelled" : "it goes on, and its value is dropped";
        }
    }

    static String timedOut() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop loop = simulation.loop("10.0.0.1");
            Promise<String> answer = loop.newPromise();
            answer.timeout(ofMillis(50)).recover(error -> "late");
            simulation.runFor(ofMillis(100));
            return answer.isCancelled() ? "cancelled" : answer.isDone() ? "failed" : "pending";
        }
    }

    // -------------------------------------------------------------------------------------------------- transports

    /** Writes its calls down, and may answer when the peer has ended. */
    private static class Noted implements Protocol {
        final List<String> calls = new ArrayList<>();
        final String atEnd;
        private @Nullable Transport transport;

        Noted(String atEnd) {
            this.atEnd = atEnd;
        }

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void received(ByteBuffer lent) {
            calls.add(StandardCharsets.ISO_8859_1.decode(lent).toString());
        }

        @Override
        public void ended() {
            calls.add("ended");
            if (transport != null && !atEnd.isEmpty()) {
                transport.write(bytes(atEnd));
            }
            if (transport != null) {
                transport.close();
            }
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            calls.add(cause == null ? "closed" : "closed, with an error");
        }
    }

    private static Transport connect(Simulation simulation, Protocol server, Protocol client) throws Exception {
        EventLoop loop = simulation.loop("10.0.0.1");
        Acceptor.listen(loop, SERVER, 50, () -> server);
        return simulation.runUntil(
                Connector.DEFAULT.connect(simulation.loop("10.0.0.2"), SERVER, Duration.ofMinutes(5), client));
    }

    static String afterTheEnd() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Noted client = new Noted("");
            Transport transport = connect(simulation, new Noted("the rest"), client);
            transport.shutdownOutput();
            simulation.runUntil(() -> client.calls.contains("closed"));
            return client.calls.contains("the rest") ? "write what is left, and close" : "only close";
        }
    }

    static String aborted() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Noted client = new Noted("");
            Noted server = new Noted("");
            Transport transport = connect(simulation, server, client);
            transport.abort();
            simulation.runUntil(() -> !server.calls.isEmpty());
            return server.calls.get(0).equals("ended") ? "`ended`, then `closed`" : "`closed`, with an error";
        }
    }

    // -------------------------------------------------------------------------------------------------------- HTTP

    static String aheadOfItsTurn() throws RemoteProtocolException {
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        codec.receive(bytes(request + request));
        codec.next();
        codec.next();
        Event third = codec.next();
        return third == Event.Outcome.PAUSED ? "`PAUSED`" : "`NEED_DATA`";
    }

    static String spaceBeforeColon() throws RemoteProtocolException {
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        codec.receive(bytes("GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 4\r\n\r\n"));
        try {
            codec.next();
            return "the field is read without the space";
        } catch (RemoteProtocolException e) {
            return "it is refused, with " + e.suggestedStatus().code();
        }
    }

    // -------------------------------------------------------------------------------------------------------- Snow

    private static Response ask(Snow app, Request request) throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            return simulation.runUntil(Fetcher.on(simulation.loop("10.0.0.2")).fetch(request));
        }
    }

    static String noNumber() throws Exception {
        Snow app = new Snow().get("/users/{id:int}", request -> Response.text("a user"));
        return String.valueOf(
                ask(app, Request.get(SITE + "/users/ada")).status().code());
    }

    @SuppressWarnings("NullAway") // that is the question
    static String noResponse() throws Exception {
        Snow app = new Snow().get("/", request -> null);
        return ask(app, Request.get(SITE + "/")).status().code() == 500 ? "500" : "204";
    }

    // ------------------------------------------------------------------------------------------------- the Fetcher

    static String seeOther() throws Exception {
        List<Method> methods = new ArrayList<>();
        Snow app = new Snow()
                .post("/", request -> Response.redirect("/done").withStatus(Status.SEE_OTHER))
                .get("/done", request -> {
                    methods.add(request.method());
                    return Response.text("done");
                });
        try (Simulation simulation = new Simulation(1)) {
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2")).with(Redirects.redirects(5));
            simulation.runUntil(fetcher.fetch(Request.of(Method.POST, SITE + "/")));
        }
        return methods.equals(List.of(Method.GET)) ? "a GET, without a body" : "a POST, with the same body";
    }

    static String twoConnections() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Snow app = new Snow()
                    .get("/", (request, loop) -> loop.sleep(ofMillis(100)).map(slept -> Response.text("woke")));
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            EventLoop loop = simulation.loop("10.0.0.2");
            Fetcher fetcher =
                    Fetcher.on(loop, FetcherOptions.builder().maxPerOrigin(2).build());
            List<Future<Response>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(fetcher.fetch(SITE + "/"));
            }
            simulation.runUntil(Future.all(loop, all));
            return "after " + simulation.ticker().elapsed().toMillis() + " ms";
        }
    }

    // ------------------------------------------------------------------------------------------ server-sent events

    static String comment() throws Exception {
        EventStreamParser parser = new EventStreamParser(EventStreamParser.MAX_EVENT);
        parser.feed(bytes(": still here\n\n"));
        return parser.next() == null ? "none" : "one";
    }

    // ---------------------------------------------------------------------------------------------- the simulator

    static String connectTime() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().faults(Faults.NONE.latency(ofMillis(10)));
            connect(simulation, new Noted(""), new Noted(""));
            return simulation.ticker().elapsed().toMillis() + " ms";
        }
    }
}
