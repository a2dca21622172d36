// SPDX-License-Identifier: Apache-2.0
// FAILS: has no end, so the server waits for more of it
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** Asks a whois server. */
class Whois {
    /** Sends a name in one line. Returns all that the server answers until it closes the connection. */
    static String ask(SelectorProvider network, InetSocketAddress server, String name) throws IOException {
        try (SocketChannel channel = network.openSocketChannel()) {
            channel.connect(server);
            ByteBuffer line = UTF_8.encode(name);
            while (line.hasRemaining()) {
                channel.write(line);
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(1024);
            while (channel.read(buffer.clear()) >= 0) {
                answer.write(buffer.array(), 0, buffer.position());
            }
            return answer.toString(UTF_8);
        }
    }
}
