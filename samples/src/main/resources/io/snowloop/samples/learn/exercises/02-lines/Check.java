// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;

/** A client sends lines; the network cuts them anywhere; after each read the lines must be those that are complete. */
class Check implements Examiner {
    private static final List<List<String>> TEXTS = List.of(
            List.of("hello", "bye"), List.of("snow 雪", "é"), List.of("a", "", "b"), List.of("one", "two", "three"));

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        List<String> lines = TEXTS.get(exam.random().nextInt(TEXTS.size()));
        int longest = lines.contains("") || lines.contains("é")
                ? 1
                : 1 + exam.random().nextInt(20);
        stage.faults(Faults.NONE.segments(longest).bandwidth(1_000)); // so slow that each segment is a read of its own
        stage.serve("server", host -> read(exam, host, lines));
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7)) {
                peer.send(String.join("\n", lines) + "\n");
                peer.end();
                peer.expectEnd();
            }
        });
    }

    private static void read(Exam exam, SelectorProvider host, List<String> sent) throws Exception {
        try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                SocketChannel channel = server.accept()) {
            Lines lines = new Lines();
            ByteBuffer all = UTF_8.encode(String.join("\n", sent) + "\n");
            ByteBuffer buffer = ByteBuffer.allocate(1024);
            List<String> complete = new ArrayList<>();
            while (channel.read(buffer.clear()) >= 0) {
                int before = complete.size();
                int ends = 0;
                for (int i = 0; i < buffer.position(); i++) {
                    ends += all.get() == '\n' ? 1 : 0;
                }
                complete.addAll(sent.subList(before, before + ends));
                List<String> given = lines.add(buffer.flip());
                exam.stage().say("server", "lines " + given);
                if (!given.equals(complete.subList(before, before + ends))) {
                    explain(exam, complete, complete.subList(before, before + ends), given);
                }
            }
        }
    }

    private static void explain(Exam exam, List<String> complete, List<String> right, List<String> given) {
        for (String extra : given.subList(Math.min(right.size(), given.size()), given.size())) {
            exam.explain("twice", !complete.contains(extra), quoted(extra) + " was given before: a line is given once");
            exam.explain("early", false, quoted(extra) + " is given as a line, and its end has not come yet");
        }
        boolean onlyEmpty = right.equals(List.of(""));
        exam.explain(
                "complete", !given.isEmpty() || onlyEmpty, quoted(right.get(0)) + " is complete, and is not given");
        List<String> notEmpty = right.stream().filter(line -> !line.isEmpty()).toList();
        exam.explain("empty", !given.equals(notEmpty), "\"\" is missing: an empty line is a line");
        exam.explain(
                "together", given.size() == right.size(), right + " came in one read, and not all of them are given");
        exam.check("characters", false, given + ": a character that comes in two reads is one character");
    }

    private static String quoted(String line) {
        return "\"" + line + "\"";
    }
}
