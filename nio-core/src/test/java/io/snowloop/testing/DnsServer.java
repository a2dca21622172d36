// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import io.snowloop.loop.Scheduler;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.DatagramOptions;
import io.snowloop.transport.DatagramProtocol;
import io.snowloop.transport.DatagramTransport;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A name server on a loop, over UDP and TCP, which does what a test says. All of it belongs to the loop's thread. */
public final class DnsServer implements AutoCloseable {
    /** What was asked, in this order, such as {@code www.example.org AAAA}; over TCP with {@code tcp} behind it. */
    public final List<String> asked = new ArrayList<>();

    /** From which port each datagram came. */
    public final List<Integer> ports = new ArrayList<>();

    /** The id of each query. */
    public final List<Integer> ids = new ArrayList<>();

    /** Does something other than to answer; null if it answers. */
    public @Nullable Reaction reaction;

    /** How long it takes over each answer. */
    public Duration delay = Duration.ZERO;

    private final DnsZone zone;
    private @Nullable DatagramTransport udp;
    private @Nullable Acceptor tcp;

    /** What a server does with a query. */
    @FunctionalInterface
    public interface Reaction {
        /**
         * A query has come.
         *
         * @param query may be kept
         * @param datagram false if it came over TCP
         * @param send sends a message to the client, as often as it is called
         */
        void asked(ByteBuffer query, boolean datagram, Consumer<ByteBuffer> send);
    }

    /** A server that knows a zone. */
    public DnsServer(DnsZone zone) {
        this.zone = zone;
    }

    /** Serves on this address; port 0 for any. Called on the loop's thread. */
    public DnsServer listen(Scheduler loop, InetSocketAddress address) {
        try {
            Acceptor acceptor = Acceptor.listen(loop, address, 50, () -> new Connection());
            tcp = acceptor;
            int port = ((InetSocketAddress) acceptor.address()).getPort();
            udp = DatagramTransport.bind(
                    loop, new InetSocketAddress(address.getAddress(), port), DatagramOptions.DEFAULT, new Datagrams());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it serves. */
    public InetSocketAddress address() {
        return udp().localAddress();
    }

    private DatagramTransport udp() {
        if (udp == null) {
            throw new IllegalStateException("it does not listen");
        }
        return udp;
    }

    private void react(ByteBuffer query, boolean datagram, Consumer<ByteBuffer> send) {
        asked.add(DnsZone.question(query) + (datagram ? "" : " tcp"));
        ids.add(query.getShort(0) & 0xFFFF);
        if (reaction != null) {
            reaction.asked(query, datagram, send);
        } else {
            reply(query, datagram, send);
        }
    }

    /** Answers as the zone says, after the delay. */
    public void reply(ByteBuffer query, boolean datagram, Consumer<ByteBuffer> send) {
        udp().loop().schedule(delay, () -> send.accept(zone.answer(query, datagram)));
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    private final class Datagrams implements DatagramProtocol {
        @Override
        public void received(ByteBuffer bytes, InetSocketAddress from) {
            ports.add(from.getPort());
            react(copy(bytes), true, answer -> udp().send(answer.duplicate(), from));
        }
    }

    private final class Connection implements Protocol {
        private final ByteBuffer incoming = ByteBuffer.allocate(600);
        private @Nullable Transport transport;

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void received(ByteBuffer bytes) {
            incoming.put(bytes);
            int length = incoming.position() < 2 ? 600 : incoming.getShort(0);
            if (incoming.position() >= 2 + length) {
                react(copy(incoming.duplicate().flip().position(2)), false, this::send);
                incoming.clear();
            }
        }

        private void send(ByteBuffer answer) {
            Transport open = transport;
            if (open != null && open.isOpen()) {
                ByteBuffer framed = ByteBuffer.allocate(2 + answer.remaining());
                open.write(framed.putShort((short) answer.remaining())
                        .put(answer.duplicate())
                        .flip());
            }
        }

        @Override
        public void ended() {
            if (transport != null) {
                transport.close();
            }
        }

        @Override
        public void closed(@Nullable Throwable cause) {}
    }

    /** Ends it in a turn of its loop, whose next select gives the ports back. Any thread. */
    @Override
    public void close() {
        udp().loop().execute(() -> {
            udp().abort();
            if (tcp != null) {
                tcp.close();
            }
        });
    }
}
