// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.retrytwice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.scene.Stage;
import io.snowloop.samples.zoo.Animal;
import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** An order sent again after an error. */
public final class RetryTwice implements Animal<Shop> {
    /** The animal. */
    public RetryTwice() {}

    @Override
    public Card card() {
        return new Card(
                "retry-twice",
                "an order is sent again after an error",
                "the server answers",
                "the connection ends before the answer",
                "done twice",
                List.of(
                        "How often has the server done it?",
                        "The answer did not come. What does that say about the order?",
                        "Which failures are sure to be before the order? What may be repeated after the others?"));
    }

    @Override
    public Shop wrong() {
        return new Wrong();
    }

    @Override
    public Shop right() {
        return new Right();
    }

    @Override
    public void desk(Stage stage, Shop program) {
        order(stage, program, false);
    }

    @Override
    public void field(Stage stage, Shop program) {
        order(stage, program, stage.random().nextInt(3) == 0);
    }

    private static void order(Stage stage, Shop shop, boolean breaks) {
        int[] orders = {0};
        stage.serve("server", host -> {
            ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(RawServer.PORT));
            while (true) {
                try (SocketChannel channel = server.accept()) {
                    channel.read(ByteBuffer.allocate(100));
                    stage.say("server", "order " + ++orders[0] + " is done");
                    if (breaks && orders[0] == 1) {
                        channel.setOption(StandardSocketOptions.SO_LINGER, 0); // its process ends here
                    } else {
                        channel.write(UTF_8.encode("thanks"));
                    }
                }
            }
        });
        stage.run("client", host -> {
            try {
                shop.order(host, stage.address("server", RawServer.PORT));
                stage.say("client", "ordered");
            } catch (IOException e) {
                stage.say("client", "asks the customer: " + e.getMessage());
            }
        });
        stage.atEnd(() -> Stage.check(orders[0] <= 1, "done twice", "one order, " + orders[0] + " snow globes"));
    }
}
