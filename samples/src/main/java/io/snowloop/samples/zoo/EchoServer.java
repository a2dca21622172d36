// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo;

import io.snowloop.samples.scene.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** A server for the clients of the zoo: one client after the other, each gets back what it sends. */
public final class EchoServer implements Program {
    /** A server on {@link RawServer#PORT}. */
    public EchoServer() {}

    @Override
    public void run(SelectorProvider host) throws IOException {
        ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(RawServer.PORT));
        while (true) {
            try (SocketChannel channel = server.accept()) {
                ByteBuffer buffer = ByteBuffer.allocate(1024);
                while (channel.read(buffer) >= 0) {
                    channel.write(buffer.flip());
                    buffer.clear();
                }
            }
        }
    }
}
