// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Transport;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the text of a deadlock says about a connection. */
class WireTest {
    private final Simulation simulation = new Simulation(1);

    @AfterEach
    void close() {
        simulation.close();
    }

    @Test
    void saysHowFarADirectionHasEnded() throws Exception {
        Scenario scenario = new Scenario(simulation);
        scenario.listen(RecordingProtocol::new);
        Transport transport = simulation.runUntil(scenario.connect(new RecordingProtocol()));
        assertThat(client()).contains("out: 0 unsent, 0 in flight, 0 unread;");
        simulation.network().faults(Faults.NONE.latency(Duration.ofSeconds(1)));
        scenario.client.execute(transport::shutdownOutput);
        simulation.runFor(Duration.ZERO);
        assertThat(client()).contains("out: 0 unsent, 0 in flight, 0 unread, output shut down;");
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(client()).contains("out: 0 unsent, 0 in flight, 0 unread, FIN received;");
        scenario.client.execute(transport::abort);
        scenario.accepted.forEach(accepted -> scenario.server.execute(accepted.transport::abort));
        scenario.finish();
    }

    private String client() {
        return simulation.network().openSockets().stream()
                .filter(socket -> socket.startsWith(Scenario.CLIENT))
                .findFirst()
                .orElseThrow();
    }
}
