// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A loop with timers and a channel, whose turns are counted. */
class Check implements Examiner {
    private final List<String> log = new ArrayList<>();
    private Turn turn;
    private int turns;

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        stage.run("loop", host -> run(exam, host));
        stage.run("client", host -> {
            stage.sleep(Duration.ofMillis(300));
            try (Peer peer = stage.connect("client", "loop", 7)) {
                stage.sleep(Duration.ofMillis(1_000));
            }
        });
        stage.at(
                Duration.ofMillis(250),
                () -> exam.explain("fires", log.contains("100"), "a timer of 100 ms has not fired after 250 ms"));
    }

    private void run(Exam exam, SelectorProvider host) throws IOException {
        Stage stage = exam.stage();
        Channels channels = new Channels(host);
        Timers timers = new Timers();
        turn = new Turn(channels, timers, () -> stage.now().toNanos());
        ServerSocketChannel server = host.openServerSocketChannel();
        server.bind(new InetSocketAddress(7));
        channels.register(server, SelectionKey.OP_ACCEPT, key -> {
            server.accept().close();
            log.add("accept");
            stage.sleep(Duration.ofMillis(50)); // a handler that works for some time
            timers.at(stage.now().toNanos(), () -> log.add("set by accept"));
        });
        timers.at(nanos(100), () -> log.add("100"));
        until(200, timers);
        exam.check("turns", turns <= 5, "100 ms without anything to do took " + turns + " turns");
        until(400, timers);
        exam.explain("ready", log.contains("accept"), "a channel is ready, and its handler is not called");
        exam.check(
                "clock",
                log.indexOf("set by accept") == log.indexOf("accept") + 1,
                "a timer that was due when the handlers had run did not fire in that turn: the clock was read before");
        timers.at(nanos(2_000), () -> log.add("2000"));
        Duration before = stage.now();
        turn.run(false);
        exam.check("waits", stage.now().equals(before), "run(false) has waited until the next timer");
        server.close();
        channels.select(0);
    }

    /** Turns until this time. */
    private void until(long millis, Timers timers) throws IOException {
        boolean[] over = {false};
        timers.at(nanos(millis), () -> over[0] = true);
        for (turns = 0; !over[0]; turns++) {
            turn.run(true);
            log.add("turn");
        }
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
