// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * The baseline: the minimum that a client on {@code java.nio} can do. It finds the empty line and the length, and
 * checks nothing. It has no limits and no time-outs.
 */
public final class RawSelectorClient implements ClientPeer {
    private static final int SIZE = 64 * 1024;
    private static final byte[] LENGTH = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer out = ByteBuffer.allocateDirect(SIZE);
    private final byte[] bytes = new byte[SIZE];
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final InetSocketAddress address;
    private final Selector selector;

    private static final class Connection {
        final SocketChannel channel;
        String path;
        Answer answer;

        Connection(SocketChannel channel, String path, Answer answer) {
            this.channel = channel;
            this.path = path;
            this.answer = answer;
        }
    }

    /** A client for this port. It has as many connections as there are simultaneous requests. */
    public RawSelectorClient(int port, int connections) throws IOException {
        address = new InetSocketAddress("127.0.0.1", port);
        selector = Selector.open();
    }

    @Override
    public void fetch(String path, Answer answer) {
        try {
            Connection connection = idle.poll();
            if (connection == null) {
                connect(path, answer);
            } else {
                connection.path = path;
                connection.answer = answer;
                send(connection);
            }
        } catch (IOException e) {
            answer.fail(e);
        }
    }

    private void connect(String path, Answer answer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Connection connection = new Connection(channel, path, answer);
        boolean connected = channel.connect(address);
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, connection);
        if (connected) {
            send(connection);
        }
    }

    @SuppressWarnings("deprecation") // the fastest conversion of ASCII to bytes
    private void send(Connection connection) throws IOException {
        String request = "GET " + connection.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        request.getBytes(0, request.length(), bytes, 0);
        out.clear().put(bytes, 0, request.length()).flip();
        connection.channel.write(out);
    }

    @Override
    public void run(Runnable begin, CountDownLatch done) throws IOException {
        begin.run();
        while (done.getCount() > 0) {
            selector.select(this::handle);
        }
    }

    private void handle(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (key.isConnectable()) {
                connection.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                send(connection);
            } else {
                receive(connection);
            }
        } catch (IOException e) {
            key.cancel();
            connection.answer.fail(e);
        }
    }

    /** A response arrives in one piece, because it is smaller than a packet on the loopback interface. */
    private void receive(Connection connection) throws IOException {
        in.clear();
        int read = connection.channel.read(in);
        if (read < 0) {
            throw new IOException("the server has closed the connection");
        }
        in.flip().get(bytes, 0, read);
        int status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
        idle.push(connection);
        connection.answer.complete(status, length(read));
    }

    /** The length of the body; -1 if that of the field and of the bytes differ. */
    private int length(int end) {
        int length = -1;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == 'C' && length < 0 && startsWithLength(i)) {
                length = 0;
                for (int j = i + LENGTH.length; bytes[j] != '\r'; j++) {
                    length = length * 10 + bytes[j] - '0';
                }
            }
            if (bytes[i] == '\n' && bytes[i + 1] == '\r') {
                return length == end - i - 3 ? length : -1;
            }
        }
        return -1;
    }

    private boolean startsWithLength(int start) {
        for (int i = 0; i < LENGTH.length; i++) {
            if (bytes[start + i] != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }
}
