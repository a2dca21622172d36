// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.slowloris;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Failed;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A head that may take any time. */
public final class Slowloris implements Animal<Supplier<Connection>> {
    /** How many connections the server can have. A real one has some thousand file descriptors. */
    private static final int PLACES = 4;

    private static final Duration GUEST_COMES = Duration.ofSeconds(30);

    /** The animal. */
    public Slowloris() {}

    @Override
    public Card card() {
        return new Card(
                "slowloris",
                "each byte starts the time-out again",
                "1 client that sends a line, 1 that sends none",
                "up to 6 clients that send a byte in 9 s",
                "full",
                List.of(
                        "The time-out is ten seconds. When is the first of the clients cut off?",
                        "How long may a head take that comes byte by byte?",
                        "Idle and too slow are two things. Which of them does the timer measure?"));
    }

    @Override
    public Supplier<Connection> wrong() {
        return Wrong::new;
    }

    @Override
    public Supplier<Connection> right() {
        return Right::new;
    }

    @Override
    public void desk(Stage stage, Supplier<Connection> program) throws IOException {
        serve(stage, program);
        slow(stage, "idle", "");
        guest(stage);
    }

    @Override
    public void field(Stage stage, Supplier<Connection> program) throws IOException {
        serve(stage, program);
        int slow = stage.random().nextInt(7);
        for (int i = 1; i <= slow; i++) {
            slow(stage, "slow " + i, "GET /");
        }
        guest(stage);
    }

    private static void serve(Stage stage, Supplier<Connection> program) throws IOException {
        EventLoop loop = stage.loop("server");
        List<SocketTransport> open = new ArrayList<>();
        Acceptor acceptor = Acceptor.listen(loop, stage.address("server", RawServer.PORT), 50, channel -> {
            open.removeIf(connection -> !connection.isOpen());
            if (open.size() == PLACES) {
                refuse(stage, channel);
            } else {
                open.add(transport(loop, channel, program.get()));
            }
        });
        stage.atEnd(acceptor::close);
    }

    private static SocketTransport transport(EventLoop loop, SocketChannel channel, Connection connection) {
        try {
            return SocketTransport.open(loop, channel, connection, WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuse(Stage stage, SocketChannel channel) {
        stage.say("server", "all " + PLACES + " places are taken");
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that sends the beginning of a head, a byte every nine seconds, and then nothing. */
    private static void slow(Stage stage, String name, String head) {
        stage.run(name, host -> {
            try (Peer peer = stage.connect(name, "server", RawServer.PORT)) {
                for (int i = 0; i < head.length(); i++) {
                    stage.sleep(Duration.ofSeconds(9));
                    peer.send(head.substring(i, i + 1));
                }
                peer.expectEnd();
            } catch (IOException e) {
                stage.say(name, "is cut off");
            }
        });
    }

    private static void guest(Stage stage) {
        stage.run("guest", host -> {
            stage.sleep(GUEST_COMES);
            try (Peer peer = stage.connect("guest", "server", RawServer.PORT)) {
                peer.send("GET / HTTP/1.1\n");
                peer.expect("hello\n");
            } catch (IOException e) {
                throw new Failed("full", "the guest gets no answer: " + e.getMessage());
            }
        });
    }
}
