// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.keynotremoved;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.List;

/** A selected key not removed. */
public final class KeyNotRemoved implements Animal<Program> {
    /** The animal. */
    public KeyNotRemoved() {}

    @Override
    public Card card() {
        return new Card(
                "key-not-removed",
                "a selected key is not removed from the set",
                "1 client, one message",
                "a second client, while the first is silent",
                Peer.BYTES_LOST,
                List.of(
                        "At the time of the last read: whose bytes have arrived, and of which connection are the bytes that are read?",
                        "A selector adds to the set of selected keys. Who takes keys out of it?",
                        "A key that stays in the set keeps its ready operations. Then what does a read of 0 bytes mean?"));
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
                peer.send("one");
                peer.expect("one");
            }
        });
    }

    @Override
    public void field(Stage stage, Program program) {
        stage.faults(Faults.NONE.latency(Duration.ofMillis(1 + stage.random().nextInt(20))));
        stage.serve("server", program);
        stage.run("client 1", host -> {
            try (Peer peer = stage.connect("client 1", "server", RawServer.PORT)) {
                peer.send("one");
                peer.expect("one");
                stage.sleep(Duration.ofSeconds(1));
                peer.send("two");
                peer.expect("two");
            }
        });
        stage.run("client 2", host -> {
            stage.sleep(Duration.ofMillis(500));
            try (Peer peer = stage.connect("client 2", "server", RawServer.PORT)) {
                peer.send("hello");
                peer.expect("hello");
            }
        });
    }
}
