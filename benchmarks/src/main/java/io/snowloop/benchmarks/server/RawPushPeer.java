// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The baseline of what servers push: the minimum on {@code java.nio}. It reads a frame of a WebSocket by its length, removes
 * its mask, and checks nothing; it distinguishes requests by letters of their first line.
 */
public final class RawPushPeer implements ServerPeer {
    private static final int SIZE = 64 * 1024;

    private final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
    private final Set<Connection> chat = new LinkedHashSet<>();
    private final Set<Connection> readers = new LinkedHashSet<>();

    /** A connection: what it has become, an incomplete request or frame, and an unsent rest. Mostly it has neither of both. */
    private static final class Connection {
        final SelectionKey key;

        /** The letter of its path, once it is a WebSocket; 0 before. */
        char socket;

        @Nullable
        ByteBuffer begun;

        @Nullable
        ByteBuffer rest;

        Connection(SelectionKey key) {
            this.key = key;
        }

        void write(ByteBuffer bytes) throws IOException {
            if (rest == null) {
                ((SocketChannel) key.channel()).write(bytes);
            }
            if (bytes.hasRemaining()) {
                int before = rest == null ? 0 : rest.remaining();
                ByteBuffer all = ByteBuffer.allocate(before + bytes.remaining());
                if (rest != null) {
                    all.put(rest);
                }
                rest = all.put(bytes).flip();
                key.interestOps(SelectionKey.OP_WRITE);
            }
        }

        void writeRest() throws IOException {
            ByteBuffer left = rest;
            rest = null;
            if (left != null) {
                write(left);
            }
            if (rest == null) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    @Override
    public void serve(int port) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress("127.0.0.1", port), Backlog.LENGTH);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        while (true) {
            selector.select(key -> {
                if (key.channel() == listener) {
                    accept(listener, selector);
                } else {
                    serve((Connection) key.attachment());
                }
            });
        }
    }

    private static void accept(ServerSocketChannel listener, Selector selector) {
        try {
            SocketChannel channel;
            while ((channel = listener.accept()) != null) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new Connection(key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Connection connection) {
        try {
            if (!connection.key.isReadable()) {
                connection.writeRest();
            } else if (!read(connection)) {
                close(connection);
            }
        } catch (IOException e) {
            close(connection);
        }
    }

    private void close(Connection connection) {
        chat.remove(connection);
        readers.remove(connection);
        try {
            connection.key.channel().close();
        } catch (IOException e) {
            // the connection is closed in any case
        }
    }

    /** Reads once and serves what is complete. Returns whether the connection stays open. */
    private boolean read(Connection connection) throws IOException {
        in.clear();
        ByteBuffer begun = connection.begun;
        if (begun != null) {
            in.put(begun);
            connection.begun = null;
        }
        if (((SocketChannel) connection.key.channel()).read(in) < 0) {
            return false;
        }
        in.flip();
        boolean more = true;
        while (more && in.hasRemaining()) {
            more = connection.socket == 0 ? request(connection) : frame(connection);
        }
        if (in.hasRemaining()) {
            connection.begun = ByteBuffer.allocate(in.remaining()).put(in).flip();
        }
        return true;
    }

    /** Answers a request. Returns false if it is not complete. */
    private boolean request(Connection connection) throws IOException {
        int body = RawUpgrade.endOfHead(in);
        if (body < 0) {
            return false;
        }
        switch (in.get(in.position()) == 'P' ? 'p' : (char) in.get(in.position() + 6)) {
            case 'p' -> { // POST /publish
                int length = RawUpgrade.contentLength(in, body);
                if (in.limit() - body < length) {
                    return false;
                }
                toAll(readers, RawUpgrade.event(in.slice(body, length)));
                connection.write(RawUpgrade.noContent());
                body += length;
            }
            case 'v' -> { // GET /events
                connection.write(RawUpgrade.eventStream());
                readers.add(connection);
            }
            case 'h' -> { // GET /chat
                connection.write(RawUpgrade.switching(in, body));
                connection.socket = 'h';
                chat.add(connection);
            }
            default -> { // GET /echo
                connection.write(RawUpgrade.switching(in, body));
                connection.socket = 'c';
            }
        }
        in.position(body);
        return true;
    }

    /** Sends a frame back, or to all. Returns false if it is not complete. */
    private boolean frame(Connection connection) throws IOException {
        int start = in.position();
        int length = in.remaining() < 4 ? Integer.MAX_VALUE : in.get(start + 1) & 0x7f;
        int mask = start + (length == 126 ? 4 : 2);
        if (length == 126) {
            length = Short.toUnsignedInt(in.getShort(start + 2));
        }
        if (in.limit() - mask - Integer.BYTES < length) {
            return false;
        }
        if ((in.get(start) & 0x0f) != 2) { // a close frame
            in.position(in.limit());
            return true;
        }
        int payload = mask + Integer.BYTES;
        unmask(in.getInt(mask), payload, length);
        ByteBuffer frame = head(payload, length);
        if (connection.socket == 'h') {
            toAll(chat, frame);
        } else {
            connection.write(frame);
        }
        in.position(payload + length);
        return true;
    }

    /** The frame of a server, whose head takes the place of the mask before the payload. */
    private ByteBuffer head(int payload, int length) {
        int start = payload - (length < 126 ? 2 : 4);
        in.put(start, (byte) 0x82);
        if (length < 126) {
            in.put(start + 1, (byte) length);
        } else {
            in.put(start + 1, (byte) 126).putShort(start + 2, (short) length);
        }
        return in.slice(start, payload + length - start);
    }

    private void unmask(int key, int start, int length) {
        long twice = (long) key << Integer.SIZE | Integer.toUnsignedLong(key);
        int at = start;
        for (; at <= start + length - Long.BYTES; at += Long.BYTES) {
            in.putLong(at, in.getLong(at) ^ twice);
        }
        for (int i = 0; at < start + length; at++, i++) {
            in.put(at, (byte) (in.get(at) ^ key >> 24 - 8 * (i & 3)));
        }
    }

    private static void toAll(Set<Connection> connections, ByteBuffer bytes) throws IOException {
        for (Connection each : connections) {
            each.write(bytes.duplicate());
        }
    }
}
