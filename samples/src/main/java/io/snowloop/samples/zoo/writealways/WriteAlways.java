// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.writealways;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import java.time.Duration;
import java.util.List;

/** Interest in writing never taken back. */
public final class WriteAlways implements Animal<Program> {
    /** The animal. */
    public WriteAlways() {}

    @Override
    public Card card() {
        return new Card(
                "write-always",
                "OP_WRITE is never taken back",
                "1 client that sends at once",
                "1 client that thinks for a second",
                Failure.LIVELOCK,
                List.of(
                        "How many writes of 0 bytes are there, and at which times?",
                        "A socket is ready to be written whenever its buffer has room. When has it no room?",
                        "A key says what you wait for. For what does this server wait when it has nothing to send?"));
    }

    @Override
    public Program wrong() {
        return new Wrong();
    }

    @Override
    public Program right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Program program) {
        echo(stage, program, Duration.ZERO);
    }

    @Override
    public void field(Stage stage, Program program) {
        echo(stage, program, Duration.ofSeconds(1));
    }

    private static void echo(Stage stage, Program program, Duration pause) {
        stage.serve("server", program);
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                stage.sleep(pause);
                peer.send("hello");
                peer.expect("hello");
            }
        });
    }
}
