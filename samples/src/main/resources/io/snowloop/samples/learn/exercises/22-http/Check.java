// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A client that sends requests in one of six ways, to an app whose answers take different times. */
class Check implements Examiner {
    private static final String PIPELINED =
            get("/a") + get("/b") + "POST /c HTTP/1.1\r\nHost: s\r\nContent-Length: 5\r\n\r\nhello" + get("/d");
    private static final int MANY = 100;

    private int asked;
    private boolean done;

    @Override
    public void examine(Exam exam) throws Exception {
        Stage stage = exam.stage();
        int way = exam.random().nextInt(6);
        int segment = way == 5 ? 1_460 : 1 + exam.random().nextInt(exam.random().nextBoolean() ? 20 : 500);
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(exam.random().nextInt(20)))
                .segments(segment)
                .buffers(4_000));
        Loop loop = new Loop(stage.host("server"), () -> stage.now().toNanos());
        Listen.on(loop, new InetSocketAddress(80), () -> new HttpServer(request -> view(exam, loop, request)));
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 80)) {
                client(exam, peer, way);
            }
            done = true;
        });
        boolean[] over = {false};
        loop.after(100_000_000_000L, () -> over[0] = true);
        while (!over[0] && !done) {
            loop.turn();
        }
        exam.explain(
                "end",
                done,
                asked == 0
                        ? "at 100.000 s no answer has come: the app was not asked"
                        : "at 100.000 s the client waits: for the rest of an answer, or for the end");
        loop.after(1_000_000_000, () -> over[0] = true);
        for (over[0] = false; !over[0]; ) {
            loop.turn();
        }
    }

    /** Answers with the path and the body, at once or later. */
    private Future<HttpResponse> view(Exam exam, Loop loop, HttpRequest request) {
        asked++;
        exam.stage().say("server", request.method() + " " + request.target());
        HttpResponse response = HttpResponse.text(
                200,
                request.target()
                        + new String(request.body())
                        + (request.target().getPath().equals("/long") ? "x".repeat(1_000) : ""));
        if (request.target().getPath().equals("/fails")) {
            return Future.failed(loop, new IllegalStateException("broken"));
        }
        Promise<HttpResponse> promise = new Promise<>(loop);
        if (exam.random().nextBoolean()) {
            promise.complete(response);
        } else {
            loop.after(exam.random().nextInt(100) * 1_000_000L, () -> promise.complete(response));
        }
        return new Future<>(promise, loop);
    }

    private void client(Exam exam, Peer peer, int way) throws Exception {
        switch (way) {
            case 0 -> {
                peer.send(PIPELINED);
                String[] expected = {"/a", "/b", "/chello", "/d"};
                for (String body : expected) {
                    answer(exam, peer, 200, body, false);
                }
                peer.end();
                peer.expectEnd();
            }
            case 1 -> {
                peer.send(get("/a").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n") + get("/b"));
                answer(exam, peer, 200, "/a", true);
                String more = peer.receive(1);
                exam.check("close", more.isEmpty(), "after Connection: close comes another answer: expected the end");
            }
            case 2 -> {
                String[] wrong = {
                    "GET\r\n\r\n",
                    "GET /a HTTP/1.1\r\n\r\n",
                    "GET a HTTP/1.1\r\nHost: s\r\n\r\n",
                    "GET /a HTTP/1.1\r\nHost : s\r\n\r\n",
                    "GET /a b HTTP/1.1\r\nHost: s\r\n\r\n"
                };
                peer.send(wrong[exam.random().nextInt(wrong.length)] + get("/b"));
                answer(exam, peer, 400, null, true);
                String more = peer.receive(1);
                exam.check(
                        "last",
                        more.isEmpty(),
                        "after a request that is refused comes another answer: expected the end");
            }
            case 3 -> {
                peer.send(get("/a").replace("GET", "HEAD") + get("/fails") + get("/b"));
                String head = head(peer);
                exam.check(
                        "answer",
                        head.contains("Content-Length: 2"),
                        "the answer to HEAD has not the length of /a: " + head);
                answer(exam, peer, 500, null, false);
                answer(exam, peer, 200, "/b", false);
                peer.end();
                peer.expectEnd();
            }
            case 4 -> {
                peer.send(get("/a") + get("/b"));
                peer.end();
                answer(exam, peer, 200, "/a", false);
                answer(exam, peer, 200, "/b", false);
                peer.expectEnd();
            }
            default -> {
                peer.send(get("/long").repeat(MANY));
                exam.stage().sleep(Duration.ofSeconds(50));
                exam.check(
                        "deaf",
                        asked < MANY / 2,
                        "a client sends " + MANY + " requests and reads no answer: at 50 s " + asked
                                + " are answered, in your memory; expected no more than the socket takes");
                for (int i = 0; i < MANY; i++) {
                    answer(exam, peer, 200, "/long" + "x".repeat(1_000), false);
                }
                peer.end();
                peer.expectEnd();
            }
        }
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: s\r\n\r\n";
    }

    private static String head(Peer peer) throws Exception {
        StringBuilder head = new StringBuilder();
        java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && peer.channel().read(one.clear()) >= 0) {
            head.append((char) one.get(0));
        }
        return head.toString();
    }

    private static void answer(Exam exam, Peer peer, int status, String body, boolean last) throws Exception {
        String head = head(peer);
        String what = status + (body == null ? "" : " with " + shown(body));
        exam.check(
                "answer", head.startsWith("HTTP/1.1 " + status + " "), "expected " + what + ", and got " + shown(head));
        exam.check(
                "says close",
                last == head.contains("Connection: close"),
                last
                        ? "the connection ends after this answer, and the answer does not say Connection: close"
                        : "the connection goes on, and the answer says Connection: close");
        int length = Integer.parseInt(head.replaceFirst("(?s).*Content-Length: (\\d+)\r\n.*", "$1"));
        String got = peer.receive(length);
        exam.check("answer", body == null || got.equals(body), "expected " + what + ", and got " + shown(got));
    }

    private static String shown(String text) {
        String line = text.replace("\r\n", " ");
        return line.isEmpty() ? "the end" : line.substring(0, Math.min(40, line.length()));
    }
}
