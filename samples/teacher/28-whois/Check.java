// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;

/** A server answers when the line is complete. The network cuts line and answer anywhere. */
class Check implements Examiner {
    private static final String NAME = "snowloop.example";
    private static final String ANSWER = "Domain: snowloop.example\r\nRegistrant: Zoë Müller, 雪\r\n";

    private String asked = "";

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        stage.faults(Faults.NONE.segments(1 + exam.random().nextInt(9)).bandwidth(1_000)); // each segment is a read of its own
        stage.serve("server", this::serve);
        stage.run("client", host -> {
            String given = Whois.ask(host, stage.address("server", 43), NAME);
            boolean cut = given.length() < ANSWER.length() && ANSWER.startsWith(given);
            exam.explain("end", !cut, "\"" + given.strip() + "\" is only the first part of the answer");
            exam.explain("characters", !given.contains("\uFFFD"), "a character that comes in two reads is one character");
            exam.check("answer", given.equals(ANSWER), "the answer is \"" + given + "\", and not \"" + ANSWER + "\"");
        });
        stage.at(
                Duration.ofSeconds(20),
                () -> exam.explain(
                        "complete", asked.endsWith("\r\n"), "\"" + asked + "\" has no end, so the server waits for more of it"));
    }

    private void serve(SelectorProvider host) throws Exception {
        try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(43));
                SocketChannel client = server.accept()) {
            ByteBuffer line = ByteBuffer.allocate(100);
            while (!asked.endsWith("\r\n") && client.read(line) >= 0) {
                asked = UTF_8.decode(line.duplicate().flip()).toString();
            }
            ByteBuffer answer = UTF_8.encode(ANSWER);
            while (answer.hasRemaining()) {
                client.write(answer);
            }
        }
    }
}
