// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.scene.Stage;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Runs of rungs in virtual time, whose length is exact. */
public final class LadderRuns {
    private static final int PORT = 80;

    private LadderRuns() {}

    /** How long the rung {@code select} takes to fetch from itself. */
    public static Duration select(int urls, int atOnce) {
        return fetch(Select::new, urls, atOnce);
    }

    /** How long the rung {@code loop} takes to fetch from itself. */
    public static Duration loop(int urls, int atOnce) {
        return fetch(Loop::new, urls, atOnce);
    }

    private static Duration fetch(Function<Machine, Rung> kind, int urls, int atOnce) {
        return time(kind, (stage, host) -> kind.apply(machine(stage, "client")).fetch(urls(stage, urls), atOnce));
    }

    /** How long it takes until a client of the rung {@code select} has the answers of two requests that it has sent at once. */
    public static Duration twoInOneSegment() {
        return time(Select::new, (stage, host) -> {
            try (Peer peer = stage.connect("client", "server", PORT)) {
                String head = "HTTP/1.1 200 OK\r\nContent-Length: 1026\r\n\r\n";
                peer.send("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
                peer.expect(head + Backend.SLOW.answer("/1"));
                peer.expect(head + Backend.SLOW.answer("/2"));
            }
        });
    }

    private static Duration time(Function<Machine, Rung> kind, Client client) {
        List<Duration> ends = new ArrayList<>();
        Scene scene = stage -> {
            kind.apply(machine(stage, "server")).serve(Backend.SLOW);
            Program program = host -> {
                client.run(stage, host.toString());
                ends.add(stage.now());
            };
            stage.run("client", program);
        };
        @Nullable Failure failure = Scenes.run(scene, 1L).failure();
        if (failure != null) {
            throw new IllegalStateException(failure.toString());
        }
        return ends.get(0);
    }

    /** What a rung runs on, on a host of a scene. */
    static Machine machine(Stage stage, String host) {
        return new Machine(
                stage.address(host, PORT), stage.options(host), task -> stage.serve(host, provider -> task.run()));
    }

    /** URLs of the host {@code server}. */
    static List<URI> urls(Stage stage, int count) {
        String server = stage.host("server").address().getHostAddress();
        return IntStream.range(0, count)
                .mapToObj(i -> URI.create("http://" + server + ":" + PORT + "/" + i))
                .toList();
    }

    private interface Client {
        void run(Stage stage, String host) throws Exception;
    }
}
