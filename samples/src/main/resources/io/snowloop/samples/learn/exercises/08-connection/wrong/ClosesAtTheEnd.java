// SPDX-License-Identifier: Apache-2.0
// FAILS: the channel is closed, and bytes that were kept are not written
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A connection in a loop: it reads, and writes when there is room. */
class Connection implements ReadyHandler {
    private final SocketChannel channel;
    private final Receiver receiver;
    private final Output output = new Output();
    private final SelectionKey key;
    private boolean ended;

    Connection(SocketChannel channel, Channels channels, Receiver receiver) throws IOException {
        this.channel = channel;
        this.receiver = receiver;
        this.key = channels.register(channel, SelectionKey.OP_READ, this);
    }

    /** What gets the bytes of a connection. */
    interface Receiver {
        void received(Connection connection, ByteBuffer bytes) throws IOException;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        if (key.isReadable()) {
            read();
        }
        if (key.isValid() && key.isWritable()) {
            output.flush(channel);
            update();
        }
    }

    private void read() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1024);
        if (channel.read(buffer) < 0) {
            close();
        } else {
            receiver.received(this, buffer.flip());
        }
    }

    /** Writes bytes: at once, or when there is room. */
    void write(ByteBuffer bytes) throws IOException {
        output.write(channel, bytes);
        update();
    }

    /** Closes the channel when all is written. */
    void close() throws IOException {
        ended = true;
        update();
    }

    private void update() throws IOException {
        if (ended) {
            channel.close();
        } else {
            key.interestOps((ended ? 0 : SelectionKey.OP_READ) | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE));
        }
    }
}
