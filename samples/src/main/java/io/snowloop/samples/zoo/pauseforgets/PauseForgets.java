// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.pauseforgets;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.util.List;

/** Reading paused and never resumed. */
public final class PauseForgets implements Animal<Program> {
    /** The animal. */
    public PauseForgets() {}

    @Override
    public Card card() {
        return new Card(
                "pause-forgets",
                "reading is paused and never resumed",
                "a fast client",
                "a write takes fewer bytes than it has",
                List.of(Failure.STUCK, Failure.LEFT_OVER),
                List.of(
                        "After which call does the server never read again?",
                        "For which operations does the key wait when all is written?",
                        "Two lines change the interest of this key. Which bit does the first take away, and which one puts it back?"));
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
                peer.send("x".repeat(500));
                peer.expect("x".repeat(500));
                peer.send("second");
                peer.expect("second");
            }
        });
    }

    @Override
    public void field(Stage stage, Program program) {
        stage.faults(Faults.NONE.shortWrites(0.9));
        desk(stage, program);
    }
}
