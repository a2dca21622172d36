// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A loop, and connections whose one end is a transport in that loop, and whose other end is a plain channel in the hands
 * of the test.
 */
final class TransportFixture implements AutoCloseable {
    /** What the connections are made of. */
    enum Family {
        TCP,
        UNIX
    }

    final TestLoop test = new TestLoop();
    private final List<SocketChannel> peers = new ArrayList<>();
    private final ServerSocketChannel listener;

    TransportFixture(Family family, Path directory) {
        try {
            listener = family == Family.UNIX
                    ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    : ServerSocketChannel.open();
            listener.bind(anyAddress(family, directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SocketAddress anyAddress(Family family, Path directory) {
        return family == Family.UNIX
                ? UnixDomainSocketAddress.of(directory.resolve("socket"))
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** A connection; returns the peer's end, in non-blocking mode. */
    SocketChannel connect(RecordingProtocol protocol, WaterMarks marks) {
        try {
            SocketChannel ours = SocketChannel.open(listener.getLocalAddress());
            SocketChannel peer = listener.accept();
            peer.configureBlocking(false);
            peers.add(peer);
            SocketTransport.open(test.loop, ours, protocol, marks);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SocketChannel connect(RecordingProtocol protocol) {
        return connect(protocol, WaterMarks.DEFAULT);
    }

    /** Turns until the protocol has been told {@code call}. */
    void await(RecordingProtocol protocol, String call) {
        test.turnUntil(() -> protocol.calls.contains(call));
    }

    static void send(SocketChannel peer, String text) {
        try {
            peer.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the peer can read now; null at the end of the stream. */
    static byte[] receive(SocketChannel peer, int most) {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        try {
            if (peer.read(buffer) < 0) {
                return null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }

    /** Turns the loop and reads at the peer until the stream ends. */
    byte[] receiveAll(SocketChannel peer) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece = receive(peer, 256 * 1024); piece != null; piece = receive(peer, 256 * 1024)) {
            all.writeBytes(piece);
            if (piece.length == 0) {
                test.inTask(() -> {});
            }
        }
        return all.toByteArray();
    }

    /** Ends a peer's connection with a reset. */
    static void reset(SocketChannel peer) {
        try {
            peer.setOption(StandardSocketOptions.SO_LINGER, 0);
            peer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            for (SocketChannel peer : peers) {
                peer.close();
            }
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        test.close();
    }
}
