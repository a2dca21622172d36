// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.sharedrequest;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** One field for the requests of all clients. */
public final class SharedRequest implements Animal<Function<Stage, Program>> {
    /** The animal. */
    public SharedRequest() {}

    @Override
    public Card card() {
        return new Card(
                "shared-request",
                "one field for the requests of all clients",
                "1 client",
                "2 clients at about the same time",
                Peer.WRONG_BYTES,
                List.of(
                        "How long is each request at the server? Do two overlap?",
                        "While a request waits, its server goes on with others: on one thread, too.",
                        "Which variable of this server does a second request overwrite?"));
    }

    @Override
    public Function<Stage, Program> wrong() {
        return Wrong::new;
    }

    @Override
    public Function<Stage, Program> right() {
        return Right::new;
    }

    @Override
    public void desk(Stage stage, Function<Stage, Program> program) {
        stage.serve("server", program.apply(stage));
        client(stage, "client", "snow", 0);
    }

    @Override
    public void field(Stage stage, Function<Stage, Program> program) {
        stage.serve("server", program.apply(stage));
        client(stage, "client 1", "rain", stage.random().nextInt(100));
        client(stage, "client 2", "wind", stage.random().nextInt(100));
    }

    private static void client(Stage stage, String name, String text, int millis) {
        stage.run(name, host -> {
            stage.sleep(Duration.ofMillis(millis));
            try (Peer peer = stage.connect(name, "server", RawServer.PORT)) {
                peer.send(text);
                peer.expect("hello, " + text);
            }
        });
    }
}
