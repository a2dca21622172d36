// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.nobackpressure;

import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Program;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.sim.Faults;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** All kept that a slow client does not take. */
public final class NoBackPressure implements Animal<Function<Stage, Program>> {
    /** The animal. */
    public NoBackPressure() {}

    @Override
    public Card card() {
        return new Card(
                "no-back-pressure",
                "all that a slow client does not take is kept",
                "a client that reads",
                "a client that does not read",
                "memory",
                List.of(
                        "What grows, and how fast?",
                        "The producer does not know of the client. What would have to tell it?",
                        "If the client takes less than there is, something has to give. Which choices are there?"));
    }

    @Override
    public Function<Stage, Program> wrong() {
        return Wrong::new;
    }

    @Override
    public Function<Stage, Program> right() {
        return Right::new;
    }

    @Override
    public void desk(Stage stage, Function<Stage, Program> program) {
        feed(stage, program, Duration.ZERO);
    }

    @Override
    public void field(Stage stage, Function<Stage, Program> program) {
        feed(stage, program, Duration.ofMillis(500 + stage.random().nextInt(500)));
    }

    private static void feed(Stage stage, Function<Stage, Program> program, Duration deaf) {
        stage.faults(Faults.NONE.buffers(8 * 1024).latency(Duration.ofMillis(1)));
        stage.serve("server", program.apply(stage));
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", RawServer.PORT)) {
                stage.sleep(deaf);
                ByteBuffer news = ByteBuffer.allocate(64 * 1024);
                while (stage.now().compareTo(deaf.plusMillis(200)) < 0) {
                    peer.channel().read(news.clear());
                }
            }
        });
    }
}
