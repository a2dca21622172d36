// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.http.Headers;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.Frames;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import io.snowloop.websocket.OpeningHandshake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fetcher on a simulated network, all of whose requests go to one server, whatever their hosts are. It sends the same bytes to each
 * connection, when a request has begun, and no end. It keeps nothing of its own for a connection, so that a test can measure what the fetcher
 * keeps.
 */
final class HostileServer implements AutoCloseable {
    /** In the place of these, a test of a WebSocket has the answer to the key of its request. */
    static final String ACCEPT = "$ACCEPT";

    private static final InetSocketAddress ADDRESS = new InetSocketAddress("10.0.0.1", 80);
    private static final int PIECE = 16 * 1024;

    final Simulation simulation = new Simulation(1);
    final EventLoop loop = open("10.0.0.2");
    final Fetcher fetcher;
    private final EventLoop serverLoop = open("10.0.0.1");
    private final Acceptor acceptor;
    private final String sent;
    private int connections;

    /** Sends this, in Latin-1. */
    HostileServer(FetcherOptions options, String sent) {
        this.sent = sent;
        fetcher = Fetcher.on(loop, options.toBuilder().connectTo(ADDRESS).build());
        try {
            acceptor = Acceptor.listen(serverLoop, ADDRESS, 20_000, this::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private EventLoop open(String host) {
        return simulation.loop(host);
    }

    private void accept(SocketChannel channel) {
        connections++;
        try {
            SocketTransport.open(serverLoop, channel, new Sender(), WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects a client that reads all and keeps nothing: so what the network keeps itself can be measured. */
    Object connectReader() {
        return loop.submit(() -> Connector.DEFAULT.connect(loop, ADDRESS, Duration.ofSeconds(1), new Reader()));
    }

    /** Whatever can happen now, happens. */
    void settle() {
        simulation.runFor(Duration.ZERO);
    }

    /** Does something on the fetcher's loop. */
    void onLoop(Runnable action) {
        loop.execute(action);
        settle();
    }

    /** How many were accepted. */
    int connections() {
        return connections;
    }

    @Override
    public void close() {
        fetcher.close();
        settle();
        acceptor.close();
        simulation.close();
    }

    private static final class Reader implements Protocol {
        @Override
        public void connected(Transport opened) {
            String key = "GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
            opened.write(ByteBuffer.wrap(key.getBytes(ISO_8859_1)));
        }

        @Override
        public void received(ByteBuffer bytes) {}

        @Override
        public void ended() {}

        @Override
        public void closed(@Nullable Throwable cause) {}
    }

    /** Sends as fast as the client reads. */
    private final class Sender implements Protocol {
        private @Nullable Transport transport;
        private String text = "";
        private int at;

        @Override
        public void connected(Transport opened) {
            transport = opened;
        }

        @Override
        public void received(ByteBuffer bytes) {
            if (text.isEmpty() && !sent.isEmpty()) {
                text = sent.contains(ACCEPT)
                        ? sent.replace(ACCEPT, accept(ISO_8859_1.decode(bytes).toString()))
                        : sent;
                send();
            }
        }

        private static String accept(String head) {
            String key = head.replaceAll("(?s).*Sec-WebSocket-Key: ([^\r]*)\r.*", "$1");
            OpeningHandshake handshake = new OpeningHandshake(List.of(), null);
            Headers request = Headers.builder()
                    .add("Host", "a")
                    .addAll(handshake.request(key))
                    .build();
            return handshake.answer(request, handshake.agree(request)).get("Sec-WebSocket-Accept");
        }

        private void send() {
            while (at < text.length() && transport.isWritable()) {
                int to = Math.min(text.length(), at + PIECE);
                transport.write(ByteBuffer.wrap(text.substring(at, to).getBytes(ISO_8859_1)));
                at = to;
            }
            if (at == text.length()) {
                text = sent; // not a text of its own for each connection
                at = sent.length();
            }
        }

        @Override
        public void writable(boolean writable) {
            if (writable) {
                send();
            }
        }

        @Override
        public void ended() {
            transport.close();
        }

        @Override
        public void closed(@Nullable Throwable cause) {}
    }

    /** What a server of HTTP/2 sends first, and frames after it. */
    static String http2(Frames frames) {
        return Frames.latin1(Frames.server().settingsAck().toBytes()) + Frames.latin1(frames.toBytes());
    }
}
