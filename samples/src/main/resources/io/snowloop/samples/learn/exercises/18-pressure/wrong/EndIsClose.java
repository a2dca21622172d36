// SPDX-License-Identifier: Apache-2.0
// FAILS: both have ended, and the connection of the sender is still open
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One of two ends. What it receives goes to the other one, and it reads no faster than that one takes. */
class Pipe implements Protocol {
    private Transport transport;
    private Pipe other;

    /** Joins two channels that are connected. */
    static void join(SocketChannel a, SocketChannel b, Loop loop) throws IOException {
        Pipe left = new Pipe();
        Pipe right = new Pipe();
        left.other = right;
        right.other = left;
        Transport.open(a, loop, left);
        Transport.open(b, loop, right);
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void received(ByteBuffer bytes) {
        other.transport.write(bytes);
    }

    @Override
    public void writable(boolean writable) {
        if (writable) {
            other.transport.resumeReading();
        } else {
            other.transport.pauseReading();
        }
    }

    @Override
    public void ended() {
        other.transport.close();
    }

    @Override
    public void closed(IOException error) {
        if (error != null) {
            other.transport.close();
        }
    }
}
