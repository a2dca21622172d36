// SPDX-License-Identifier: Apache-2.0
// FAILS: both directions have ended, and closed was not called
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.function.Supplier;

/** What a connection does: connected, then received and writable, then ended at most once, then closed once. */
interface Protocol {
    /** The first call. */
    void connected(Transport transport);

    /** Bytes have come. They are lent: after this call the buffer gets others. */
    void received(ByteBuffer bytes);

    /** False: the socket does not take all that was written. True: now it has. */
    default void writable(boolean writable) {}

    /** The other end sends no more. */
    void ended();

    /** The last call. The error is null if there was none. */
    default void closed(IOException error) {}
}

/** A connection of a protocol. It is closed when both directions have ended. */
class Transport implements ReadyHandler {
    private final SocketChannel channel;
    private final Loop loop;
    private final Protocol protocol;
    private final Output output = new Output();
    private final ByteBuffer input = ByteBuffer.allocate(16_384);
    private SelectionKey key;
    private boolean ending;
    private boolean ended;

    private Transport(SocketChannel channel, Loop loop, Protocol protocol) {
        this.channel = channel;
        this.loop = loop;
        this.protocol = protocol;
    }

    /** Gives a protocol a channel that is connected. */
    static void open(SocketChannel channel, Loop loop, Protocol protocol) throws IOException {
        Transport transport = new Transport(channel, loop, protocol);
        transport.key = loop.channels().register(channel, SelectionKey.OP_READ, transport);
        protocol.connected(transport);
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
        } catch (IOException e) {
            close(e);
        }
    }

    private void read() throws IOException {
        int count = channel.read(input.clear());
        if (count > 0) {
            protocol.received(input.flip());
        } else if (count < 0) {
            pauseReading();
            ended = true;
            protocol.ended();
            closeIfOver();
        }
    }

    private void flush() throws IOException {
        if (output.flush(channel)) {
            interest(SelectionKey.OP_WRITE, false);
            tell(true);
            endIfAsked();
        }
    }

    /** Sends these bytes, now or when the socket takes them. */
    void write(ByteBuffer bytes) {
        boolean wasEmpty = output.isEmpty();
        try {
            if (channel.isOpen()) {
                output.write(channel, bytes);
            }
        } catch (IOException e) {
            close(e);
        }
        if (wasEmpty && !output.isEmpty()) {
            interest(SelectionKey.OP_WRITE, true);
            tell(false);
        }
    }

    /** Ends this direction, after all that was written. */
    void end() {
        ending = true;
        try {
            endIfAsked();
        } catch (IOException e) {
            close(e);
        }
    }

    private void endIfAsked() throws IOException {
        if (ending && output.isEmpty() && channel.isOpen()) {
            channel.shutdownOutput();
            closeIfOver();
        }
    }

    private void closeIfOver() {
        // the protocol closes
    }

    void pauseReading() {
        interest(SelectionKey.OP_READ, false);
    }

    void resumeReading() {
        interest(SelectionKey.OP_READ, !ended);
    }

    private void interest(int operation, boolean on) {
        if (key.isValid()) {
            key.interestOps(on ? key.interestOps() | operation : key.interestOps() & ~operation);
        }
    }

    /** Closes at once. What the socket has not taken is lost. */
    void close() {
        close(null);
    }

    private void close(IOException error) {
        if (channel.isOpen()) {
            try {
                channel.close();
            } catch (IOException e) {
                // it is closed all the same
            }
            loop.execute(() -> protocol.closed(error));
        }
    }

    /** From the queue: a protocol that writes is not called within its own call. */
    private void tell(boolean writable) {
        loop.execute(() -> {
            if (channel.isOpen()) {
                protocol.writable(writable);
            }
        });
    }
}

/** Gives each client of a port a protocol. */
class Listen {
    static ServerSocketChannel on(Loop loop, InetSocketAddress address, Supplier<Protocol> protocols)
            throws IOException {
        ServerSocketChannel server = loop.channels().host().openServerSocketChannel();
        server.bind(address);
        loop.channels().register(server, SelectionKey.OP_ACCEPT, key -> {
            SocketChannel channel = server.accept();
            if (channel != null) {
                Transport.open(channel, loop, protocols.get());
            }
        });
        return server;
    }
}
