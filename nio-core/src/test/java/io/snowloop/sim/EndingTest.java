// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Seeds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** Two ends that pause, shut down, close and abort at random: the calls that tell each protocol of the end. */
class EndingTest {
    private static final Duration END = Duration.ofMinutes(5);

    @Seeds
    void bothEndsAreToldOnceWhateverEachOfThemDoes(Simulation simulation) throws Exception {
        Scenario scenario = new Scenario(simulation);
        simulation
                .network()
                .faults(Faults.benign(simulation.random())
                        .resets(simulation.random().nextDouble() / 50));
        scenario.listen(() -> new Capricious(scenario.server, simulation.random()));
        Capricious client = new Capricious(scenario.client, simulation.random());
        scenario.connect(client);
        simulation.run();
        scenario.finish();
        if (client.transport != null) {
            Scenario.assertKeptGrammar(client);
            scenario.accepted.forEach(server -> {
                assertPrefix(client, (Capricious) server);
                assertPrefix((Capricious) server, client);
            });
        }
    }

    private static void assertPrefix(Capricious from, Capricious to) {
        assertThat(to.received()).isLessThanOrEqualTo(from.written);
        assertThat(to.bytes()).isEqualTo(Arrays.copyOf(Capricious.TEXT, to.received()));
    }

    /** An orderly close loses nothing: all that was written before it is delivered to a peer that only reads. */
    @Seeds
    void whatWasWrittenBeforeAnOrderlyCloseArrives(Simulation simulation) throws Exception {
        Scenario scenario = new Scenario(simulation);
        simulation.network().faults(Faults.benign(simulation.random()));
        scenario.listen(() -> new RecordingProtocol() {
            @Override
            protected void onEnded() {
                transport.close();
            }
        });
        int length = simulation.random().nextInt(Capricious.TEXT.length);
        RecordingProtocol writer = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                transport.write(ByteBuffer.wrap(Capricious.TEXT, 0, length));
                transport.close();
            }
        };
        scenario.connect(writer);
        simulation.run();
        scenario.finish();
        Scenario.assertKeptGrammar(writer);
        assertThat(writer.cause).isNull();
        RecordingProtocol reader = scenario.accepted.get(0);
        assertThat(reader.bytes()).isEqualTo(Arrays.copyOf(Capricious.TEXT, length));
        assertThat(reader.calls).endsWith("ended", "closed");
        assertThat(reader.cause).isNull();
    }

    /** Does something at random times until it is closed, or aborts at {@link #END}. */
    private static final class Capricious extends RecordingProtocol {
        static final byte[] TEXT = new byte[40_000];

        static {
            new Random(1).nextBytes(TEXT);
        }

        private final EventLoop loop;
        private final Random random;
        int written;

        Capricious(EventLoop loop, Random random) {
            this.loop = loop;
            this.random = random;
        }

        @Override
        protected void onConnected() {
            loop.schedule(END, () -> transport.abort());
            plan();
        }

        private void plan() {
            loop.schedule(Duration.ofMillis(random.nextInt(50)), () -> {
                if (transport.isOpen()) {
                    outside(this::act);
                    plan();
                }
            });
        }

        private boolean outputEnded;

        private void act() {
            switch (random.nextInt(20)) {
                case 0 -> transport.close();
                case 1 -> transport.abort();
                case 2 -> {
                    transport.shutdownOutput();
                    outputEnded = true;
                }
                case 3, 4, 5 -> transport.pauseReading();
                case 6, 7, 8 -> transport.resumeReading();
                default -> write();
            }
        }

        private void write() {
            int count = Math.min(random.nextInt(6_000), TEXT.length - written);
            if (!outputEnded) {
                transport.write(ByteBuffer.wrap(TEXT, written, count));
                written += count;
            }
        }

        @Override
        protected void onEnded() {
            if (random.nextBoolean()) {
                transport.close();
            }
        }
    }
}
