// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.swallowed;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import java.util.List;

/** An exception swallowed. */
public final class Swallowed implements Animal<Program> {
    /** The animal. */
    public Swallowed() {}

    @Override
    public Card card() {
        return new Card(
                "swallowed",
                "an exception is caught and nothing is done",
                "good numbers",
                "now and then a letter",
                Failure.STUCK,
                List.of(
                        "What does the server do after the last read?",
                        "The server must not stop for one bad request. And what about its client?",
                        "In which line could you see that something was wrong?"));
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
        add(stage, program, "2 3\n", "5\n");
    }

    @Override
    public void field(Stage stage, Program program) {
        boolean bad = stage.random().nextInt(4) == 0;
        add(stage, program, bad ? "2 x\n" : "2 3\n", bad ? "error\n" : "5\n");
    }

    private static void add(Stage stage, Program program, String line, String answer) {
        stage.serve("server", program);
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                peer.send(line);
                peer.expect(answer);
            }
        });
    }
}
