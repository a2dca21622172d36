// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.closewithunread;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A connection closed while the peer still sends. */
public final class CloseWithUnread implements Animal<Program> {
    /** The animal. */
    public CloseWithUnread() {}

    @Override
    public Card card() {
        return new Card(
                "close-with-unread",
                "a connection is closed while bytes still come",
                "an upload of 20 bytes",
                "an upload of 4,000 bytes in two writes",
                "threw IOException",
                List.of(
                        "What does the server send after its answer, and when?",
                        "A close with bytes that were not read sends RST and not FIN: the peer shall know that they are lost.",
                        "How could the server say that its answer is complete, and still take what comes?"));
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
        stage.run("client", host -> upload(stage, "thanks", 20));
    }

    @Override
    public void field(Stage stage, Program program) {
        stage.faults(Faults.NONE.latency(Duration.ofMillis(10)).jitter(Duration.ofMillis(5)));
        stage.serve("server", program);
        stage.run("client", host -> upload(stage, "too large", 2_000, 2_000));
    }

    private static void upload(Stage stage, String answer, int... sizes) throws IOException {
        try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
            for (int size : sizes) {
                peer.send("x".repeat(size));
                stage.sleep(Duration.ofMillis(100));
            }
            peer.end();
            peer.expect(answer);
        }
    }
}
