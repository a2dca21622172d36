// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;

/** A server that sends back what it gets, and a client that ends before it reads. The socket takes a part of each write. */
class Check implements Examiner {
    private boolean answered;
    private boolean ended;

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        stage.faults(Faults.NONE.latency(Duration.ofMillis(5)).shortWrites(0.9));
        stage.serve("server", Check::serve);
        stage.run("client", host -> client(exam));
        stage.at(Duration.ofSeconds(30), () -> {
            exam.explain("kept", answered, "bytes are kept, and are never written: nothing waits for room");
            exam.explain("closed", ended, "all is written, the client has ended, and the channel is not closed");
        });
    }

    private static void serve(SelectorProvider host) throws IOException {
        Channels channels = new Channels(host);
        ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
        channels.register(
                server, SelectionKey.OP_ACCEPT, key -> new Connection(server.accept(), channels, Connection::write));
        while (true) {
            channels.select(-1);
        }
    }

    private void client(Exam exam) throws Exception {
        Stage stage = exam.stage();
        try (Peer peer = stage.connect("client", "server", 7)) {
            peer.send("hello");
            peer.receive(5);
            stage.sleep(Duration.ofSeconds(1)); // nothing to read, and nothing to write
            String text = "0123456789".repeat(10);
            peer.send(text);
            peer.end();
            String got = peer.receive(text.length());
            exam.check("all", got.equals(text), "the channel is closed, and bytes that were kept are not written");
            answered = true;
            peer.expectEnd();
            ended = true;
        }
    }
}
