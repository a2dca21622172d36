// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Programs that block in a receive or a send, in virtual and in real time. */
class DatagramProgramTest {
    private static final int COUNT = 20;

    private final List<String> answers = new ArrayList<>();

    private static InetSocketAddress server() throws IOException {
        return new InetSocketAddress(InetAddress.getByName(Scenario.SERVER), 7);
    }

    /** Answers so many datagrams. */
    private static void echo(DatagramChannel bound) {
        try (DatagramChannel channel = bound) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            for (int i = 0; i < COUNT; i++) {
                SocketAddress from = channel.receive(bytes.clear());
                channel.send(bytes.flip(), from);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ask(SimHost host) {
        try (DatagramChannel channel = host.openDatagramChannel().connect(server())) {
            ByteBuffer bytes = ByteBuffer.allocate(100);
            for (int i = 0; i < COUNT; i++) {
                channel.write(UTF_8.encode("question " + i));
                channel.read(bytes.clear());
                answers.add(UTF_8.decode(bytes.flip()).toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Seeds(20)
    void aReceiveBlocksUntilThereIsADatagram(Simulation simulation) throws IOException {
        SimNetwork network = simulation.network();
        DatagramChannel bound =
                network.host(Scenario.SERVER).openDatagramChannel().bind(server());
        network.faults(Faults.benign(simulation.random()).datagramDuplicates(0));
        simulation.program("server", () -> echo(bound));
        simulation.program("client", () -> ask(network.host(Scenario.CLIENT)));
        simulation.run();
        assertThat(answers).hasSize(COUNT).startsWith("question 0").endsWith("question " + (COUNT - 1));
        assertThat(simulation.leftovers()).isEmpty();
    }

    @Test
    void aSendBlocksUntilThereIsRoom() {
        try (Simulation simulation = new Simulation(1)) {
            SimNetwork network = simulation.network();
            network.faults(Faults.NONE.bandwidth(1_000));
            network.faults(Scenario.CLIENT, Scenario.CLIENT, Faults.NONE.buffers(1_000));
            simulation.program("sender", () -> {
                try (DatagramChannel channel =
                        network.host(Scenario.CLIENT).openDatagramChannel().connect(server())) {
                    for (int i = 0; i < 3; i++) {
                        channel.write(ByteBuffer.allocate(1_000));
                    }
                    answers.add(simulation.ticker().elapsed().toString());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            simulation.run();
            assertThat(answers).containsExactly(Duration.ofSeconds(2).toString());
        }
    }

    @Test
    void threadsOfTheirOwnBlockInRealTime() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (LiveSimulation simulation = new LiveSimulation(1, 100)) {
            SimNetwork network = simulation.network();
            network.faults(Faults.NONE.latency(Duration.ofMillis(20)));
            DatagramChannel closing =
                    network.host("10.0.0.3").openDatagramChannel().bind(null);
            CountDownLatch begun = new CountDownLatch(1);
            Future<?> blocked = threads.submit(() -> {
                begun.countDown();
                assertThatThrownBy(() -> closing.receive(ByteBuffer.allocate(1)))
                        .isInstanceOf(AsynchronousCloseException.class);
            });
            DatagramChannel bound =
                    network.host(Scenario.SERVER).openDatagramChannel().bind(server());
            Future<?> server = threads.submit(() -> echo(bound));
            Future<?> client = threads.submit(() -> ask(network.host(Scenario.CLIENT)));
            for (Future<?> each : List.of(server, client)) {
                each.get(120, TimeUnit.SECONDS);
            }
            assertThat(answers).hasSize(COUNT);
            assertThat(begun.await(120, TimeUnit.SECONDS)).isTrue();
            closing.close();
            blocked.get(120, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
    }
}
