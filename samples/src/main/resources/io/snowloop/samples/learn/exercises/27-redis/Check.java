// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import java.util.Collections;
import java.util.List;

/** A client, and a server that does for each command what its name says. Both are on one loop. */
class Check implements Examiner {
    private static final long LIMIT = 2_000_000_000L;
    private static final int LATENCY = 10;

    private Stage stage;
    private Loop loop;
    private int closed;

    @Override
    public void examine(Exam exam) throws Exception {
        stage = exam.stage();
        Faults faults = Faults.NONE.latency(Duration.ofMillis(LATENCY));
        stage.faults(
                exam.random().nextBoolean()
                        ? faults
                        : faults.segments(1 + exam.random().nextInt(100)));
        loop = new Loop(stage.host("loop"), () -> stage.now().toNanos());
        var server = Listen.on(loop, new InetSocketAddress(6379), Scripted::new);

        for (String[] words : List.of(
                new String[] {"PING", "PONG"},
                new String[] {"SEVEN", "7"},
                new String[] {"ECHO a\r\nb", "a\r\nb"},
                new String[] {"ECHO snow 雪", "snow 雪"},
                new String[] {"ECHO ", ""},
                new String[] {"ECHO " + "x".repeat(2_000), "x".repeat(2_000)},
                new String[] {"NONE", "null"},
                new String[] {"OOPS", "error IOException ERR unknown command"})) {
            reply(exam, words[0], words[1]);
        }
        anErrorIsOfOneCall(exam);
        manyAtOnce(exam);
        lost(exam);
        late(exam);
        tooLong(exam);
        replyToNothing(exam);
        wait(3_000);
        server.close();
    }

    private void reply(Exam exam, String command, String expected) throws IOException {
        RedisClient client = connect();
        String got = got(client.call(command.split(" ", 2))).get(0);
        exam.check(
                "reply",
                got.equals(expected),
                shown(command) + ": expected " + shown(expected) + ", and got " + shown(got));
        client.close();
    }

    private static String shown(String text) {
        String line = text.replace("\r\n", "\\r\\n");
        return line.length() > 100 ? line.substring(0, 10) + "... (" + line.length() + ")" : line;
    }

    private void anErrorIsOfOneCall(Exam exam) throws IOException {
        RedisClient client = connect();
        got(client.call("OOPS"));
        String got = got(client.call("PING")).get(0);
        exam.check("goes on", got.equals("PONG"), "an error, and then PING: expected PONG, and got " + got);
        client.close();
    }

    @SuppressWarnings("unchecked")
    private void manyAtOnce(Exam exam) throws IOException {
        RedisClient client = connect();
        long began = stage.now().toMillis();
        Future<String>[] calls = new Future[20];
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < calls.length; i++) {
            calls[i] = client.call("ECHO", "n" + i);
            expected.add("n" + i);
        }
        List<String> got = got(calls);
        exam.explain("order", got.equals(expected), "20 calls in one turn: expected n0 to n19, and got " + got);
        long took = stage.now().toMillis() - began;
        exam.check(
                "at once",
                took <= 2 * LATENCY,
                "20 calls in one turn are answered after " + took + " ms: expected one round trip, " + 2 * LATENCY
                        + " ms");
        client.close();
    }

    private void lost(Exam exam) throws IOException {
        RedisClient client = connect();
        int before = closed;
        Future<String> answered = client.call("PING");
        Future<String> closes = client.call("CLOSE");
        Future<String> behind = client.call("PING");
        wait(200);
        exam.explain(
                "closes", closed > before, "the server has ended the connection, and the client has not closed it");
        List<String> got = got(answered, closes, behind);
        exam.check(
                "before",
                got.get(0).equals("PONG"),
                "a call is answered, and then the connection is lost: expected PONG, and got " + got.get(0));
        exam.check(
                "lost",
                isError(got.get(1)) && isError(got.get(2)),
                "two calls wait, and the connection is lost: expected an error for each, at once; got "
                        + got.subList(1, 3));
        String after = got(client.call("PING")).get(0);
        exam.check(
                "after",
                isError(after),
                "a call after the connection was lost: expected an error at once, and got " + after);
    }

    private void late(Exam exam) throws IOException {
        RedisClient client = connect();
        Future<String> slow = client.call("SLOW");
        wait(1_500);
        List<String> got = got(slow, client.call("PING"));
        exam.explain(
                "limit",
                got.get(0).startsWith("error TimeoutException"),
                "the server has not answered for 2 s: expected a TimeoutException, and got " + got.get(0));
        exam.explain("late", !got.get(1).equals("slow"), "the answer to SLOW comes after the limit, and PING gets it");
        exam.check(
                "given up",
                isError(got.get(1)),
                "an answer has not come within the limit, and the call behind it still waits: expected that the"
                        + " connection is closed, and an error at once; got " + got.get(1));
        client.close();
    }

    private void tooLong(Exam exam) throws IOException {
        RedisClient client = connect();
        String got = got(client.call("LONG")).get(0);
        exam.check(
                "long",
                isError(got),
                "a string of 1,000,000 bytes is announced: expected an error at once, and got " + got);
    }

    private void replyToNothing(Exam exam) throws IOException {
        RedisClient client = connect();
        int before = closed;
        got(client.call("TWICE"));
        wait(200);
        exam.check(
                "nothing", closed > before, "a reply comes to nothing, and the client has not closed the connection");
        client.close();
    }

    /** An error that did not take until the limit. */
    private static boolean isError(String got) {
        return got.startsWith("error") && !got.contains("Timeout");
    }

    private RedisClient connect() throws IOException {
        RedisClient client = new RedisClient(loop, LIMIT);
        Connect.to(stage.address("loop", 6379), loop.channels(), (channel, error) -> {
            try {
                Transport.open(channel, loop, client);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        wait(100);
        return client;
    }

    private void wait(int millis) throws IOException {
        boolean[] over = {false};
        loop.after(millis * 1_000_000L, () -> over[0] = true);
        while (!over[0]) {
            loop.turn();
        }
    }

    /** Runs the loop until all of them are done. */
    @SafeVarargs
    private List<String> got(Future<String>... futures) throws IOException {
        List<String> got = new ArrayList<>(Collections.nCopies(futures.length, "nothing"));
        int[] open = {futures.length};
        Timer timer = loop.after(10_000_000_000L, () -> open[0] = 0);
        for (int i = 0; i < futures.length; i++) {
            int index = i;
            futures[i].onComplete((value, error) -> {
                got.set(
                        index,
                        error == null
                                ? value + ""
                                : "error " + error.getClass().getSimpleName() + " " + error.getMessage());
                open[0]--;
            });
        }
        while (open[0] > 0) {
            loop.turn();
        }
        timer.cancel();
        return got;
    }

    /** A server: what it answers is written here. */
    private final class Scripted implements Protocol {
        private final StringBuilder input = new StringBuilder();
        private Transport transport;
        private final StringBuilder held = new StringBuilder();
        private boolean closing;
        private boolean slow;

        @Override
        public void connected(Transport given) {
            transport = given;
        }

        @Override
        public void received(ByteBuffer bytes) {
            input.append(ISO_8859_1.decode(bytes));
            for (List<String> words = command(); words != null && !closing; words = command()) {
                held.append(reply(words));
            }
            if (!slow) {
                send();
            }
            if (closing) {
                transport.end();
            }
        }

        /** Answers keep the order of the commands, also when one is slow. */
        private void send() {
            transport.write(ISO_8859_1.encode(held.toString()));
            held.setLength(0);
        }

        /** The next command, if it is complete; its words are bytes. */
        private List<String> command() {
            int at = input.indexOf("\r\n");
            if (at < 0) {
                return null;
            }
            int count = Integer.parseInt(input.substring(1, at));
            List<String> words = new ArrayList<>();
            int begin = at + 2;
            for (int i = 0; i < count; i++) {
                int end = input.indexOf("\r\n", begin);
                if (end < 0) {
                    return null;
                }
                int length = Integer.parseInt(input.substring(begin + 1, end));
                begin = end + 2 + length + 2;
                if (input.length() < begin) {
                    return null;
                }
                words.add(input.substring(end + 2, end + 2 + length));
            }
            input.delete(0, begin);
            return words;
        }

        private String reply(List<String> words) {
            return switch (words.get(0)) {
                case "PING" -> "+PONG\r\n";
                case "SEVEN" -> ":7\r\n";
                case "ECHO" -> "$" + words.get(1).length() + "\r\n" + words.get(1) + "\r\n";
                case "NONE" -> "$-1\r\n";
                case "TWICE" -> ":1\r\n:2\r\n";
                case "LONG" -> "$1000000\r\n";
                case "CLOSE" -> {
                    closing = true;
                    yield "";
                }
                case "SLOW" -> {
                    slow = true;
                    loop.after(LIMIT + 500_000_000L, this::send);
                    yield "+slow\r\n";
                }
                default -> "-ERR unknown command\r\n";
            };
        }

        @Override
        public void ended() {
            transport.end();
        }

        @Override
        public void closed(IOException error) {
            closed++;
        }
    }
}
