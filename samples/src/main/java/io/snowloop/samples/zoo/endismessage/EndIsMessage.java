// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.endismessage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** The end of a stream taken for the end of a message. */
public final class EndIsMessage implements Animal<Download> {
    /** The animal. */
    public EndIsMessage() {}

    @Override
    public Card card() {
        return new Card(
                "end-is-message",
                "the end of a stream is taken for a whole text",
                "all of it comes",
                "the connection ends on the way",
                "half a text",
                List.of(
                        "How many bytes came, and how many did the first line announce?",
                        "A stream can end for two reasons. Which ones?",
                        "Does anything in this client look at the length?"));
    }

    @Override
    public Download wrong() {
        return new Wrong();
    }

    @Override
    public Download right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Download program) {
        stage.serve("server", host -> {
            try (ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                    SocketChannel channel = server.accept()) {
                channel.write(UTF_8.encode(TEXT.length() + "\n" + TEXT));
            }
        });
        stage.run("client", host -> {
            try (SocketChannel channel = host.openSocketChannel()) {
                channel.connect(stage.address("server", 7));
                String text = program.get(channel);
                stage.say("client", "got a text: " + text);
                Stage.check(text.equals(TEXT), "half a text", "the client takes this for all: " + text);
            } catch (IOException | ArrayIndexOutOfBoundsException e) {
                stage.say("client", "knows that it has failed: " + e.getMessage());
            }
        });
    }

    @Override
    public void field(Stage stage, Download program) {
        stage.faults(Faults.NONE.endAfter(4 + stage.random().nextInt(60)));
        desk(stage, program);
    }

    private static final String TEXT = "it snows, and the loop goes round";
}
