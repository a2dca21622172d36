// SPDX-License-Identifier: Apache-2.0
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A check of Numbers: the last number has to come. */
public class Ask {
    public static void main(String[] args) throws Exception {
        StringBuilder all = new StringBuilder();
        try (SocketChannel server = SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])))) {
            server.write(StandardCharsets.US_ASCII.encode("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            ByteBuffer bytes = ByteBuffer.allocate(1000);
            while (server.read(bytes) >= 0) {
                all.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
                bytes.clear();
            }
        }
        if (!all.toString().endsWith(" 499 ")) {
            throw new IllegalStateException("only " + all.length() + " letters came");
        }
        System.exit(0);
    }
}
