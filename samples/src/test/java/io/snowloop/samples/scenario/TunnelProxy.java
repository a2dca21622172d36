// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.loop.EventLoop;
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
import java.nio.charset.StandardCharsets;

/** An HTTP proxy that opens tunnels to IP addresses, for one user. It closes the connection after a refusal, as many do. */
final class TunnelProxy implements AutoCloseable {
    private static final String REFUSAL = "HTTP/1.1 407 Proxy Authentication Required\r\n"
            + "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n";

    private final EventLoop loop;
    private final String credentials;
    private final Acceptor acceptor;
    private int tunnels;

    TunnelProxy(EventLoop loop, InetSocketAddress address, String credentials) {
        this.loop = loop;
        this.credentials = credentials;
        try {
            acceptor = Acceptor.listen(loop, address, 100, this::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many tunnels it has opened. */
    int tunnels() {
        return tunnels;
    }

    private void accept(SocketChannel channel) {
        try {
            SocketTransport.open(loop, channel, new Client(), WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        acceptor.close();
    }

    /** One end of a tunnel. What it receives goes to the other. */
    private static class End implements Protocol {
        Transport transport;
        End other;

        @Override
        public void connected(Transport connected) {
            transport = connected;
        }

        @Override
        public void received(ByteBuffer bytes) {
            other.transport.write(bytes);
        }

        @Override
        public void ended() {
            if (other == null || other.transport == null) {
                transport.close();
            } else {
                other.transport.close();
            }
        }

        @Override
        public void closed(Throwable cause) {
            if (other != null && other.transport != null) {
                other.transport.close();
            }
        }
    }

    private final class Client extends End {
        private String head = "";

        @Override
        public void received(ByteBuffer bytes) {
            if (other != null) {
                super.received(bytes);
                return;
            }
            head += StandardCharsets.ISO_8859_1.decode(bytes);
            if (!head.endsWith("\r\n\r\n")) {
                return;
            }
            if (head.contains("\r\nProxy-Authorization: " + credentials + "\r\n")) {
                connect(head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1")));
            } else {
                transport.write(ByteBuffer.wrap(REFUSAL.getBytes(StandardCharsets.ISO_8859_1)));
                transport.close();
            }
        }

        private void connect(String authority) {
            int colon = authority.lastIndexOf(':');
            InetSocketAddress address = new InetSocketAddress(
                    authority.substring(0, colon), Integer.parseInt(authority.substring(colon + 1)));
            other = new Origin(this);
            Connector.DEFAULT.connect(loop, address, World.LONG, other).onComplete((connected, error) -> {
                if (error != null) {
                    transport.abort();
                }
            });
        }
    }

    private final class Origin extends End {
        Origin(End client) {
            other = client;
        }

        @Override
        public void connected(Transport connected) {
            super.connected(connected);
            if (!other.transport.isOpen()) {
                connected.abort();
                return;
            }
            tunnels++;
            other.transport.write(ByteBuffer.wrap("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
        }
    }
}
