// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that waits in each of the three ways, and two clients whose bytes come in the same turn. */
class Check implements Examiner {
    private final List<SocketChannel> clients = new ArrayList<>();
    private int calls;

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        stage.run("server", host -> serve(exam, host));
        for (String name : List.of("A", "B")) {
            stage.run(name, host -> client(stage, name));
        }
    }

    private void serve(Exam exam, SelectorProvider host) throws IOException {
        Stage stage = exam.stage();
        Channels channels = new Channels(host);
        ServerSocketChannel server = host.openServerSocketChannel();
        server.bind(new InetSocketAddress(7));
        channels.register(server, SelectionKey.OP_ACCEPT, key -> accept(exam, server));
        channels.select(0);
        exam.explain(
                "now",
                stage.now().isZero(),
                "select(0) has waited, for " + stage.now().toMillis() + " ms");
        channels.select(50);
        exam.explain(
                "millis",
                stage.now().toMillis() == 50,
                "select(50) has waited for " + stage.now().toMillis() + " ms, and nothing was ready");
        while (clients.size() < 2) {
            int before = clients.size();
            channels.select(-1);
            exam.explain("waits", clients.size() > before, "select(-1) has ended, and nothing was ready");
        }
        for (SocketChannel client : clients) {
            channels.register(client, SelectionKey.OP_READ, key -> closeTheOther(exam, key));
        }
        stage.sleep(Duration.ofSeconds(2)); // now both have sent
        channels.select(0);
        exam.check("called", calls == 1, "a channel is ready, and its handler is not called");
        for (SocketChannel client : clients) {
            client.close();
        }
        server.close();
        channels.select(0);
    }

    private void accept(Exam exam, ServerSocketChannel server) throws IOException {
        SocketChannel client = server.accept();
        exam.explain(
                "again",
                client != null,
                "the handler of a key is called, and its channel is not ready: there is no client");
        clients.add(client);
    }

    private void closeTheOther(Exam exam, SelectionKey key) throws IOException {
        calls++;
        exam.explain(
                "valid", key.isValid(), "the handler of a key is called that was cancelled before, in the same turn");
        for (SocketChannel client : clients) {
            if (client != key.channel()) {
                client.close();
            }
        }
    }

    private static void client(Stage stage, String name) throws Exception {
        stage.sleep(Duration.ofMillis(name.equals("A") ? 200 : 300));
        try (Peer peer = stage.connect(name, "server", 7)) {
            stage.sleep(Duration.ofSeconds(1));
            peer.send("hello");
            stage.sleep(Duration.ofSeconds(3));
        }
    }
}
