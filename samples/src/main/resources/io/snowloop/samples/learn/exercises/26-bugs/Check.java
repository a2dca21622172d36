// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/** A slow line, three messages in one buffer, and work that takes 3 ms of each second. */
class Check implements Examiner {
    private static final String TEXT = "0123456789".repeat(2_000);
    private static final long SECOND = 1_000_000_000;

    @Override
    public void examine(Exam exam) throws Exception {
        Stage stage = exam.stage();
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(20))
                .buffers(4_000 + exam.random().nextInt(4_000))
                .shortWrites(0.2));
        stage.serve("server", host -> {
            try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                    SocketChannel channel = server.accept();
                    Selector selector = host.openSelector()) {
                channel.configureBlocking(false);
                Sender.send(selector, channel, TEXT);
                exam.check(
                        "key",
                        selector.keys().stream().noneMatch(key -> key.isValid() && key.interestOps() != 0),
                        "Sender: all is sent, and the key still waits for OP_WRITE");
            }
        });
        stage.run("client", host -> {
            try (SocketChannel channel = host.openSocketChannel()) {
                channel.connect(stage.address("server", 7));
                ByteBuffer bytes = ByteBuffer.allocate(2 * TEXT.length());
                while (channel.read(bytes) >= 0) {
                    // until the server ends
                }
                String got = UTF_8.decode(bytes.flip()).toString();
                exam.check(
                        "sender",
                        got.length() >= TEXT.length(),
                        "Sender: 20,000 bytes were sent, and " + got.length() + " came");
                exam.check(
                        "sender",
                        got.equals(TEXT),
                        "Sender: " + got.length() + " bytes came, and they are not those that were sent");
                history(exam);
                beat(exam);
            }
        });
    }

    private static void history(Exam exam) {
        History history = new History();
        ByteBuffer buffer = ByteBuffer.allocate(100);
        for (String message : new String[] {"one", "two", "three", "four"}) {
            history.read(buffer.clear().put(UTF_8.encode(message)).flip());
        }
        buffer.clear();
        for (int time = 1; time <= 2; time++) {
            exam.check(
                    "history",
                    history.last().equals(List.of("two", "three", "four")),
                    "History: of one, two, three, four the last are" + " [two, three, four], and it shows "
                            + history.last() + (time == 1 ? "" : " when it is asked again"));
        }
    }

    private static void beat(Exam exam) {
        long now = exam.random().nextInt(1_000);
        Beat beat = new Beat(now, SECOND);
        long start = now;
        for (int i = 1; i <= 1_000; i++) {
            long at = beat.next(now);
            exam.check(
                    "beat",
                    at == start + i * SECOND,
                    "Beat: beat " + i + " is to come at " + i + ".000 s, and comes at "
                            + String.format(java.util.Locale.ROOT, "%.3f s", (at - start) / 1e9));
            now = at + exam.random().nextInt(6_000_000); // the work takes up to 6 ms
        }
    }
}
