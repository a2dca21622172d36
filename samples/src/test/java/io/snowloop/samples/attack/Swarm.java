// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** Many connections that all send the same bytes, as fast as the server takes them. */
final class Swarm implements AutoCloseable {
    /** How long the server may take nothing until it is thought to have enough, in milliseconds. */
    private static final int SILENCE = 500;

    private final Selector selector = Selector.open();
    private final ByteBuffer discarded = ByteBuffer.allocateDirect(1 << 20);
    private final boolean endless;
    private Thread thread;
    private volatile boolean closed;

    private Swarm(Target target, int count, byte[] bytes, boolean endless) throws IOException {
        this.endless = endless;
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 * 1024);
            channel.connect(target.address());
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE, ByteBuffer.wrap(bytes));
        }
    }

    /** So many connections have sent {@code bytes}, or what the server took of it, and read nothing. */
    static Swarm thatSends(Target target, int count, byte[] bytes) throws IOException {
        Swarm swarm = new Swarm(target, count, bytes, false);
        while (swarm.selector.select(SILENCE) > 0) {
            swarm.step();
        }
        return swarm;
    }

    /** The same, while the server is stopped: it finds all of it in one turn. */
    static Swarm thatSendsAtOnce(Target target, int count, byte[] bytes) throws IOException, InterruptedException {
        Swarm swarm = new Swarm(target, count, bytes, false);
        target.assertAnswers(); // it has accepted the connections
        target.signal("STOP");
        while (swarm.selector.select(SILENCE) > 0) {
            swarm.step();
        }
        target.signal("CONT");
        return swarm;
    }

    /** So many connections send {@code bytes} again and again, and discard what they receive, until this is closed. */
    static Swarm thatFloods(Target target, int count, byte[] bytes) throws IOException {
        Swarm swarm = new Swarm(target, count, bytes, true);
        swarm.selector.keys().forEach(key -> key.interestOpsOr(SelectionKey.OP_READ));
        swarm.thread = new Thread(swarm::flood, "swarm");
        swarm.thread.setDaemon(true);
        swarm.thread.start();
        return swarm;
    }

    private void flood() {
        try {
            while (!closed) {
                selector.select();
                step();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step() {
        for (SelectionKey key : selector.selectedKeys()) {
            try {
                move(key);
            } catch (IOException e) {
                close(key); // the server has ended this one
            }
        }
        selector.selectedKeys().clear();
    }

    private void move(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer bytes = (ByteBuffer) key.attachment();
        if (key.isReadable() && channel.read(discarded.clear()) < 0) {
            close(key);
            return;
        }
        if (key.isWritable()) {
            channel.write(bytes);
            if (!bytes.hasRemaining() && endless) {
                bytes.rewind();
            } else if (!bytes.hasRemaining()) {
                key.interestOps(0);
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        closed = true;
        if (thread != null) {
            selector.wakeup();
            thread.join();
        }
        selector.keys().forEach(Swarm::close);
        selector.close();
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
