// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.bufferkept;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.List;

/** A buffer kept that was lent. */
public final class BufferKept implements Animal<Program> {
    /** The animal. */
    public BufferKept() {}

    @Override
    public Card card() {
        return new Card(
                "buffer-kept",
                "a buffer that was lent is kept",
                "1 client, a line in one segment",
                "2 clients, lines in pieces",
                Peer.WRONG_BYTES,
                List.of(
                        "Whose bytes does the client get?",
                        "How many buffers does this server have, and how many clients?",
                        "duplicate() makes a second view. Of what?"));
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
        stage.serve("server", program);
        client(stage, "client", "hello, snow\n");
    }

    @Override
    public void field(Stage stage, Program program) {
        stage.faults(Faults.NONE.segments(8).latency(Duration.ofMillis(10)).jitter(Duration.ofMillis(5)));
        stage.serve("server", program);
        client(stage, "client 1", "alpha beta gamma\n");
        client(stage, "client 2", "ALPHA BETA GAMMA\n");
    }

    private static void client(Stage stage, String name, String line) {
        stage.run(name, host -> {
            try (Peer peer = stage.connect(name, "server", RawServer.PORT)) {
                peer.send(line);
                peer.expect(line);
            }
        });
    }
}
