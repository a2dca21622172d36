// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.sim.Scenario.Echo;
import io.snowloop.sim.Scenario.Sender;
import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.Seeds;
import io.snowloop.transport.Acceptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An echo server and its clients, on a network with all faults. */
class EchoTest {
    /** The bytes of one read may be written above the high-water mark: at most those of a payload. */
    private static final int MOST_ECHOED_AT_ONCE = 8_000;

    /** A failed accept is logged; this keeps it out of the output. */
    private final CapturedLog log = new CapturedLog(Acceptor.class);

    @AfterEach
    void releaseLog() {
        log.close();
    }

    @Seeds
    void everyByteComesBackAndQueuesStayBelowTheirMarks(Simulation simulation) throws Exception {
        Scenario scenario = new Scenario(simulation);
        simulation.network().faults(Faults.benign(simulation.random()));
        List<Sender> senders = run(scenario);
        assertThat(senders).allSatisfy(sender -> {
            assertThat(sender.bytes()).isEqualTo(sender.payload);
            assertThat(sender.calls).endsWith("ended", "closed");
            assertThat(sender.cause).isNull();
            assertThat(sender.mostQueued).isLessThanOrEqualTo(Scenario.MARKS.high() + Sender.PIECE);
        });
        assertThat(scenario.accepted)
                .allSatisfy(echo -> assertThat(((Echo) echo).mostQueued)
                        .isLessThanOrEqualTo(Scenario.MARKS.high() + MOST_ECHOED_AT_ONCE));
    }

    @Seeds
    void everyConnectionEndsOnceAndWithAPrefixOfItsBytes(Simulation simulation) throws Exception {
        Scenario scenario = new Scenario(simulation);
        Random random = simulation.random();
        simulation.network().faults(Faults.hostile(random));
        simulation.network().partition(Scenario.SERVER, Scenario.CLIENT, Duration.ofMillis(50), Duration.ofSeconds(3));
        for (Sender sender : run(scenario)) {
            int received = sender.received();
            assertThat(received).isLessThanOrEqualTo(sender.payload.length);
            assertThat(sender.bytes()).isEqualTo(Arrays.copyOf(sender.payload, received));
        }
    }

    @Seeds(20)
    void theSameSeedIsTheSameRun(long seed) throws Exception {
        assertThat(trace(seed, Faults::hostile)).isEqualTo(trace(seed, Faults::hostile));
    }

    @Test
    void anotherSeedIsAnotherRun() throws Exception {
        assertThat(trace(1, Faults::benign)).isNotEmpty().isNotEqualTo(trace(2, Faults::benign));
    }

    private static List<String> trace(long seed, Function<Random, Faults> faults) throws Exception {
        List<String> trace = new ArrayList<>();
        try (Simulation simulation = new Simulation(seed)) {
            Scenario scenario = new Scenario(simulation);
            simulation.network().faults(faults.apply(simulation.random()));
            simulation.network().onSegment(segment -> trace.add(segment.toString()));
            run(scenario);
        }
        return trace;
    }

    /** Up to five clients, which begin at different times. */
    private static List<Sender> run(Scenario scenario) throws Exception {
        scenario.listen(Echo::new);
        Random random = scenario.simulation.random();
        List<Sender> senders = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[random.nextInt(8_000)];
            random.nextBytes(payload);
            Sender sender = new Sender(payload);
            senders.add(sender);
            scenario.client.schedule(Duration.ofMillis(random.nextInt(100)), () -> scenario.connect(sender));
        }
        scenario.simulation.run();
        scenario.finish();
        senders.stream().filter(sender -> sender.transport != null).forEach(Scenario::assertKeptGrammar);
        return senders;
    }
}
