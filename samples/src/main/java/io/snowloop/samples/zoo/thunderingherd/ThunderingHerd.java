// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.thunderingherd;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.EchoServer;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Segment;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;

/** Clients that retry at the same times. */
public final class ThunderingHerd implements Animal<Backoff> {
    /** The animal. */
    public ThunderingHerd() {}

    @Override
    public Card card() {
        return new Card(
                "thundering-herd",
                "all clients retry at the same times",
                "1 client",
                "10 clients, and a server that is away for 5 s",
                "herd",
                List.of(
                        "How many SYNs arrive in one millisecond?",
                        "When did these clients lose their server? By what does each compute its next attempt?",
                        "They have the same clock, the same start and the same formula. What could be different in each?"));
    }

    @Override
    public Backoff wrong() {
        return new Wrong();
    }

    @Override
    public Backoff right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Backoff program) {
        reconnect(stage, program, 1);
    }

    @Override
    public void field(Stage stage, Backoff program) {
        reconnect(stage, program, 10);
    }

    private static final Duration BACK = Duration.ofSeconds(5);

    private static void reconnect(Stage stage, Backoff backoff, int clients) {
        int[] together = {0};
        long[] millisecond = {0};
        stage.host("server");
        stage.network().onSegment(segment -> {
            if (segment.kind() == Segment.Kind.SYN && segment.time().toMillis() > 0) {
                together[0] = segment.time().toMillis() == millisecond[0] ? together[0] + 1 : 1;
                millisecond[0] = segment.time().toMillis();
                Stage.check(
                        together[0] <= clients / 2 + 1, "herd", together[0] + " clients connect in one millisecond");
            }
        });
        stage.serve("server", host -> {
            stage.sleep(BACK);
            new EchoServer().run(host);
        });
        for (int i = 1; i <= clients; i++) {
            String name = "client " + i;
            stage.run(name, host -> connect(stage, name, backoff));
        }
    }

    private static void connect(Stage stage, String name, Backoff backoff) throws IOException {
        for (int failed = 1; ; failed++) {
            try {
                stage.connect(name, "server", RawServer.PORT).close();
                return;
            } catch (ConnectException e) {
                stage.sleep(backoff.pause(failed, stage.random()));
            }
        }
    }
}
