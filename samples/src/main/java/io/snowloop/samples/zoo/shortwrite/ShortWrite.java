// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.shortwrite;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.util.List;

/** The result of a write ignored. */
public final class ShortWrite implements Animal<Program> {
    /** The animal. */
    public ShortWrite() {}

    @Override
    public Card card() {
        return new Card(
                "short-write",
                "the result of write is ignored",
                "1 client, 15 bytes",
                "a write may take fewer bytes than it has",
                Peer.BYTES_LOST,
                List.of(
                        "Compare the two numbers of each write in the timeline.",
                        "A write of a channel that does not block takes what the socket has room for. It says how many bytes"
                                + " that were.",
                        "Whose are the bytes that it did not take, when this method has returned? When could they be"
                                + " written?"));
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
                peer.send("hello, selector");
                peer.end();
                peer.expect("hello, selector");
            }
        });
    }

    @Override
    public void field(Stage stage, Program program) {
        stage.faults(Faults.NONE.shortWrites(0.7));
        desk(stage, program);
    }
}
