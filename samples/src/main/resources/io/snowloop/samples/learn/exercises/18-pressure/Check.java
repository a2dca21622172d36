// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** A fast sender and a deaf reader with a pipe between them: either of them may be the client. Some readers give up. */
class Check implements Examiner {
    private static final int ALL = 40_000;
    private static final int MOST = 25_000;

    private Exam exam;
    private boolean givesUp;
    private int sent;
    private int taken;
    private boolean senderOver;
    private boolean readerOver;

    @Override
    public void examine(Exam exam) throws Exception {
        this.exam = exam;
        this.givesUp = exam.random().nextInt(4) == 0;
        boolean download = exam.random().nextBoolean();
        Stage stage = exam.stage();
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(1 + exam.random().nextInt(20)))
                .buffers(4_000));
        Loop loop = new Loop(stage.host("pipe"), () -> stage.now().toNanos());
        ServerSocketChannel server =
                stage.host("pipe").openServerSocketChannel().bind(new InetSocketAddress(7));
        loop.channels().register(server, SelectionKey.OP_ACCEPT, key -> {
            SocketChannel client = server.accept();
            Connect.to(stage.address("server", 7), loop.channels(), (channel, error) -> {
                try {
                    Pipe.join(client, channel, loop);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        });
        stage.serve("server", host -> {
            try (ServerSocketChannel listener = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                    SocketChannel channel = listener.accept()) {
                end(stage, channel, download);
            }
        });
        stage.serve("client", host -> {
            try (SocketChannel channel = host.openSocketChannel()) {
                channel.connect(stage.address("pipe", 7));
                end(stage, channel, !download);
            }
        });
        boolean[] over = {false};
        loop.after(
                5_000_000_000L,
                () -> exam.check(
                        "bound",
                        sent <= MOST,
                        "at 5.000 s the sender has sent " + sent
                                + " bytes, and the other end has taken none: the rest is in your memory; expected at most "
                                + MOST));
        loop.after(60_000_000_000L, () -> over[0] = true);
        while (!over[0] && !(senderOver && readerOver)) {
            loop.turn();
        }
        exam.explain(
                "resumed",
                givesUp || readerOver || taken == ALL,
                "since 10.000 s the deaf end reads again: at 60.000 s it has " + taken + " of " + ALL
                        + " bytes, and no more come");
        exam.check(
                "same",
                givesUp || taken == ALL,
                "the sender has ended after " + ALL + " bytes: the other end got " + taken
                        + " of them, and then the end");
        exam.explain("end", givesUp || readerOver, "the sender has ended, and the other end waits for the end");
        exam.explain(
                "gone",
                senderOver,
                givesUp
                        ? "the reader is gone since 10.000 s, and at 60.000 s the sender still waits: pass the error on"
                        : "both have ended, and the connection of the sender is still open");
        for (over[0] = false, loop.after(1_000_000_000, () -> over[0] = true); !over[0]; ) {
            loop.turn();
        }
    }

    private void end(Stage stage, SocketChannel channel, boolean sends) throws IOException {
        if (sends) {
            try {
                ByteBuffer piece = US_ASCII.encode("0123456789".repeat(200));
                while (sent < ALL) {
                    sent += channel.write(piece.rewind());
                }
                channel.shutdownOutput();
                channel.read(ByteBuffer.allocate(1));
            } catch (IOException e) {
                stage.say("pipe", "the sender gets: " + e.getMessage());
            }
            senderOver = true;
        } else {
            stage.sleep(Duration.ofSeconds(10));
            if (givesUp) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                readerOver = true;
                return;
            }
            ByteBuffer bytes = ByteBuffer.allocate(4_000);
            for (int count = 0; count >= 0; count = channel.read(bytes.clear())) {
                for (int i = 0; i < count; i++) {
                    exam.check(
                            "same",
                            bytes.get(i) == '0' + (taken + i) % 10,
                            "byte " + (taken + i) + " is another than was sent");
                }
                taken += count;
            }
            readerOver = true;
        }
    }
}
