// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.Reports;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A server and a client, each with its own loop, on two hosts of a simulation. */
final class Scenario {
    static final String SERVER = "10.0.0.1";
    static final String CLIENT = "10.0.0.2";
    static final InetSocketAddress ADDRESS = new InetSocketAddress(SERVER, 7);
    static final WaterMarks MARKS = new WaterMarks(4_096, 1_024);

    final Simulation simulation;
    final EventLoop server;
    final EventLoop client;
    final Reports reports = new Reports();
    final List<RecordingProtocol> accepted = new ArrayList<>();
    final Connector connector = Connector.builder().marks(MARKS).build();
    Acceptor acceptor;

    Scenario(Simulation simulation) throws IOException {
        this.simulation = simulation;
        server = open(SERVER);
        client = open(CLIENT);
    }

    EventLoop open(String host) throws IOException {
        return simulation.add(EventLoop.open(
                simulation.options(host).toBuilder().exceptionHandler(reports).build()));
    }

    /** Listens; each accepted connection gets a protocol from {@code protocols}. */
    void listen(Supplier<? extends RecordingProtocol> protocols) throws IOException {
        acceptor = Acceptor.listen(server, ADDRESS, 50, channel -> {
            RecordingProtocol protocol = protocols.get();
            accepted.add(protocol);
            open(channel, protocol);
        });
    }

    private void open(SocketChannel channel, Protocol protocol) {
        try {
            SocketTransport.open(server, channel, protocol, MARKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Future<Transport> connect(Protocol protocol) {
        return connect(protocol, Duration.ofMinutes(10));
    }

    Future<Transport> connect(Protocol protocol, Duration timeout) {
        return client.submit(() -> connector.connect(client, ADDRESS, timeout, protocol));
    }

    /** Stops listening and runs to the end; then nothing may be left over and no error may be reported. */
    void finish() {
        server.execute(acceptor::close);
        simulation.run();
        reports.assertNone();
        assertThat(simulation.leftovers()).isEmpty();
        assertThat(accepted).allSatisfy(Scenario::assertKeptGrammar);
    }

    static void assertKeptGrammar(RecordingProtocol protocol) {
        assertThat(protocol.violations).isEmpty();
        assertThat(String.join(" ", protocol.calls))
                .matches("connected( writable (true|false))*( ended)?( writable (true|false))* closed");
    }

    /** Echoes. Stops reading while its write queue is above the high-water mark. */
    static class Echo extends RecordingProtocol {
        int mostQueued;

        @Override
        protected void onReceived(byte[] piece) {
            transport.write(ByteBuffer.wrap(piece));
            mostQueued = Math.max(mostQueued, transport.queued());
            if (!transport.isWritable()) {
                transport.pauseReading();
            }
        }

        @Override
        protected void onWritable(boolean writable) {
            if (writable) {
                transport.resumeReading();
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    /**
     * Sends a payload with respect for the water marks, shuts its output down, and closes when the peer has done so.
     */
    static class Sender extends RecordingProtocol {
        static final int PIECE = 1_000;

        final byte[] payload;
        int sent;
        int mostQueued;

        Sender(byte[] payload) {
            this.payload = payload;
        }

        @Override
        protected void onConnected() {
            send();
        }

        @Override
        protected void onWritable(boolean writable) {
            if (writable) {
                send();
            }
        }

        private void send() {
            while (sent < payload.length && transport.isOpen() && transport.isWritable()) {
                int count = Math.min(PIECE, payload.length - sent);
                transport.write(ByteBuffer.wrap(payload, sent, count));
                sent += count;
                mostQueued = Math.max(mostQueued, transport.queued());
            }
            if (sent == payload.length) {
                transport.shutdownOutput();
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }
}
