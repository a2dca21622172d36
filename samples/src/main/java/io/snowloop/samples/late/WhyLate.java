// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.late;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.NamedTask;
import io.snowloop.loop.Timer;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Stage;
import io.snowloop.server.Server;
import io.snowloop.sim.Faults;
import io.snowloop.trace.LateReport;
import io.snowloop.trace.LoopTrace;
import io.snowloop.trace.Pauses;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A heartbeat on the loop that serves a page. A view that blocks delays the heartbeat, and a report names the view.
 *
 * <p>In virtual time: what blocks says so, by {@link Stage#sleep}, and nothing else takes time. So each run is the same.
 *
 * @param phase which view it is
 */
record WhyLate(Phase phase) implements Scene {
    private static final String SERVER = "server";
    private static final String CLIENT = "client";
    private static final Duration FETCH_AT = Duration.ofMillis(65);
    private static final Duration END = Duration.ofMillis(360);

    @Override
    public void set(Stage stage) throws IOException {
        stage.faults(Faults.NONE.latency(Duration.ofMillis(10)));
        EventLoop client = stage.loop(CLIENT);
        EventLoop loop = stage.loop(SERVER, LoopTrace.ofCapacity(4096));
        Timer heart = loop.scheduleAtFixedRate(
                Phase.BEAT, Phase.BEAT, new NamedTask("heartbeat", () -> stage.say(SERVER, "beat")));
        Server server = serve(stage, loop);
        fetch(stage, client, server.url("/report"));

        stage.await(SERVER, "the end", () -> stage.now().compareTo(END) >= 0);
        stage.atEnd(heart::cancel);
        stage.atEnd(server::close);
        stage.atEnd(() -> checkThatNothingWasLate(loop));
    }

    private Server serve(Stage stage, EventLoop loop) throws IOException {
        Executor threads = task -> stage.serve(SERVER, host -> task.run()); // a thread of the simulation
        return Server.of(phase.app(request -> report(stage), threads))
                .on(loop)
                .listen(stage.host(SERVER).toString(), 80);
    }

    private static Response report(Stage stage) {
        stage.say(SERVER, "GET /report begins");
        stage.sleep(Phase.WORK);
        stage.say(SERVER, "GET /report ends");
        return Response.text("rendered");
    }

    private static void checkThatNothingWasLate(EventLoop loop) {
        List<LateReport> late =
                LateReport.all(LoopTrace.of(loop).recording(), Duration.ofNanos(1), Pauses.NONE, List.of());
        Stage.check(late.isEmpty(), "late", late.isEmpty() ? "" : late.get(0).toString());
    }

    private static void fetch(Stage stage, EventLoop loop, String url) {
        Fetcher fetcher = Fetcher.on(loop);
        stage.atEnd(fetcher::close);
        stage.await(
                CLIENT,
                loop.sleep(FETCH_AT)
                        .flatMap(slept -> fetcher.fetch(Request.get(url)))
                        .map(response -> {
                            stage.say(CLIENT, response.status() + ": " + response.text());
                            return response;
                        }));
    }
}
