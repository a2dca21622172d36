// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Timer;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Seeds;
import io.snowloop.transport.DatagramOptions;
import io.snowloop.transport.DatagramProtocol;
import io.snowloop.transport.DatagramTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.MembershipKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/udp.md} shows. */
class UdpPageTest {
    // region service
    /** Answers a question, which begins with a number, with the number and the time. */
    static final class TimeService implements DatagramProtocol {
        static final int QUESTION = 3 * Long.BYTES;
        static final int ANSWER = 2 * Long.BYTES;
        private DatagramTransport transport;

        @Override
        public void opened(DatagramTransport transport) {
            this.transport = transport;
        }

        @Override
        public void received(ByteBuffer question, InetSocketAddress from) {
            if (question.remaining() != QUESTION) {
                return; // anyone may send anything, also the answer of another service
            }
            long time = transport.loop().ticker().nanoTime();
            ByteBuffer answer =
                    ByteBuffer.allocate(ANSWER).putLong(question.getLong()).putLong(time);
            transport.send(answer.flip(), from); // if it is dropped, the client asks again
        }
    }
    // endregion

    // region client
    /** Asks for the time until there is an answer, five times. */
    static final class TimeClient implements DatagramProtocol {
        private final Random random;
        private final Map<Long, Promise<Long>> asked = new HashMap<>();
        private DatagramTransport transport;

        TimeClient(Random random) {
            this.random = random; // new SecureRandom(), but for a simulation
        }

        @Override
        public void opened(DatagramTransport transport) {
            this.transport = transport;
        }

        Future<Long> ask() {
            long number = random.nextLong(); // who can't guess it can't forge an answer
            Promise<Long> answer = transport.loop().newPromise();
            asked.put(number, answer);
            ask(number, ofMillis(500), 5);
            return answer.onDone(() -> asked.remove(number));
        }

        private void ask(long number, Duration wait, int tries) {
            Promise<Long> answer = asked.get(number);
            if (answer == null) {
                return; // it has come
            }
            if (tries == 0) {
                answer.fail(new SocketTimeoutException("no answer from " + transport.remoteAddress()));
                return;
            }
            transport.send(ByteBuffer.allocate(TimeService.QUESTION).putLong(0, number));
            Timer again = transport.loop().schedule(wait, () -> ask(number, wait.multipliedBy(2), tries - 1));
            answer.onDone(again::cancel);
        }

        @Override
        public void received(ByteBuffer bytes, InetSocketAddress from) {
            Promise<Long> answer = bytes.remaining() == TimeService.ANSWER ? asked.get(bytes.getLong()) : null;
            if (answer != null) { // else it has come before: a datagram may come twice
                answer.complete(bytes.getLong());
            }
        }

        @Override
        public void failed(IOException cause) { // such as: no socket has the port
            List.copyOf(asked.values()).forEach(answer -> answer.fail(cause));
        }

        @Override
        public void closed(Throwable cause) {
            failed(new IOException("closed", cause));
        }
    }
    // endregion

    @Test
    void aServiceAndItsClient() throws Exception {
        try (EventLoop loop = EventLoop.open()) {
            // region ask
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            DatagramTransport service = DatagramTransport.bind(loop, any, DatagramOptions.DEFAULT, new TimeService());

            TimeClient client = new TimeClient(new Random());
            DatagramTransport.connect(loop, service.localAddress(), DatagramOptions.DEFAULT, client);
            long time = loop.runUntil(client.ask());
            // endregion
            assertThat(loop.ticker().nanoTime() - time).isNotNegative();
            service.close();
            loop.runUntil(loop.sleep(Duration.ZERO));
            assertThatThrownBy(() -> loop.runUntil(client.ask()))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(PortUnreachableException.class);
        }
    }

    /** One datagram with a forged source, and two services that answer answers would do it without an end. */
    @Test
    void twoServicesDoNotAnswerEachOther() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().faults(Faults.NONE.latency(ofMillis(20)));
            InetSocketAddress one = new InetSocketAddress("10.0.0.1", 123);
            InetSocketAddress two = new InetSocketAddress("10.0.0.2", 123);
            EventLoop loop = simulation.loop("10.0.0.1");
            DatagramTransport forger = DatagramTransport.bind(loop, one, DatagramOptions.DEFAULT, new TimeService());
            DatagramTransport.bind(simulation.loop("10.0.0.2"), two, DatagramOptions.DEFAULT, new TimeService());
            AtomicInteger datagrams = new AtomicInteger();
            simulation.network().onSegment(segment -> datagrams.incrementAndGet());

            for (int length = 0; length < 64; length++) {
                forger.send(ByteBuffer.allocate(length), two);
            }
            simulation.runFor(Duration.ofSeconds(10));

            assertThat(datagrams.get()).isLessThan(70);
        }
    }

    // region loss
    @Seeds
    void eachQuestionIsAnsweredThoughDatagramsAreLost(Simulation simulation) throws Exception {
        simulation
                .network()
                .faults(Faults.NONE
                        .latency(ofMillis(20))
                        .jitter(ofMillis(50)) // so they come in another order
                        .datagramDuplicates(0.2)
                        .datagramLoss(0.2));
        InetSocketAddress address = new InetSocketAddress("10.0.0.1", 123);
        DatagramTransport.bind(simulation.loop("10.0.0.1"), address, DatagramOptions.DEFAULT, new TimeService());
        TimeClient client = new TimeClient(simulation.random());
        DatagramTransport.connect(simulation.loop("10.0.0.2"), address, DatagramOptions.DEFAULT, client);

        List<Future<Long>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(client.ask());
        }
        simulation.run();
        assertThat(answers).allMatch(Future::isDone);
        assertThat(client.asked).isEmpty();
    }
    // endregion

    @Test
    void aQuestionWithoutAnAnswerFails() throws Exception {
        try (Simulation simulation = new Simulation(1)) {
            simulation.network().faults(Faults.NONE.datagramLoss(1));
            TimeClient client = new TimeClient(simulation.random());
            InetSocketAddress address = new InetSocketAddress("10.0.0.1", 123);
            DatagramTransport.connect(simulation.loop("10.0.0.2"), address, DatagramOptions.DEFAULT, client);
            assertThatThrownBy(() -> simulation.runUntil(client.ask()))
                    .hasCauseInstanceOf(SocketTimeoutException.class);
            assertThat(simulation.ticker().elapsed()).isEqualTo(ofMillis(500 + 1_000 + 2_000 + 4_000 + 8_000));
        }
    }

    @Test
    void aGroup() throws Exception {
        NetworkInterface loopback = NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress());
        assumeTrue(loopback != null, "no interface has the loopback address");
        List<String> heard = new ArrayList<>();
        try (EventLoop loop = EventLoop.open()) {
            Promise<String> first = loop.newPromise();
            DatagramProtocol listener = (bytes, from) -> {
                heard.add(UTF_8.decode(bytes).toString());
                first.complete(heard.get(0));
            };
            // region multicast
            InetAddress any = InetAddress.getByName("0.0.0.0");
            InetAddress group = InetAddress.getByName("239.255.10.1");
            DatagramOptions options = DatagramOptions.builder()
                    .reuseAddress(true) // so that other programs of this machine can listen, too
                    .multicastInterface(loopback)
                    .build();
            DatagramTransport member = DatagramTransport.bind(loop, new InetSocketAddress(any, 0), options, listener);
            MembershipKey membership = member.join(group, loopback);

            DatagramTransport sender =
                    DatagramTransport.bind(loop, new InetSocketAddress(any, 0), options, (bytes, from) -> {});
            int port = member.localAddress().getPort();
            sender.send(UTF_8.encode("to all who listen"), new InetSocketAddress(group, port));
            // endregion
            assertThat(loop.runUntil(first)).isEqualTo("to all who listen");
            membership.drop();
            assertThat(membership.isValid()).isFalse();
        }
    }
}
