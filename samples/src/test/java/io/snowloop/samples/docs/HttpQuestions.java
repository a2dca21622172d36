// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import io.snowloop.client.EventSource;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.sse.EventStreamParser;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopEvent;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Simulation;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.TraceRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the pages on HTTP, Snow and the Fetcher ask. Each method returns the answer. */
final class HttpQuestions {
    private static final String SITE = "http://10.0.0.1";

    private HttpQuestions() {}

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    // -------------------------------------------------------------------------------------------------------- HTTP

    private static String statusOf(String request) throws Exception {
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        codec.receive(bytes(request));
        try {
            codec.next();
            return "it is accepted";
        } catch (RemoteProtocolException e) {
            return "it is refused, with " + e.suggestedStatus().code();
        }
    }

    static String bothLengths() throws Exception {
        return statusOf("""
                POST / HTTP/1.1\r
                Host: example.org\r
                Content-Length: 4\r
                Transfer-Encoding: chunked\r
                \r
                """);
    }

    static String noHost() throws Exception {
        return statusOf("GET / HTTP/1.1\r\n\r\n");
    }

    static String byteByByte() throws Exception {
        // region byte-by-byte
        Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
        List<Event> events = new ArrayList<>();
        for (char c : "GET / HTTP/1.1\r\nHost: a\r\n\r\n".toCharArray()) {
            codec.receive(bytes(String.valueOf(c)));
            Event event = codec.next();
            if (event != Event.Outcome.NEED_DATA) {
                events.add(event);
            }
            codec.keep();
        }
        // endregion
        return events.size() == 1 && events.get(0) instanceof Event.RequestHead
                ? "one, a RequestHead, with the last byte"
                : events.toString();
    }

    // ---------------------------------------------------------------------------------------------- a byte's journey

    /** The records of the server's loop for one request. */
    private static List<TraceRecord> traceOf(Snow app) throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            EventLoop server = simulation.add(EventLoop.open(simulation.options("10.0.0.1").toBuilder()
                    .observer(LoopTrace.ofCapacity(1024))
                    .build()));
            Server.of(app).on(server).listen("10.0.0.1", 80);
            simulation.runUntil(Fetcher.on(simulation.loop("10.0.0.2")).fetch(SITE + "/"));
            return LoopTrace.of(server).recording().records();
        }
    }

    private static long turnOf(LoopEvent event, List<TraceRecord> records) {
        long turn = 0;
        for (TraceRecord record : records) {
            turn += record.event() == LoopEvent.TURN_BEGIN ? 1 : 0;
            if (record.event() == event) {
                return turn;
            }
        }
        throw new IllegalStateException("no " + event);
    }

    static String viewInWhichTurn() throws Exception {
        List<TraceRecord> records = traceOf(new Snow().get("/", request -> Response.text("snow")));
        return turnOf(LoopEvent.READ, records) == turnOf(LoopEvent.CALL, records)
                ? "inside of the callback that reads them"
                : "as a task, in the next turn";
    }

    static String answerInWhichTurn() throws Exception {
        List<TraceRecord> records = traceOf(new Snow().get("/", request -> Response.text("snow")));
        return turnOf(LoopEvent.CALL, records) == turnOf(LoopEvent.WRITTEN, records)
                ? "in the same turn, without asking the selector"
                : "when the selector says that the channel is writable";
    }

    static String sleepingView() throws Exception {
        List<TraceRecord> records = traceOf(new Snow()
                .get("/", (request, loop) -> loop.sleep(ofMillis(20)).map(slept -> Response.text("snow"))));
        return turnOf(LoopEvent.CALL, records) < turnOf(LoopEvent.WRITTEN, records)
                ? "in a later turn, after the timer"
                : "in the same turn";
    }

    // -------------------------------------------------------------------------------------------------------- Snow

    private static Future<Response> ask(Simulation simulation, Snow app, Request request) throws Exception {
        EventLoop server = simulation.loop("10.0.0.1");
        Server.of(app).on(server).listen("10.0.0.1", 80);
        return Fetcher.on(simulation.loop("10.0.0.2")).fetch(request);
    }

    static String wrongMethod() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Snow app = new Snow()
                    // region wrong-method
                    .get("/home/", request -> Response.text("home"));
            // endregion
            Response response = simulation.runUntil(ask(simulation, app, Request.of(Method.DELETE, SITE + "/home/")));
            return response.status().code() + (response.header("Allow") == null ? "" : ", and a field Allow");
        }
    }

    static String twoSleepers() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            // region two-sleepers
            Snow app = new Snow()
                    .get("/", (request, loop) -> loop.sleep(ofMillis(100)).map(slept -> Response.text("woke")));
            // endregion
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            EventLoop loop = simulation.loop("10.0.0.2");
            Fetcher fetcher = Fetcher.on(loop);
            simulation.runUntil(Future.all(loop, List.of(fetcher.fetch(SITE + "/"), fetcher.fetch(SITE + "/"))));
            return simulation.ticker().elapsed().toMillis() + " ms";
        }
    }

    static String viewThrows() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            List<String> ports = new ArrayList<>();
            Snow app = new Snow()
                    .get("/bug", request -> {
                        ports.add(String.valueOf(request.remoteAddress()));
                        throw new IllegalStateException("a bug");
                    })
                    .get("/", request -> {
                        ports.add(String.valueOf(request.remoteAddress()));
                        return Response.text("home");
                    });
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Fetcher fetcher = Fetcher.on(simulation.loop("10.0.0.2"));
            int status =
                    simulation.runUntil(fetcher.fetch(SITE + "/bug")).status().code();
            simulation.runUntil(fetcher.fetch(SITE + "/"));
            return status
                    + (ports.get(0).equals(ports.get(1))
                            ? ", and the connection stays open"
                            : ", and the connection is closed");
        }
    }

    // ------------------------------------------------------------------------------------------------- the Fetcher

    static String notFound() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Future<Response> response = ask(simulation, new Snow(), Request.get(SITE + "/nowhere"));
            simulation.runUntil(response);
            return response.isFailed() ? "fails" : "succeeds, with a response of status 404";
        }
    }

    static String threeAtOnce() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Snow app = new Snow()
                    .get(
                            "/{n:int}",
                            (request, loop) -> loop.sleep(ofMillis(100 * request.pathInt("n")))
                                    .map(slept -> Response.text("woke")));
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            List<String> log = new ArrayList<>();
            EventLoop loop = simulation.loop("10.0.0.2");
            Fetcher fetcher = Fetcher.on(loop);
            // region three-at-once
            List<Future<Response>> all = new ArrayList<>();
            for (String n : List.of("3", "1", "2")) { // the server answers /n after n * 100 ms
                Future<Response> answer = fetcher.fetch(SITE + "/" + n);
                answer.onComplete((response, error) -> log.add(n));
                all.add(answer);
            }
            // endregion
            simulation.runUntil(Future.all(loop, all));
            return String.join(", ", log);
        }
    }

    static String brokenPost() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            int[] asked = {0};
            Server[] server = {null};
            Snow app = new Snow().post("/pay", (request, loop) -> {
                asked[0]++;
                loop.schedule(ofMillis(10), server[0]::close);
                return loop.newPromise();
            });
            server[0] = Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            Future<Response> response =
                    Fetcher.on(simulation.loop("10.0.0.2")).fetch(Request.of(Method.POST, SITE + "/pay"));
            simulation.runUntil(response::isDone);
            return response.isFailed() && asked[0] == 1 ? "it fails, and the request is not sent again" : "it succeeds";
        }
    }

    // ------------------------------------------------------------------------------------------ server-sent events

    private static List<ServerSentEvent> parsed(String stream) throws Exception {
        List<ServerSentEvent> events = new ArrayList<>();
        EventStreamParser parser = new EventStreamParser(EventStreamParser.MAX_EVENT);
        parser.feed(bytes(stream));
        for (ServerSentEvent event = parser.next(); event != null; event = parser.next()) {
            events.add(event);
        }
        return events;
    }

    static String cutOff() throws Exception {
        return parsed("data: a\n\ndata: b\n").size() == 1 ? "one" : "two";
    }

    static String twoLines() throws Exception {
        return parsed("data: a\ndata: b\n\n").get(0).data().equals("a\nb") ? "one event, of two lines" : "two events";
    }

    static String again() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            List<String> asked = new ArrayList<>();
            Snow app = new Snow().get("/", request -> {
                asked.add(String.valueOf(request.header("Last-Event-ID")));
                return EventStream.of(request, page -> {
                    page.send(ServerSentEvent.of("tick").withId("7"));
                    page.close();
                });
            });
            Server.of(app).on(simulation.loop("10.0.0.1")).listen("10.0.0.1", 80);
            EventSource source = EventSource.of(Fetcher.on(simulation.loop("10.0.0.2")), SITE + "/");
            source.forEach(event -> {});
            simulation.runFor(ofSeconds(8));
            source.close();
            return asked.get(1).equals("7") ? "`Last-Event-ID: 7`" : asked.get(1);
        }
    }
}
