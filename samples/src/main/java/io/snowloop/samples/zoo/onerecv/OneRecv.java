// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.onerecv;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.List;

/** One read taken for a message. */
public final class OneRecv implements Animal<Program> {
    /** The animal. */
    public OneRecv() {}

    @Override
    public Card card() {
        return new Card(
                "one-recv",
                "one read is taken for a whole message",
                "1 client, a line in one segment",
                "the line comes in pieces",
                List.of(Peer.WRONG_BYTES, "threw SocketException"),
                List.of(
                        "How many reads does it take until the server has the whole line? Count them in the timeline.",
                        "TCP is a stream of bytes. It keeps their order, and not where one write of the peer has ended.",
                        "A read returns what has come so far. What says that a line is complete? Where could you keep it"
                                + " until then?"));
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
                peer.send("snow\n");
                peer.expect("hello, snow\n");
            }
        });
    }

    @Override
    public void field(Stage stage, Program program) {
        stage.faults(Faults.NONE.segments(3).jitter(Duration.ofMillis(5)));
        desk(stage, program);
    }
}
