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

/** A server that says nothing; then futures that are in time, and that fail in time. */
class Check implements Examiner {
    private static final long LIMIT = 2_000_000_000L;
    private SocketChannel connected;
    private boolean closed;
    private int cancels;
    private int fired;

    @Override
    public void examine(Exam exam) throws Exception {
        Stage stage = exam.stage();
        Loop loop = new Loop(stage.host("client"), () -> stage.now().toNanos()) {
            @Override
            Timer after(long nanos, Runnable action) {
                return super.after(nanos, nanos == LIMIT ? () -> fire(action) : action);
            }
        };
        stage.serve("server", host -> {
            try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                    SocketChannel channel = server.accept()) {
                channel.read(ByteBuffer.allocate(1)); // says nothing, and waits for the end
                closed = true;
            }
        });
        stage.sleep(Duration.ZERO); // the server listens
        Future<String> silent = Timeout.of(loop, LIMIT, fetch(stage, loop), this::cancel);
        String got = run(loop, silent, 2_001);
        exam.explain(
                "limit",
                got.startsWith("TimeoutException"),
                "at 2.000 s there is no error: the limit is 2 s, and the server says nothing; got " + got);
        exam.check(
                "time",
                stage.now().toNanos() == LIMIT,
                "the error comes at " + stage.now().toMillis() + " ms: expected 2000 ms");
        run(loop, after(loop, 500), 1_000);
        exam.explain(
                "cancel",
                closed,
                "the limit of 2.000 s is over, and at 2.500 s the socket is still open: cancel was not called");
        exam.check("once", cancels == 1, "cancel was called " + cancels + " times: expected once");

        long millis = 1 + exam.random().nextInt(1_900);
        String value = run(loop, Timeout.of(loop, LIMIT, after(loop, millis), this::cancel), 3_000);
        exam.check(
                "value",
                value.equals("late"),
                "the value comes after " + millis + " ms, in time: expected it, and got " + value);
        run(loop, after(loop, 2_100), 3_000);
        exam.check(
                "timer",
                fired == 1,
                "the value came after " + millis + " ms, and at 2.000 s the timer fired all the same:"
                        + " a timer that is of no use any more is cancelled");

        Promise<String> failing = new Promise<>(loop);
        loop.after(millis * 1_000_000, () -> failing.fail(new IOException("refused")));
        String error = run(loop, Timeout.of(loop, LIMIT, new Future<>(failing, loop), this::cancel), 3_000);
        exam.check(
                "error",
                error.equals("IOException refused"),
                "it fails after " + millis + " ms, in time: expected IOException refused, and got " + error);
    }

    private void fire(Runnable action) {
        fired++;
        action.run();
    }

    private void cancel() {
        cancels++;
        if (connected != null) {
            try {
                connected.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private Future<String> fetch(Stage stage, Loop loop) throws IOException {
        Promise<String> answer = new Promise<>(loop);
        Connect.to(stage.address("server", 7), loop.channels(), (channel, error) -> {
            try {
                connected = channel;
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
        return new Future<>(answer, loop);
    }

    private static Future<String> after(Loop loop, long millis) {
        Promise<String> promise = new Promise<>(loop);
        loop.after(millis * 1_000_000, () -> promise.complete("late"));
        return new Future<>(promise, loop);
    }

    /** Runs the loop until the future is done and its callbacks have run, or the time is over. */
    private static String run(Loop loop, Future<String> future, long limit) throws IOException {
        StringBuilder got = new StringBuilder();
        future.onComplete((value, error) ->
                got.append(error == null ? value : error.getClass().getSimpleName() + " " + error.getMessage()));
        var timer = loop.after(
                limit * 1_000_000,
                () -> loop.execute(() ->
                        loop.execute(() -> loop.execute(() -> got.append(got.isEmpty() ? "nothing" : "")))));
        while (got.isEmpty()) {
            loop.turn();
        }
        timer.cancel();
        return got.toString();
    }
}
