// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.sim.DeadlockError;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Seeds;
import io.snowloop.sim.SimNetwork;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code of docs/simulator.md. */
class SimulatorPageTest {
    @Test
    void aServerAndAClient() throws Exception {
        // region first
        try (Simulation simulation = new Simulation(42)) {
            simulation.network().faults(Faults.NONE.latency(ofMillis(20)));
            EventLoop server = simulation.loop("10.0.0.1");
            EventLoop client = simulation.loop("10.0.0.2");

            Snow app = new Snow()
                    .get("/", (request, loop) -> loop.sleep(ofSeconds(50)).map(x -> Response.text("woke")));
            Server.of(app).on(server).listen("10.0.0.1", 80);
            Future<Response> response = Fetcher.on(client).fetch(Request.get("http://10.0.0.1/"));

            assertThat(simulation.runUntil(response).text()).isEqualTo("woke");
            assertThat(simulation.ticker().elapsed()).isEqualTo(ofSeconds(50).plus(ofMillis(80)));
        }
        // endregion
    }

    @Test
    void faults() {
        Simulation simulation = new Simulation(42);
        List<String> trace = new ArrayList<>();
        // region faults
        SimNetwork network = simulation.network();

        // with a probability, everywhere:
        network.faults(Faults.NONE
                .latency(ofMillis(20))
                .jitter(ofMillis(5))
                .shortWrites(0.5)
                .resets(0.01));
        // as a script, on one link: every connection breaks after 5,000 bytes, which come one by one
        network.faults("10.0.0.1", "10.0.0.2", Faults.NONE.segments(1).resetAfter(5_000));
        // of one host, its kernel and its clock
        network.faults("10.0.0.1", "10.0.0.1", Faults.NONE.buffers(100).clockJumps(0.01, ofMillis(300)));
        // at a time
        network.partition("10.0.0.1", "10.0.0.2", ofSeconds(1), ofSeconds(5));
        simulation.at(ofSeconds(9), () -> network.faults(Faults.NONE.blackHoles(1)));
        // whatever the seed says
        network.faults(Faults.hostile(simulation.random()));

        network.onSegment(segment -> trace.add(segment.toString())); // what arrives, and when
        // endregion
        simulation.runFor(ofSeconds(10));
        assertThat(simulation.leftovers()).isEmpty();
        assertThat(trace).isEmpty();
    }

    @Test
    void aPromiseThatNothingKeeps() {
        // region deadlock
        try (Simulation simulation = new Simulation(42)) {
            Promise<String> answer = simulation.loop("10.0.0.1").newPromise(); // and no code completes it

            assertThatThrownBy(() -> simulation.runUntil(answer))
                    .isInstanceOf(DeadlockError.class)
                    .hasMessageStartingWith("deadlock: waiting for Promise[pending], but no event is left");
        }
        // endregion
    }

    // region seeds
    @Test
    void everyByteComesBack() {
        Seeds.check(200, simulation -> {
            simulation.network().faults(Faults.benign(simulation.random()));
            EventLoop server = simulation.loop("10.0.0.1");
            EventLoop client = simulation.loop("10.0.0.2");
            InetSocketAddress address = new InetSocketAddress("10.0.0.1", 7);
            byte[] sent = new byte[simulation.random().nextInt(5_000)];
            simulation.random().nextBytes(sent);

            Acceptor acceptor = Acceptor.listen(server, address, 50, EchoProtocol::new);
            Conversation conversation = new Conversation(sent);
            Connector.DEFAULT.connect(client, address, Duration.ofMinutes(5), conversation);

            simulation.runUntil(conversation::isClosed);
            assertThat(conversation.bytes()).isEqualTo(sent);
            server.execute(acceptor::close);
            simulation.run();
            assertThat(simulation.leftovers()).isEmpty();
        });
    }
    // endregion

    /** Sends, ends its half, and closes when the peer has ended the other. */
    private static final class Conversation extends RecordingProtocol {
        private final byte[] sent;

        Conversation(byte[] sent) {
            this.sent = sent;
        }

        @Override
        protected void onConnected() {
            transport.write(ByteBuffer.wrap(sent));
            transport.shutdownOutput();
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }
}
