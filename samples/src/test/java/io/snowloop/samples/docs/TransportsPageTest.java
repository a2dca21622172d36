// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What {@code docs/transports.md} shows. */
class TransportsPageTest {
    @Test
    void anEchoServerAndItsClientOnOneLoop() throws Exception {
        byte[] sent = new byte[8 * 1024 * 1024];
        new Random(1).nextBytes(sent);
        try (EventLoop loop = EventLoop.open()) {
            // region listen-and-connect
            Acceptor acceptor = Acceptor.listen(
                    loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128, EchoProtocol::new);

            Collector collector = new Collector(loop);
            Future<Transport> connected =
                    Connector.DEFAULT.connect(loop, acceptor.address(), Duration.ofSeconds(5), collector);
            Transport transport = loop.runUntil(connected);
            transport.write(ByteBuffer.wrap(sent)); // what the socket doesn't take at once is queued
            transport.shutdownOutput(); // after all of it
            // endregion

            assertThat(loop.runUntil(collector.all)).isEqualTo(sent);
            acceptor.close();
        }
    }

    /** Keeps what comes until the peer has no more. */
    private static final class Collector implements Protocol {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Promise<byte[]> all;
        private Transport transport;

        Collector(EventLoop loop) {
            all = loop.newPromise();
        }

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void received(ByteBuffer lent) {
            byte[] copy = new byte[lent.remaining()];
            lent.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void ended() {
            all.complete(bytes.toByteArray());
            transport.close();
        }

        @Override
        public void closed(Throwable cause) {
            all.fail(new IOException("broke off", cause));
        }
    }
}
