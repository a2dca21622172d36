// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** {@link DatagramTransportContract} over simulated sockets. */
class DatagramTransportTest extends DatagramTransportContract {
    private final Simulation simulation = new Simulation(1);
    private final EventLoop loop = open();

    private EventLoop open() {
        try {
            return simulation.add(EventLoop.open(simulation.options("127.0.0.1").toBuilder()
                    .exceptionHandler(reports)
                    .build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        simulation.close();
    }

    @Override
    EventLoop loop() {
        return loop;
    }

    @Override
    void runUntil(BooleanSupplier condition) {
        simulation.runUntil(condition);
    }

    @Override
    void inTask(Runnable action) {
        action.run();
        simulation.run();
    }

    @Override
    NetworkInterface multicastInterface() throws IOException {
        return NetworkInterface.networkInterfaces().findFirst().orElseThrow();
    }
}
