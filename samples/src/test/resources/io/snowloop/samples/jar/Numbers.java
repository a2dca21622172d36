// SPDX-License-Identifier: Apache-2.0
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A web server with one answer. With "once" it takes a write for a whole one, which it need not be. */
public class Numbers {
    private static int answers;

    public static void main(String[] args) throws Exception {
        if (args.length != 2) {
            System.out.println("usage: Numbers PORT once|all");
            System.exit(64);
        }
        System.out.println("Numbers, with " + args[1]);
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
        while (true) {
            answer(server.accept(), args[1].equals("once"));
        }
    }

    private static void answer(SocketChannel client, boolean once) throws Exception {
        try (client; Selector selector = Selector.open()) {
            client.configureBlocking(false);
            SelectionKey key = client.register(selector, SelectionKey.OP_READ);
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
                selector.select();
                selector.selectedKeys().clear();
                ByteBuffer bytes = ByteBuffer.allocate(1000);
                if (client.read(bytes) < 0) {
                    return;
                }
                request.append(StandardCharsets.US_ASCII.decode(bytes.flip()));
            }
            // region write
            ByteBuffer response = response(request.toString());
            key.interestOps(SelectionKey.OP_WRITE);
            do {
                selector.select();
                selector.selectedKeys().clear();
                client.write(response);
            } while (response.hasRemaining() && !once);
            // endregion
        }
    }

    private static ByteBuffer response(String request) {
        StringBuilder body = new StringBuilder();
        if (request.startsWith("GET /count ")) {
            body.append(++answers);
        }
        for (int i = 0; i < 500; i++) {
            body.append(i).append(' ');
        }
        String status = request.startsWith("GET /none ") ? "404 Not Found" : "200 OK";
        return StandardCharsets.US_ASCII.encode("HTTP/1.1 " + status + "\r\nConnection: close\r\n\r\n" + body);
    }
}
