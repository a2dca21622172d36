// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.cancelledkey;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A key cancelled by an earlier callback of the same turn. */
public final class CancelledKey implements Animal<Program> {
    /** The animal. */
    public CancelledKey() {}

    @Override
    public Card card() {
        return new Card(
                "cancelled-key",
                "a callback closes a channel that is ready, too",
                "2 guests, one says bye",
                "2 guests say bye at the same time",
                "threw CancelledKeyException",
                List.of(
                        "How many keys are ready when the exception is thrown?",
                        "Closing a channel cancels its key at once. Where is the key still?",
                        "The keys of a turn were chosen before its first callback ran. What may have become of the others since?"));
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
        room(stage, program, Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Override
    public void field(Stage stage, Program program) {
        Duration bye = Duration.ofMillis(1_000 + stage.random().nextInt(5));
        room(stage, program, Duration.ofMillis(1_000 + stage.random().nextInt(5)), bye);
    }

    private static void room(Stage stage, Program program, Duration... byes) {
        stage.serve("server", program);
        for (int i = 0; i < byes.length; i++) {
            String name = "guest " + (i + 1);
            Duration bye = byes[i];
            stage.run(name, host -> {
                try (Peer peer = stage.connect(name, "server", RawServer.PORT)) {
                    stage.sleep(bye);
                    peer.send("bye");
                    peer.expectEnd();
                } catch (IOException e) {
                    stage.say(name, String.valueOf(e.getMessage())); // closed with this "bye" unread
                }
            });
        }
    }
}
