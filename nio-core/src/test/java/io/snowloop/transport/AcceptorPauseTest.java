// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A listening socket whose accepts fail, as they do where the process has no descriptor left. */
class AcceptorPauseTest {
    private static final String HOST = "10.0.0.1";
    private static final InetSocketAddress ADDRESS = new InetSocketAddress(HOST, 7);

    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = simulation.loop(HOST);
    private final List<Duration> accepted = new ArrayList<>();
    private final CapturedLog log = new CapturedLog(Acceptor.class);
    private Acceptor acceptor;

    @AfterEach
    void close() {
        simulation.close();
        log.close();
    }

    /** Listens, and has a client connect whose connection cannot be accepted for now. */
    private void failToAccept() throws IOException {
        acceptor = Acceptor.listen(
                loop, ADDRESS, 1, channel -> accepted.add(simulation.ticker().elapsed()));
        fail(1);
        SocketChannel client = simulation.network().host("10.0.0.2").openSocketChannel();
        client.configureBlocking(false);
        client.connect(ADDRESS);
        simulation.runFor(Duration.ofMillis(350)); // it has failed at 0 and at 200 ms
    }

    private void fail(double probability) {
        simulation.network().faults(HOST, HOST, Faults.NONE.acceptErrors(probability));
    }

    @Test
    void isAskedAgainAfterAPauseAndNotBefore() throws IOException {
        failToAccept();
        fail(0);
        simulation.run();

        assertThat(accepted).containsExactly(Duration.ofMillis(400));
        assertThat(log.records().get(1).getMessage()).endsWith(": 2 attempts failed within 200 ms");
    }

    @Test
    void pausedByItsOwnerItStaysSoAfterThePause() throws IOException {
        failToAccept();
        fail(0);
        loop.execute(acceptor::pause);
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(accepted).isEmpty();

        loop.execute(acceptor::resume);
        simulation.runFor(Duration.ZERO);
        assertThat(accepted).containsExactly(Duration.ofMillis(1_350));
    }

    @Test
    void closedMeanwhileItLeavesNoTimer() throws IOException {
        failToAccept();
        loop.execute(acceptor::close);
        simulation.runFor(Duration.ZERO);

        assertThat(loop.pendingTimers()).isZero();
        assertThat(simulation.network().openSockets()).noneMatch(socket -> socket.startsWith("listening"));
    }
}
