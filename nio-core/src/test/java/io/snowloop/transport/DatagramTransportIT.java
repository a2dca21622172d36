// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** {@link DatagramTransportContract} over the sockets of the kernel, on the loopback interface. */
class DatagramTransportIT extends DatagramTransportContract {
    private final TestLoop test = new TestLoop(builder -> builder.exceptionHandler(reports));

    @AfterEach
    void close() {
        test.close();
    }

    @Override
    EventLoop loop() {
        return test.loop;
    }

    @Override
    void runUntil(BooleanSupplier condition) {
        test.turnUntil(condition);
    }

    @Override
    void inTask(Runnable action) {
        test.inTask(action);
        test.turnUntilIdle();
    }

    /** The flag MULTICAST of {@code lo} is off on Linux, but the group can be joined there all the same. */
    @Override
    NetworkInterface multicastInterface() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        assumeTrue(loopback != null, "no interface has the loopback address");
        return loopback;
    }
}
