// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;

/** The output stream of a {@link LegacySocket}. It writes the channel, which must be in blocking mode. */
final class LegacyOutputStream extends OutputStream {
    private final SimSocketChannel channel;

    LegacyOutputStream(SimSocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Writes all bytes. If the connection is reset after some of them, the next round of the loop throws. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        while (left.hasRemaining()) {
            if (channel.isOpen() && !channel.isBlocking()) {
                throw new IllegalBlockingModeException();
            }
            channel.write(left);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
