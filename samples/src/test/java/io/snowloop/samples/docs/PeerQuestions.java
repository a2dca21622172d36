// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofSeconds;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.client.Timeouts;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.strangers.NettyRuns;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.samples.zoo.Zoo;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.transport.ConnectTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the pages ask that are about programs by others. Each method returns the answer. */
final class PeerQuestions {
    private PeerQuestions() {}

    // ---------------------------------------------------------------------------------------------- your program

    static String sameSeed() {
        return NettyRuns.transcript(7).equals(NettyRuns.transcript(7)) ? "nothing" : "something";
    }

    static String anHour() {
        return NettyRuns.anHour().equals(Duration.ofHours(1))
                ? "no time, and the program's clock has moved by an hour"
                : "";
    }

    static String blockingWrite() {
        List<Integer> took = new ArrayList<>();
        Outcome outcome = Scenes.run(
                stage -> {
                    stage.faults(Faults.NONE.shortWrites(1));
                    stage.serve("server", host -> {
                        try (ServerSocketChannel server =
                                        host.openServerSocketChannel().bind(stage.address("server", RawServer.PORT));
                                SocketChannel channel = server.accept()) {
                            ByteBuffer buffer = ByteBuffer.allocate(1_000);
                            while (channel.read(buffer) >= 0) {
                                buffer.clear();
                            }
                        }
                    });
                    stage.run("client", host -> {
                        try (SocketChannel channel = host.openSocketChannel()) {
                            channel.connect(stage.address("server", RawServer.PORT));
                            took.add(channel.write(ByteBuffer.allocate(1_000)));
                        }
                    });
                },
                1L);
        return outcome.failure() == null && took.equals(List.of(1_000)) ? "1,000" : took + " " + outcome.failure();
    }

    // ------------------------------------------------------------------------------------------------ real peers

    static String pageThatTheClientHas() throws Exception {
        StaticFiles docs = StaticFiles.of(Project.HOME.resolve("docs"));
        Snow app = new Snow().get("/{path:path}", docs);
        try (EventLoop loop = EventLoop.open()) {
            Response page = loop.runUntil(loop.submit(() -> app.handle(Request.get("/README.md"))));
            Request again =
                    Request.get("/README.md").withHeader("If-None-Match", Objects.requireNonNull(page.header("ETag")));
            Response answer =
                    loop.runUntil(loop.submit(() -> app.handle(again)).flatMap(response -> response.collect(100)));
            return answer.status().code() == 304 && answer.bytes().length == 0
                    ? "304, and no body"
                    : answer.status().toString();
        }
    }

    static String closeWithUnread() {
        Outcome first = Objects.requireNonNull(
                Scenes.run(Zoo.named("close-with-unread").orElseThrow().fieldOfWrong(), 200)
                        .first());
        Failure failure = Objects.requireNonNull(first.failure());
        return failure.symptom().equals("threw IOException") ? "an exception, and no answer" : failure.toString();
    }

    static String nothingAnswers() {
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().partition("10.0.0.1", "10.0.0.2");
            Fetcher fetcher = Fetcher.on(
                    simulation.loop("10.0.0.2"),
                    FetcherOptions.builder()
                            .timeouts(Timeouts.builder().connect(ofSeconds(1)).build())
                            .build());
            Future<Response> response = fetcher.fetch("http://10.0.0.1/");
            simulation.runFor(ofSeconds(1));
            return response.isFailed() && response.outcome().error() instanceof ConnectTimeoutException
                    ? "with a ConnectTimeoutException, after a second"
                    : response.toString();
        }
    }
}
