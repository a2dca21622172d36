// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Scenario.Sender;
import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A program that drives its own selector takes part in a simulation without a change. */
class RawProgramTest {
    @Seeds
    void servesTheClientsOfASimulation(Simulation simulation) throws Exception {
        Scenario scenario = new Scenario(simulation);
        simulation.network().faults(Faults.benign(simulation.random()));
        RawEcho program = new RawEcho(simulation.network().host(Scenario.SERVER), 7, 2);
        Sender first = sender(simulation, 5_000);
        Sender second = sender(simulation, 300);
        scenario.connect(first);
        scenario.connect(second);
        program.run();
        simulation.run();
        assertThat(first.bytes()).isEqualTo(first.payload);
        assertThat(second.bytes()).isEqualTo(second.payload);
        assertThat(simulation.leftovers()).isEmpty();
        scenario.reports.assertNone();
    }

    private static Sender sender(Simulation simulation, int size) {
        byte[] payload = new byte[size];
        simulation.random().nextBytes(payload);
        return new Sender(payload);
    }

    @Test
    void theSameProgramServesTheKernel() throws Exception {
        RawEcho program = new RawEcho(SelectorProvider.provider(), 0, 1);
        Thread thread = new Thread(() -> {
            try {
                program.run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        try (SocketChannel client =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), program.port()))) {
            client.write(StandardCharsets.UTF_8.encode("hello"));
            client.shutdownOutput();
            ByteBuffer bytes = ByteBuffer.allocate(5);
            while (bytes.hasRemaining()) {
                client.read(bytes);
            }
            assertThat(new String(bytes.array(), StandardCharsets.UTF_8)).isEqualTo("hello");
        }
        thread.join();
    }

    @Test
    void aLoopThatRunsItselfRunsTheOthersToo() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            Scenario scenario = new Scenario(simulation);
            scenario.listen(Scenario.Echo::new);
            Sender sender = sender(simulation, 1_000);
            EventLoop client = scenario.client;
            client.runUntil(scenario.connect(sender));
            client.runWhile(() -> !sender.isClosed());
            assertThat(sender.bytes()).isEqualTo(sender.payload);
            scenario.finish();
        }
    }
}
