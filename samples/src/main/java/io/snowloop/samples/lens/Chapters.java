// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static java.time.Duration.ofMillis;

import io.snowloop.client.EventSource;
import io.snowloop.client.EventSourceOptions;
import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.http.sse.ServerSentEvent;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.NamedTask;
import io.snowloop.samples.redis.Command;
import io.snowloop.samples.redis.Redis;
import io.snowloop.samples.redis.RedisOptions;
import io.snowloop.samples.rosetta.Score;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.EchoServer;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.server.EventStream;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import io.snowloop.transport.Acceptor;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The scenes of the figures in the chapters: each is as small as what its text says. */
final class Chapters {
    private static final Faults NEAR = Faults.NONE.latency(ofMillis(10));

    private Chapters() {}

    /** A task that queues another one, and sets a timer. */
    static void taskThatQueuesATask(Stage stage) {
        EventLoop loop = stage.loop("server");
        boolean[] ran = {false};
        NamedTask second = new NamedTask("second", () -> ran[0] = true);
        loop.execute(new NamedTask("first", () -> {
            loop.schedule(ofMillis(10), new NamedTask("retry", () -> {}));
            loop.execute(second);
        }));
        stage.await("server", "the second task", () -> ran[0]);
    }

    /** A race with a time-out. */
    static void futureOfFutures(Stage stage) {
        EventLoop loop = stage.loop("server");
        Future<Void> race = Future.race(loop, List.of(loop.sleep(ofMillis(20)), loop.newPromise()));
        stage.await("server", race.timeout(ofMillis(50)));
    }

    /** A server that sends each line back, and a client that says one line. */
    static void echo(Stage stage) {
        stage.faults(NEAR);
        stage.serve("server", new EchoServer());
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7)) {
                peer.send("hello");
                peer.expect("hello");
            }
        });
    }

    /** The client says that it sends no more, and still gets its answer. */
    static void halfClose(Stage stage) {
        stage.faults(NEAR);
        stage.serve("server", new EchoServer());
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7)) {
                peer.send("hello");
                peer.end();
                peer.expect("hello");
                peer.expectEnd();
            }
        });
    }

    /** The link is cut while the first request is on its way. */
    static void outage(Stage stage) {
        echo(stage);
        stage.partition("client", "server", ofMillis(25), ofMillis(525));
    }

    /** Two requests in one segment; the view of the first one takes longer. */
    static void pipelined(Stage stage) throws IOException {
        stage.faults(NEAR);
        stage.atEnd(serve(stage, app(stage))::close);
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 80)) {
                peer.send(
                        "GET /slow HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
                peer.receive(1_000);
            }
        });
    }

    /** Three commands in one turn. */
    static void commands(Stage stage) {
        stage.faults(NEAR);
        stage.serve("server", new StoreServer());
        EventLoop loop = stage.loop("client");
        Redis redis = Redis.on(loop, RedisOptions.of(stage.address("server", RawServer.PORT)));
        List<Command> commands =
                List.of(Command.of("SET", "a", "snow"), Command.of("SET", "b", "ice"), Command.of("GET", "a"));
        stage.await(
                "client",
                loop.submit(() -> Future.all(
                                loop, commands.stream().map(redis::call).toList()))
                        .map(answers -> {
                            answers.forEach(answer -> stage.say("client", "has " + answer.text()));
                            return answers;
                        })
                        .onDone(redis::close));
    }

    /** The score: what waits for a loop that was blocked, and what the first of its callbacks begins. */
    static void score(Stage stage) throws IOException {
        stage.faults(NEAR);
        EventLoop loop = stage.loop("server");
        Set<String> played = new HashSet<>();
        Consumer<String> play = letter -> {
            played.add(letter);
            stage.say("server", letter);
        };
        Score score = new Score(loop, play, () -> stage.sleep(ofMillis(40)));
        Acceptor acceptor = Acceptor.listen(loop, stage.address("server", RawServer.PORT), 1, () -> score);
        stage.atEnd(acceptor::close);
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                peer.send("!");
                loop.execute(new NamedTask("X", () -> play.accept("X")));
                peer.expectEnd();
            }
        });
        stage.await("server", "seven callbacks", () -> played.size() == 7);
    }

    private static Snow app(Stage stage) {
        return new Snow()
                .get("/", request -> {
                    stage.say("server", "GET / has its answer");
                    return Response.text("home");
                })
                .get("/slow", (request, loop) -> {
                    stage.say("server", "GET /slow begins");
                    return loop.sleep(ofMillis(50)).map(slept -> {
                        stage.say("server", "GET /slow has its answer");
                        return Response.text("slow");
                    });
                });
    }

    private static Server serve(Stage stage, Snow app) throws IOException {
        Server server = Server.of(app)
                .on(stage.loop("server"))
                .listen(stage.host("server").toString(), 80);
        return server;
    }

    /** Two fetches, one after the other, over one connection. */
    static void twoFetches(Stage stage) throws IOException {
        stage.faults(NEAR);
        Server server = serve(stage, app(stage));
        Fetcher fetcher = Fetcher.on(stage.loop("client"));
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
        stage.await(
                "client",
                fetcher.fetch(server.url("/"))
                        .flatMap(first -> {
                            stage.say("client", "first: " + first.text());
                            return fetcher.fetch(server.url("/"));
                        })
                        .map(second -> {
                            stage.say("client", "second: " + second.text());
                            return second;
                        }));
    }

    /** Two requests at once, whose responses leave in a segment each. */
    static void twoViews(Stage stage, HttpVersionPolicy version) throws IOException {
        stage.faults(NEAR);
        Snow app = new Snow()
                .get("/a", request -> Response.text("a"))
                .get("/b", (request, loop) -> loop.sleep(ofMillis(5)).map(slept -> Response.text("b")))
                .filter(Chapters::atOneTime);
        Server server = Server.of(app)
                .http2(Http2Limits.DEFAULT)
                .on(stage.loop("server"))
                .listen(stage.host("server").toString(), 80);
        Fetcher fetcher = Fetcher.on(
                stage.loop("client"),
                FetcherOptions.builder().httpVersion(version).build());
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
        for (String path : List.of("/a", "/b")) {
            stage.await("client", fetcher.fetch(server.url(path)).map(response -> {
                stage.say("client", "has " + response.text());
                return response;
            }));
        }
    }

    /** HPACK makes one date longer than another, and a figure must not depend on the day. */
    private static Future<Response> atOneTime(Request request, Handler view) {
        return view.handle(request).map(response -> response.withHeader("Date", "Thu, 01 Jan 2026 00:00:00 GMT"));
    }

    /** A request that takes a while, with all that waits for it at both ends. */
    static void slowView(Stage stage) throws IOException {
        stage.faults(NEAR);
        Server server = serve(stage, app(stage));
        Fetcher fetcher = Fetcher.on(stage.loop("client"));
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
        stage.await("client", fetcher.fetch(server.url("/slow")).map(Response::text));
    }

    /** A server and a client on one loop. */
    static void bothOnOneLoop(Stage stage) throws IOException {
        EventLoop loop = stage.loop("both");
        Server server = Server.of(app(stage)).on(loop).listen("127.0.0.1", 80);
        Fetcher fetcher = Fetcher.on(loop);
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
        stage.await("both", fetcher.fetch(server.url("/slow")).map(Response::text));
    }

    /** A stream of events that ends in the middle, and its client. */
    static void events(Stage stage) throws IOException {
        stage.faults(NEAR);
        Snow app = new Snow()
                .get(
                        "/news",
                        request -> EventStream.of(request, page -> {
                            String last = page.lastEventId();
                            stage.say("server", "Last-Event-ID: " + (last == null ? "none" : last));
                            int next = last == null ? 1 : Integer.parseInt(last) + 1;
                            page.send(ServerSentEvent.of("news " + next).withId(String.valueOf(next)));
                            page.close();
                        }));
        Server server = serve(stage, app);
        Fetcher fetcher = Fetcher.on(stage.loop("client"));
        EventSource source = EventSource.of(
                fetcher,
                Request.get(server.url("/news")),
                EventSourceOptions.builder().random(stage.random()).build());
        stage.atEnd(source::close);
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
        stage.await(
                "client",
                source.next().flatMap(first -> told(stage, first, source)).map(second -> told(stage, second, source)));
    }

    private static Future<@Nullable ServerSentEvent> told(
            Stage stage, @Nullable ServerSentEvent event, EventSource source) {
        stage.say("client", event == null ? "has the end" : "has " + event.data());
        return source.next();
    }
}
