// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** A fetcher, and a server of which each path does something else, on one loop. */
class Check implements Examiner {
    private static final String A = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";

    private Loop loop;
    private String asked = "";
    private int connections;
    private int closed;

    @Override
    public void examine(Exam exam) throws Exception {
        Stage stage = exam.stage();
        Faults faults = Faults.NONE.latency(Duration.ofMillis(10));
        stage.faults(
                exam.random().nextBoolean()
                        ? faults
                        : faults.segments(20 + exam.random().nextInt(100)));
        loop = new Loop(stage.host("loop"), () -> stage.now().toNanos());
        var server = Listen.on(loop, new InetSocketAddress(80), Scripted::new);
        String base = "http:/" + stage.host("loop").address();
        Fetcher fetcher = new Fetcher(loop);

        is(exam, fetcher, base + "/a?n=1", "200 a");
        exam.check(
                "request",
                asked.equals("GET /a?n=1 HTTP/1.1"),
                "the server got \"" + asked + "\"; expected GET /a?n=1 HTTP/1.1");
        is(exam, fetcher, base + "/chunked", "200 chunked");
        is(exam, fetcher, base + "/b", "200 b");
        exam.check(
                "kept",
                connections == 1,
                "three requests, one after the other, take " + connections + " connections: expected 1");

        Future<HttpResponse> first = fetcher.fetch(URI.create(base + "/slow"));
        Future<HttpResponse> second = fetcher.fetch(URI.create(base + "/c"));
        String both = run(All.of(List.of(first, second), loop)
                .map(all -> all.get(0).text() + " " + all.get(1).text()));
        exam.check(
                "at once",
                both.equals("slow c"),
                "/slow and /c at the same time: expected \"slow c\", and got \"" + both + "\"");

        is(exam, fetcher, base + "/last", "200 last");
        is(exam, fetcher, base + "/d", "200 d");
        fetcher.close();
        wait(100);
        is(exam, fetcher, base + "/closes", "200 closes"); // and closes a little later
        wait(exam.random().nextInt(60));
        String again = run(fetcher.fetch(URI.create(base + "/e")).map(HttpResponse::text));
        exam.check(
                "again",
                again.equals("e"),
                "the server closes a kept connection, and a request crosses the close: expected the answer"
                        + " on a new connection, and got " + again);

        String cut = run(fetcher.fetch(URI.create(base + "/cut")).map(HttpResponse::text));
        exam.check(
                "cut",
                cut.startsWith("error") && !cut.contains("Timeout"),
                "the answer has 1 of 5 bytes, and then the end:" + " expected an error at once, and got " + cut);
        long began = stage.now().toMillis();
        String silent = run(fetcher.fetch(URI.create(base + "/silent")).map(HttpResponse::text));
        exam.explain(
                "silent",
                silent.startsWith("error TimeoutException"),
                "the server says nothing: expected a TimeoutException, and got " + silent + " after "
                        + (stage.now().toMillis() - began) + " ms");
        fetcher.close();
        wait(1_000);
        exam.explain(
                "closed",
                closed == connections,
                "after close() " + (connections - closed) + " of " + connections + " connections are open");
        server.close();
        String refused = run(fetcher.fetch(URI.create(base + "/a")).map(HttpResponse::text));
        exam.check("refused", refused.startsWith("error"), "there is no server: expected an error, and got " + refused);
    }

    private void is(Exam exam, Fetcher fetcher, String uri, String expected) throws IOException {
        String got = run(fetcher.fetch(URI.create(uri)).map(response -> response.status() + " " + response.text()));
        String path = URI.create(uri).getPath();
        exam.explain("answer", got.equals(expected), path + ": expected " + expected + ", and got " + got);
    }

    private void wait(int millis) throws IOException {
        Promise<String> promise = new Promise<>(loop);
        loop.after(millis * 1_000_000L, () -> promise.complete(""));
        run(new Future<>(promise, loop));
    }

    /** Runs the loop until the future is done. */
    private String run(Future<String> future) throws IOException {
        StringBuilder got = new StringBuilder();
        Timer timer = loop.after(100_000_000_000L, () -> got.append("nothing"));
        future.onComplete((value, error) -> got.append(
                error == null
                        ? value + " "
                        : "error " + error.getClass().getSimpleName() + " " + error.getMessage() + " "));
        while (got.isEmpty()) {
            loop.turn();
        }
        timer.cancel();
        return got.toString().stripTrailing();
    }

    /** A server: what it sends is written here. */
    private final class Scripted implements Protocol {
        private final HeadParser parser = new HeadParser();
        private Transport transport;

        @Override
        public void connected(Transport given) {
            transport = given;
            connections++;
        }

        @Override
        public void received(ByteBuffer bytes) {
            try {
                Head head = parser.add(bytes);
                if (head != null) {
                    asked = head.first();
                    answer(asked.replaceFirst("GET /(\\w*).*", "$1"));
                }
            } catch (ProtocolException e) {
                transport.close();
            }
        }

        private void answer(String path) {
            switch (path) {
                case "chunked" ->
                    send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nchunked\r\n0\r\n\r\n");
                case "slow" -> loop.after(50_000_000, () -> send(A.replace("1\r", "4\r") + "slow"));
                case "last" -> {
                    send(A.replace("1\r", "4\r\nConnection: close\r") + "last");
                    transport.end();
                }
                case "closes" -> {
                    send(A.replace("1\r", "6\r") + "closes");
                    loop.after(40_000_000, transport::close);
                }
                case "cut" -> {
                    send(A.replace("1\r", "5\r") + "c");
                    transport.end();
                }
                case "silent" -> {}
                default -> send(A + path);
            }
        }

        private void send(String text) {
            transport.write(ISO_8859_1.encode(text));
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
