// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Three servers that answer after 100 ms; then futures that are done in any order, one that fails, and none. */
class Check implements Examiner {
    private static final List<String> NAMES = List.of("a", "b", "c");

    @Override
    public void examine(Exam exam) throws Exception {
        Stage stage = exam.stage();
        Loop loop = new Loop(stage.host("client"), () -> stage.now().toNanos());
        for (String name : NAMES) {
            stage.serve(name, host -> {
                try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                        SocketChannel channel = server.accept()) {
                    stage.sleep(Duration.ofMillis(100));
                    channel.write(UTF_8.encode(name));
                }
            });
        }
        stage.sleep(Duration.ZERO); // the servers listen
        Future<List<String>> all = All.of(NAMES, name -> fetch(stage, loop, name), loop);
        run(loop, all, stage, 1_000);
        exam.explain("done", all.promise().isDone(), "three fetches of 100 ms each are not done at 1.000 s");
        exam.check(
                "at once",
                stage.now().toMillis() == 100,
                "three fetches of 100 ms each are done at " + seconds(stage)
                        + ": expected 0.100 s, all at the same time");

        List<Long> millis = new ArrayList<>(List.of(1L, 2L, 3L, 4L));
        Collections.shuffle(millis, exam.random());
        Future<List<Long>> sorted =
                All.of(millis.stream().map(each -> after(loop, each, each)).toList(), loop);
        String got = run(loop, sorted, stage, 1_000);
        exam.check(
                "order",
                got.equals(millis.toString()),
                "futures of " + millis + ", which are done in the order 1, 2, 3, 4:"
                        + " expected the values in the order of the futures, and got " + got);

        Future<List<Long>> none = All.of(List.<Future<Long>>of(), loop);
        exam.check("none", run(loop, none, stage, 1_000).equals("[]"), "of no futures it is never done");

        long began = stage.now().toMillis();
        Promise<Long> failing = new Promise<>(loop);
        loop.after(10_000_000, () -> failing.fail(new IOException("refused")));
        List<Future<Long>> futures = new ArrayList<>(List.of(after(loop, 5, 5L), after(loop, 200, 200L)));
        futures.add(exam.random().nextInt(3), new Future<>(failing, loop));
        String error = run(loop, All.of(futures, loop), stage, 1_000);
        exam.explain(
                "error", error.equals("error refused"), "one of three fails: expected error refused, and got " + error);
        exam.check(
                "first error",
                stage.now().toMillis() - began == 10,
                "one of three fails after 10 ms, and the whole after "
                        + (stage.now().toMillis() - began) + " ms: it waits for the others");
        run(loop, after(loop, 500, 0L), stage, 1_000);
    }

    private static Future<String> fetch(Stage stage, Loop loop, String server) {
        Promise<String> answer = new Promise<>(loop);
        try {
            Connect.to(stage.address(server, 7), loop.channels(), (channel, error) -> {
                try {
                    loop.channels().register(channel, SelectionKey.OP_READ, key -> {
                        ByteBuffer bytes = ByteBuffer.allocate(10);
                        channel.read(bytes);
                        channel.close();
                        answer.complete(UTF_8.decode(bytes.flip()).toString());
                    });
                } catch (IOException e) {
                    answer.fail(e);
                }
            });
        } catch (IOException e) {
            answer.fail(e);
        }
        return new Future<>(answer, loop);
    }

    private static <T> Future<T> after(Loop loop, long millis, T value) {
        Promise<T> promise = new Promise<>(loop);
        loop.after(millis * 1_000_000, () -> promise.complete(value));
        return new Future<>(promise, loop);
    }

    /** Runs the loop until the future is done, and its callbacks have run. */
    private static String run(Loop loop, Future<?> future, Stage stage, long limit) throws IOException {
        StringBuilder got = new StringBuilder();
        var timer = loop.after(limit * 1_000_000, () -> got.append("nothing"));
        future.onComplete((value, error) -> got.append(error == null ? value : "error " + error.getMessage()));
        while (got.isEmpty()) {
            loop.turn();
        }
        timer.cancel();
        return got.toString();
    }

    private static String seconds(Stage stage) {
        return String.format(java.util.Locale.ROOT, "%.3f s", stage.now().toNanos() / 1e9);
    }
}
