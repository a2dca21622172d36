// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.forgottencancel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.scene.Failure;
import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A time-out that leaves the socket open. */
public final class ForgottenCancel implements Animal<Asker> {
    /** The animal. */
    public ForgottenCancel() {}

    @Override
    public Card card() {
        return new Card(
                "forgotten-cancel",
                "a time-out gives up, and the socket stays",
                "a server that answers",
                "a server that is silent now and then",
                Failure.LEFT_OVER,
                List.of(
                        "What is missing in the timeline after the time-out?",
                        "Who has the socket when the exception has left the method?",
                        "How many sockets does a process have? When does this one fail?"));
    }

    @Override
    public Asker wrong() {
        return new Wrong();
    }

    @Override
    public Asker right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Asker program) {
        ask(stage, program, false);
    }

    @Override
    public void field(Stage stage, Asker program) {
        ask(stage, program, stage.random().nextInt(3) == 0);
    }

    private static void ask(Stage stage, Asker asker, boolean silent) {
        stage.serve("server", host -> {
            ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(RawServer.PORT));
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    ByteBuffer question = ByteBuffer.allocate(100);
                    channel.read(question);
                    if (!silent) {
                        channel.write(UTF_8.encode("fine"));
                    }
                    channel.read(question);
                }
            }
        });
        stage.run("client", host -> {
            try {
                stage.say("client", "got " + asker.ask(host, stage.address("server", RawServer.PORT)));
            } catch (SocketTimeoutException e) {
                stage.say("client", String.valueOf(e.getMessage()));
            }
        });
    }
}
