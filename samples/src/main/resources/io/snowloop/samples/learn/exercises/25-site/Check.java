// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A site with two files, a server behind it, and a client that sends all its requests in one go. */
class Check implements Examiner {
    private boolean done;
    private int connections;

    @Override
    public void examine(Exam exam) throws Exception {
        Path parent = Files.createTempDirectory("site");
        Path folder = Files.createDirectory(parent.resolve("folder"));
        Files.writeString(folder.resolve("a.txt"), "the file");
        Files.writeString(folder.resolve("b.html"), "<p>b");
        Files.writeString(parent.resolve("secret"), "secret");
        try {
            examine(exam, folder);
        } finally {
            for (String file : new String[] {"folder/a.txt", "folder/b.html", "folder", "secret", ""}) {
                Files.delete(parent.resolve(file));
            }
        }
    }

    private void examine(Exam exam, Path folder) throws Exception {
        Stage stage = exam.stage();
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(exam.random().nextInt(20)))
                .segments(200 + exam.random().nextInt(400))
                .shortWrites(0.1));
        Loop loop = new Loop(stage.host("site"), () -> stage.now().toNanos());
        App app = new App(loop, error -> exam.stage().say("site", String.valueOf(error)));
        app.get(
                "/page",
                (request, path) -> Future.of(
                        loop,
                        new HttpResponse(
                                200,
                                Map.of(
                                        "Content-Type",
                                        "text/html",
                                        "Connection",
                                        "keep-alive",
                                        "X-Page",
                                        String.valueOf(request.target().getQuery())),
                                "the page".getBytes(UTF_8))));
        ServerSocketChannel back = Listen.on(loop, new InetSocketAddress(81), () -> {
            connections++;
            return new HttpServer(app);
        });
        URI uri = URI.create("http:/" + stage.host("site").address() + ":81");
        Site site = new Site(loop, folder, uri);
        ServerSocketChannel front = site.listen(new InetSocketAddress(80));
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "site", 80)) {
                client(exam, peer);
            }
            done = true;
        });
        boolean[] over = {false};
        loop.after(100_000_000_000L, () -> over[0] = true);
        while (!over[0] && !done) {
            loop.turn();
        }
        exam.explain("answers", done, "at 100.000 s the client waits for an answer");
        exam.explain(
                "pool",
                connections <= 1,
                "the requests to the server behind, one after the other, took " + connections
                        + " connections: expected 1, of one fetcher");
        site.close();
        back.close();
        Site alone = new Site(loop, folder, uri);
        alone.listen(new InetSocketAddress(82));
        Fetcher fetcher = new Fetcher(loop);
        String[] got = {null};
        fetcher.fetch(URI.create("http:/" + stage.host("site").address() + ":82/page"))
                .onComplete((response, error) -> got[0] = error == null ? response.status() + "" : "" + error);
        while (got[0] == null) {
            loop.turn();
        }
        exam.check("behind", got[0].equals("502"), "the server behind is down: expected 502, and got " + got[0]);
        fetcher.close();
        alone.close();
        front.close();
        over[0] = false;
        loop.after(1_000_000_000, () -> over[0] = true);
        while (!over[0]) {
            loop.turn();
        }
    }

    private static void client(Exam exam, Peer peer) throws Exception {
        String[][] requests = {
            {"/a.txt", "200 the file", "text/plain; charset=utf-8"},
            {"/page?n=1", "200 the page", "text/html"},
            {"/b.html", "200 <p>b", "text/html; charset=utf-8"},
            {"/../secret", "404", ""},
            {"/%2e%2e/secret", "404", ""},
            {"/none", "404", ""},
            {"/%00", "404", ""},
            {"/page?n=2", "200 the page", "text/html"},
        };
        StringBuilder all = new StringBuilder();
        for (String[] request : requests) {
            all.append("GET " + request[0] + " HTTP/1.1\r\nHost: s\r\n\r\n");
        }
        peer.send(all.toString());
        for (String[] request : requests) {
            answer(exam, peer, request[0], request[1], request[2]);
        }
        peer.end();
        peer.expectEnd();
    }

    private static void answer(Exam exam, Peer peer, String path, String expected, String type) throws Exception {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.indexOf("\r\n\r\n") < 0 && peer.channel().read(one.clear()) >= 0) {
            head.append((char) one.get(0));
        }
        String status = head.substring(Math.min(9, head.length()), Math.min(12, head.length()));
        String length = head.toString().replaceFirst("(?s).*Content-Length: (\\d+)\r\n.*", "$1");
        String body = length.matches("\\d+") ? peer.receive(Integer.parseInt(length)) : "";
        String got = expected.length() > 3 ? status + " " + body : status;
        exam.check("answer", got.equals(expected), path + ": expected " + expected + ", and got " + got);
        exam.check(
                "type",
                head.indexOf("Content-Type: " + type) >= 0,
                path + ": expected Content-Type: " + type + ", and got "
                        + head.toString().replaceFirst("(?s).*(Content-Type: [^\r]*).*", "$1"));
        exam.check(
                "passed on",
                !expected.endsWith("page") || head.indexOf("X-Page: " + path.replaceFirst(".*\\?", "")) >= 0,
                path + ": the server behind answers with X-Page: " + path.replaceFirst(".*\\?", "")
                        + ", and it is not passed on");
        exam.check(
                "connection",
                head.indexOf("keep-alive") < 0,
                path + ": Connection: keep-alive is passed on; it is about the connection to the server behind");
    }
}
