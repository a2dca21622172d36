// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.writableisconnected;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.EchoServer;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.List;

/** A channel used before it is connected. */
public final class WritableIsConnected implements Animal<Greeter> {
    /** The animal. */
    public WritableIsConnected() {}

    @Override
    public Card card() {
        return new Card(
                "writable-is-connected",
                "connect has returned, so it is connected",
                "server and client on one host",
                "a server at the other end of a cable",
                "threw NotYetConnectedException",
                List.of(
                        "How many segments does it take until a connection is there? Which has come when the exception is thrown?",
                        "connect of a channel that does not block returns a boolean.",
                        "On one host it may return true at once. What does false ask for?"));
    }

    @Override
    public Greeter wrong() {
        return new Wrong();
    }

    @Override
    public Greeter right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Greeter program) {
        stage.faults(Faults.NONE.immediateConnects(1));
        greet(stage, "server", program);
    }

    @Override
    public void field(Stage stage, Greeter program) {
        stage.faults(Faults.NONE.latency(Duration.ofMillis(1 + stage.random().nextInt(50))));
        greet(stage, "client", program);
    }

    private static void greet(Stage stage, String client, Greeter greeter) {
        stage.serve("server", new EchoServer());
        stage.run(client, host -> {
            stage.sleep(Duration.ofMillis(1));
            String answer = greeter.greet(host, stage.address("server", RawServer.PORT));
            Stage.check(answer.equals("hello"), Peer.WRONG_BYTES, "the answer is " + answer);
        });
    }
}
