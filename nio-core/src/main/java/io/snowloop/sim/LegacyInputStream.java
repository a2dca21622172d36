// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** The input stream of a {@link LegacySocket}. It reads the channel, which must be in blocking mode. */
final class LegacyInputStream extends InputStream {
    private final Socket socket;
    private final SimSocketChannel channel;

    LegacyInputStream(Socket socket, SimSocketChannel channel) {
        this.socket = socket;
        this.channel = channel;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) > 0 ? one[0] & 0xff : -1;
    }

    /** Waits, for up to the timeout of {@link Socket#setSoTimeout}. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        return channel.blockingRead(bytes, offset, length, channel.isOpen() ? socket.getSoTimeout() : 0);
    }

    @Override
    public int available() throws IOException {
        return channel.available();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
