// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;

/** A client connects to a port on which a server listens, or to one on which none does. */
class Check implements Examiner {
    private int calls;
    private SocketChannel connected;
    private IOException error;

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        boolean refused = stage.simulation().seed() % 2 == 0;
        stage.faults(Faults.NONE.latency(Duration.ofMillis(20)).immediateConnects(0.3));
        stage.serve("server", host -> {
            ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
            try (SocketChannel channel = server.accept()) {
                channel.read(ByteBuffer.allocate(1));
            }
        });
        stage.run("client", host -> client(exam, host, stage.address("server", refused ? 9 : 7), refused));
    }

    private void client(Exam exam, SelectorProvider host, InetSocketAddress address, boolean refused)
            throws IOException {
        Stage stage = exam.stage();
        Channels channels = new Channels(host);
        Duration before = stage.now();
        Connect.to(address, channels, (channel, failure) -> {
            calls++;
            connected = channel;
            error = failure;
        });
        long millis = stage.now().minus(before).toMillis();
        exam.check("blocks", millis == 0, "Connect.to has blocked for " + millis + " ms");
        while (stage.now().toMillis() < 1_000) {
            channels.select(100);
        }
        exam.explain(
                "told",
                calls > 0,
                (refused ? "the connect has failed" : "it is connected") + ", and done is not called");
        exam.check("once", calls == 1, "done was called " + calls + " times");
        boolean open = connected == null || connected.isConnected();
        exam.explain("connected", open, "done got a channel that is not connected");
        if (refused) {
            exam.check("refused", error != null, "the port is closed, and done got no error");
        } else {
            connected.close();
            channels.select(0); // a selector lets go of a closed channel when it next selects
        }
    }
}
