// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.greedyreader;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import java.time.Duration;
import java.util.List;

/** A socket that is read until it is empty. */
public final class GreedyReader implements Animal<Store> {
    private static final Duration WORK = Duration.ofMillis(1);

    /** The animal. */
    public GreedyReader() {}

    @Override
    public Card card() {
        return new Card(
                "greedy-reader",
                "a socket is read until it is empty",
                "1 client that sends a line",
                "1 fast sender, and 1 client with a line",
                "late",
                List.of(
                        "Which of the two clients do the reads belong to?",
                        "How long does it take until a socket is empty, if its peer sends faster than the server reads?",
                        "A key that is ready and was not emptied: what does the next select say of it?"));
    }

    @Override
    public Store wrong() {
        return new Wrong();
    }

    @Override
    public Store right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Store program) {
        serve(stage, program);
        ask(stage, Duration.ZERO);
    }

    @Override
    public void field(Stage stage, Store program) {
        serve(stage, program);
        int bytes = (1 + stage.random().nextInt(100)) * 1024;
        stage.run("sender", host -> {
            try (Peer peer = stage.connect("sender", "server", RawServer.PORT)) {
                peer.send("x".repeat(bytes - 1) + "\n");
                peer.expect("ok\n");
            }
        });
        ask(stage, Duration.ofMillis(10));
    }

    private static void serve(Stage stage, Store program) {
        program.work(() -> stage.sleep(WORK));
        stage.serve("server", program);
    }

    private static void ask(Stage stage, Duration comes) {
        stage.run("client", host -> {
            stage.sleep(comes);
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                peer.send("a line\n");
                peer.expect("ok\n");
            }
            long took = stage.now().minus(comes).toMillis();
            Stage.check(
                    took < 10, "late", "a line takes " + WORK.toMillis() + " ms, and this one took " + took + " ms");
        });
    }
}
