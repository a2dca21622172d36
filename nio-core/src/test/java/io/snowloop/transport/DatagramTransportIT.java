// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.RecordingDatagrams;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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

    @Test
    void ipv6AndASocketOfBothVersions() throws IOException {
        InetAddress six = InetAddress.getByName("::1");
        assumeTrue(NetworkInterface.getByInetAddress(six) != null, "no interface has the address ::1");
        RecordingDatagrams both = new RecordingDatagrams();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("::"), 0);
        int port = DatagramTransport.bind(test.loop, any, DatagramOptions.DEFAULT, both)
                .localAddress()
                .getPort();
        for (InetAddress address : List.of(six, InetAddress.getLoopbackAddress())) {
            RecordingDatagrams client = new RecordingDatagrams();
            InetSocketAddress to = new InetSocketAddress(address, port);
            DatagramTransport.connect(test.loop, to, DatagramOptions.DEFAULT, client);
            client.send("to " + address.getHostAddress());
            test.turnUntil(() -> both.received().contains("to " + address.getHostAddress()));
            both.send("answer", both.senders.get(both.senders.size() - 1));
            test.turnUntil(() -> client.received().contains("answer"));
        }
    }

    /** The flag MULTICAST of {@code lo} is off on Linux, but the group can be joined there all the same. */
    @Override
    NetworkInterface multicastInterface() throws IOException {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        assumeTrue(loopback != null, "no interface has the loopback address");
        return loopback;
    }
}
