// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.snowloop.loop.EventLoop;
import io.snowloop.samples.scene.Peer;
import io.snowloop.samples.scene.Stage;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;

class LettersOnTransports {
    // region protocol
    /** Answers each line with the number of its letters. */
    static final class Lines implements Protocol {
        private Transport transport;
        private int letters;

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void received(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                if (bytes.get() == '\n') {
                    transport.write(US_ASCII.encode(letters + "\n"));
                    letters = 0;
                } else {
                    letters++;
                }
            }
        }

        @Override
        public void ended() {
            transport.close();
        }

        @Override
        public void closed(Throwable cause) {}
    }
    // endregion

    static void main(Stage stage) throws IOException {
        EventLoop loop = stage.loop("server");
        Acceptor acceptor = Acceptor.listen(loop, stage.address("server", 7000), 50, Lines::new);
        stage.atEnd(acceptor::close);
        stage.run("client", host -> {
            try (Peer peer = stage.connect("client", "server", 7000)) {
                peer.send("snow\n");
                peer.expect("4\n");
                peer.send("avalanche\n");
                peer.expect("9\n");
            }
        });
    }
}
