// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Four ways in which a connection goes: an echo, a reset, a server that closes, a server that ends first. */
class Check implements Examiner {
    private static final String LONG = "0123456789".repeat(2_000);

    private Exam exam;
    private int way;
    private Transport transport;
    private String within = "";
    private boolean ended;
    private boolean writable = true;
    private boolean toldFull;
    private boolean closed;

    @Override
    public void examine(Exam exam) throws Exception {
        this.exam = exam;
        this.way = exam.random().nextInt(4);
        Stage stage = exam.stage();
        stage.faults(Faults.NONE
                .latency(Duration.ofMillis(exam.random().nextInt(20)))
                .buffers(4_000)
                .shortWrites(0.5));
        Loop loop = new Loop(stage.host("server"), () -> stage.now().toNanos());
        Listen.on(loop, new InetSocketAddress(7), Probe::new);
        boolean[] over = {false};
        stage.run("client", host -> client(stage));
        loop.after(60_000_000_000L, () -> over[0] = true);
        while (!over[0] && !closed) {
            loop.turn();
        }
        exam.check(
                "never closed",
                closed,
                switch (way) {
                    case 1 -> "the client has reset the connection, and closed was not called";
                    case 2 -> "the protocol has called close, and closed was not called";
                    default -> "both directions have ended, and closed was not called";
                });
        loop.after(1_000_000_000, () -> over[0] = true);
        for (over[0] = false; !over[0]; ) {
            loop.turn(); // nothing may come any more
        }
        exam.check(
                "told",
                way != 3 || toldFull,
                "20,000 bytes were written, and the socket takes 4,000: writable(false) was not called");
        exam.check("writable", writable || way == 1, "all is written, and writable(true) was not called");
        exam.check(
                "ended", ended || way == 1 || way == 2, "the client has ended its direction, and ended was not called");
    }

    private void client(Stage stage) throws Exception {
        try (Peer peer = stage.connect("client", "server", 7)) {
            peer.send("hello");
            String expected = way == 0 ? "hello" : way == 3 ? LONG : "bye";
            if (way == 1) {
                peer.expect("hello");
                peer.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
                return;
            }
            String got = peer.receive(expected.length());
            if (way == 2) {
                peer.expectEnd(); // close may lose a part of it
                return;
            }
            exam.explain(
                    "bytes",
                    got.length() == expected.length(),
                    expected.length() + " bytes were written, and the client got " + got.length()
                            + " of them, and then the end");
            exam.check("same", got.equals(expected), "the client got other bytes than those that were written");
            if (way == 0) {
                peer.end();
            }
            peer.expectEnd();
            if (way == 3) {
                peer.end();
            }
        }
    }

    /** Does what the way says, and watches the calls. */
    private final class Probe implements Protocol {
        private void call(String name) {
            exam.stage().say("server", name);
            exam.check(
                    "within",
                    within.isEmpty(),
                    name + " is called within the " + within + " of the protocol: expected it from the queue");
            exam.explain("first", transport != null || name.equals("connected"), name + " is called before connected");
            exam.check("last", !closed, name + " is called after closed: expected nothing after it");
        }

        private void within(String name, Runnable action) {
            within = name;
            action.run();
            within = "";
        }

        @Override
        public void connected(Transport given) {
            call("connected");
            transport = given;
        }

        @Override
        public void received(ByteBuffer bytes) {
            call("received " + bytes.remaining());
            if (way == 0 || way == 1) {
                within("write", () -> transport.write(bytes));
            } else {
                within("write", () -> transport.write(US_ASCII.encode(way == 2 ? "bye" : LONG.substring(0, 9_000))));
                within("write", () -> transport.write(US_ASCII.encode(way == 2 ? "" : LONG.substring(9_000))));
                within(way == 2 ? "close" : "end", way == 2 ? transport::close : transport::end);
            }
        }

        @Override
        public void writable(boolean now) {
            call("writable " + now);
            exam.check(
                    "turns",
                    now != writable,
                    "writable(" + now + ") is called twice in a row: they come by turns, false first");
            writable = now;
            toldFull |= !now;
        }

        @Override
        public void ended() {
            call("ended");
            exam.explain("ended again", !ended, "ended is called again");
            ended = true;
            if (way == 0) {
                within("end", transport::end);
            }
        }

        @Override
        public void closed(IOException error) {
            call("closed");
            closed = true;
            exam.check(
                    "error",
                    way != 1 || error != null,
                    "the client has reset the connection: closed is called without an error");
            exam.check("no error", way == 1 || error == null, "all is in order, and closed is called with " + error);
        }
    }
}
