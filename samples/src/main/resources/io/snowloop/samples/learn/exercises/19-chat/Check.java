// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Three guests come, talk and go; then one does not read. Guests and chat are on one loop. */
class Check implements Examiner {
    private static final String SNOW = "snow 雪";

    private Loop loop;
    private Stage stage;

    @Override
    public void examine(Exam exam) throws Exception {
        stage = exam.stage();
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(1 + exam.random().nextInt(20)))
                .segments(20 + exam.random().nextInt(100))
                .buffers(2_000));
        loop = new Loop(stage.host("chat"), () -> stage.now().toNanos());
        Set<Chat> room = new LinkedHashSet<>();
        var server = Listen.on(loop, new InetSocketAddress(7), () -> new Chat(room));

        Guest ann = come("ann");
        Guest ben = come("ben");
        Guest snow = come(SNOW);
        got(exam, "notice", ann, "ben has come", SNOW + " has come");
        got(exam, "notice", ben, SNOW + " has come");
        got(exam, "notice", snow);

        ann.send("hello\nhow are you?\n");
        run(1_000);
        snow.send("é");
        run(500);
        snow.send("tudes\n");
        run(1_000);
        got(exam, "line", ben, "ann: hello", "ann: how are you?", SNOW + ": études");
        got(exam, "line", ann, SNOW + ": études");
        got(exam, "line", snow, "ann: hello", "ann: how are you?");

        ben.transport.end();
        run(1_000);
        got(exam, "notice", ann, "ben has gone");
        exam.explain("closed", ben.closed, "ben has ended, and the chat has not closed the connection");
        got(exam, "notice", snow, "ben has gone");

        Guest deaf = come("deaf");
        deaf.transport.pauseReading();
        ann.lines.clear();
        snow.lines.clear();
        for (int i = 0; i < 10; i++) {
            ann.send(("x".repeat(99) + "\n").repeat(10));
            run(5_000);
        }
        exam.explain(
                "rest",
                snow.lines.stream().filter(line -> line.startsWith("ann: x")).count() == 100,
                "ann has sent 100 lines, and one guest does not read: another got " + snow.lines.size()
                        + " lines; expected all");
        exam.check(
                "deaf",
                snow.lines.contains("deaf has gone"),
                "a guest has read nothing for 50 s, and 10,000 bytes are kept for it:"
                        + " expected that it is closed, and \"deaf has gone\"");
        for (Guest guest : List.of(ann, snow, deaf)) {
            guest.transport.close();
        }
        run(1_000);
        exam.check("room", room.isEmpty(), "all have gone, and " + room.size() + " are in the room");
        server.close();
    }

    private static void got(Exam exam, String id, Guest guest, String... expected) {
        exam.check(
                id,
                guest.lines.equals(List.of(expected)),
                guest.name + ": expected " + List.of(expected) + ", and got " + guest.lines);
        guest.lines.clear();
    }

    private Guest come(String name) throws IOException {
        Guest guest = new Guest(name);
        Connect.to(stage.address("chat", 7), loop.channels(), (channel, error) -> {
            try {
                Transport.open(channel, loop, guest);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        run(500);
        guest.send(name + "\n");
        run(1_000);
        return guest;
    }

    private void run(int millis) throws IOException {
        boolean[] over = {false};
        loop.after(millis * 1_000_000L, () -> over[0] = true);
        while (!over[0]) {
            loop.turn();
        }
    }

    /** Keeps the lines that it gets. */
    private static final class Guest implements Protocol {
        private final String name;
        private final List<String> lines = new ArrayList<>();
        private final Lines reader = new Lines();
        private Transport transport;
        private boolean closed;

        Guest(String name) {
            this.name = name;
        }

        void send(String text) {
            transport.write(UTF_8.encode(text));
        }

        @Override
        public void connected(Transport given) {
            transport = given;
        }

        @Override
        public void received(ByteBuffer bytes) {
            lines.addAll(reader.add(bytes));
        }

        @Override
        public void ended() {
            transport.end();
        }

        @Override
        public void closed(IOException error) {
            closed = true;
        }
    }
}
