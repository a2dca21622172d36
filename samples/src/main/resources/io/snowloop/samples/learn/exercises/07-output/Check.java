// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.sim.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;

/** A server writes three texts from one buffer to a socket that takes a part of them, and flushes when there is room. */
class Check implements Examiner {
    private static final String TEXT = "aaaaaaaaaabbbbbbbbbbcccccccccc";

    @Override
    public void examine(Exam exam) {
        Stage stage = exam.stage();
        stage.faults(Faults.NONE.shortWrites(0.8));
        stage.serve("server", host -> serve(exam, host));
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7)) {
                String got = peer.receive(TEXT.length());
                exam.explain(
                        "copy",
                        got.indexOf('#') < 0,
                        "the caller uses its buffer again, and that was sent: \"" + got + "\"");
                exam.explain(
                        "lost", got.length() == TEXT.length(), "bytes are lost: of 30, " + got.length() + " have come");
                exam.check("order", got.equals(TEXT), "the bytes come in another order: \"" + got + "\"");
                peer.expectEnd();
            }
        });
    }

    private static void serve(Exam exam, SelectorProvider host) throws IOException {
        try (Selector selector = host.openSelector();
                ServerSocketChannel server = host.openServerSocketChannel().bind(new InetSocketAddress(7));
                SocketChannel channel = server.accept()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_WRITE);
            Output output = new Output();
            for (int from = 0; from < TEXT.length(); from += 10) {
                ByteBuffer buffer =
                        ByteBuffer.wrap(TEXT.substring(from, from + 10).getBytes(UTF_8));
                output.write(channel, buffer);
                exam.check("taken", !buffer.hasRemaining(), "write has left bytes in the buffer of its caller");
                buffer.clear().put("##########".getBytes(UTF_8));
            }
            for (int room = 1; !output.isEmpty(); room++) {
                exam.explain("progress", room < 100, "flush was called 100 times, and isEmpty() is still false");
                selector.select();
                selector.selectedKeys().clear();
                boolean flushed = output.flush(channel);
                exam.check(
                        "flushed",
                        flushed == output.isEmpty(),
                        "flush has returned " + flushed + ", and isEmpty() is " + output.isEmpty());
            }
        }
    }
}
