// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.utf8;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.List;

/** Each read decoded alone. */
public final class Utf8InPieces implements Animal<Program> {
    /** The animal. */
    public Utf8InPieces() {}

    @Override
    public Card card() {
        return new Card(
                "utf8-in-pieces",
                "each read is decoded alone",
                "1 client, a line in one segment",
                "the line comes byte by byte",
                Peer.WRONG_BYTES,
                List.of(
                        "How many bytes has a character of this text? Where is it cut?",
                        "A decoder that gets a part of a character writes U+FFFD, and forgets the part.",
                        "What has to be complete before it is decoded?"));
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
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                peer.send("snow is \u96ea\n");
                peer.expect("snow is \u96ea\n");
            }
        });
    }

    @Override
    public void field(Stage stage, Program program) {
        stage.faults(Faults.NONE.segments(6).latency(Duration.ofMillis(10)).jitter(Duration.ofMillis(5)));
        desk(stage, program);
    }
}
