// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.LoopObserver;
import io.snowloop.samples.scene.Stage;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Streams of HTTP/2 of each kind: one that is answered at once, one whose windows are used up, an upload, and one that is cancelled. */
final class StreamScenes {
    private StreamScenes() {}

    static void streams(Stage stage) throws IOException {
        streams(stage, LoopObserver.Factory.NONE);
    }

    /** The same with an observer of the server's loop. */
    static void streams(Stage stage, LoopObserver.Factory observer) throws IOException {
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(stage.random().nextInt(20)))
                .jitter(Duration.ofMillis(stage.random().nextInt(20))));
        byte[] large = new byte[300_000];
        Snow app = new Snow()
                .get("/small", request -> Response.text("small"))
                .get("/last", request -> Response.text("the stream before was reset"))
                .get("/large", request -> Response.bytes(large, "image/png"))
                .post(
                        "/upload",
                        (request, loop) -> request.body()
                                .collect(1_000_000)
                                .map(bytes -> Response.text(bytes.length() + " bytes")))
                .get(
                        "/slow",
                        (request, loop) -> loop.sleep(Duration.ofSeconds(5)).map(slept -> Response.text("slept")));
        Server server = Server.of(app)
                .http2(Http2Limits.DEFAULT)
                .on(stage.loop("server", observer))
                .listen(stage.host("server").toString(), 80);
        EventLoop client = stage.loop("client");
        Fetcher fetcher = Fetcher.on(
                client,
                FetcherOptions.builder().httpVersion(HttpVersionPolicy.HTTP_2).build());
        stage.atEnd(fetcher::close);
        stage.atEnd(server::close);
        stage.await(
                "client",
                Future.all(
                        client,
                        List.of(
                                fetcher.fetch(Request.get(server.url("/large"))).map(Response::status),
                                fetcher.fetch(Request.get(server.url("/small?secret=1")))
                                        .map(Response::status),
                                fetcher.fetch(Request.post(server.url("/upload"), Body.of(large)))
                                        .map(Response::status),
                                fetcher.fetch(Request.get(server.url("/slow")))
                                        .timeout(Duration.ofSeconds(1))
                                        .recover(late -> Response.text("too late"))
                                        .flatMap(late -> fetcher.fetch(Request.get(server.url("/last"))))
                                        .map(Response::status))));
    }
}
