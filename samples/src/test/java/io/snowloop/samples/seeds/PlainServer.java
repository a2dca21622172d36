// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;

/** A server that knows no HTTP and no manners: what it does with a request is the test's to say. */
public final class PlainServer implements AutoCloseable {
    private final EventLoopGroup group;
    private final Acceptor acceptor;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();

    /** What is done with a request: called once for each, on the server's thread. */
    @FunctionalInterface
    public interface Script {
        void answer(String request, Peer peer);
    }

    private PlainServer(EventLoopGroup group, Script script) throws Exception {
        this.group = group;
        EventLoop loop = group.next();
        this.acceptor =
                loop.submit(() -> Future.completed(listen(loop, script))).await();
    }

    public static PlainServer start(Script script) throws Exception {
        return new PlainServer(EventLoopGroup.start(1), script);
    }

    /** A server that gives everybody the same bytes, and leaves the connection open. */
    public static PlainServer sending(String bytes) throws Exception {
        return start((request, peer) -> peer.send(bytes));
    }

    /** A server that takes requests and never answers. */
    public static PlainServer silent() throws Exception {
        return start((request, peer) -> {});
    }

    /** A server that resets the connection of those who ask for {@code path}, and gives the others {@code bytes}. */
    public static PlainServer resetting(String path, String bytes) throws Exception {
        return start((request, peer) -> {
            if (request.startsWith("GET " + path + " ")) {
                peer.reset();
            } else {
                peer.send(bytes);
            }
        });
    }

    /** A port that nobody listens on. */
    public static int portOfNobody() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        }
    }

    private Acceptor listen(EventLoop loop, Script script) {
        try {
            return Acceptor.listen(
                    loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024, () -> new Peer(script));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return ((InetSocketAddress) acceptor.address()).getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** All that was asked so far, head and body, as it came. */
    public List<String> requests() {
        return requests;
    }

    /** Waits until a client has ended its connection. */
    public void awaitEnd() throws InterruptedException {
        ended.take();
    }

    @Override
    public void close() {
        group.close();
    }

    /** One connection, and what a script can do with it. */
    public final class Peer implements Protocol {
        private final Script script;
        private final StringBuilder text = new StringBuilder();
        private Transport transport;
        private int head = -1;

        private Peer(Script script) {
            this.script = script;
        }

        @Override
        public void connected(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void received(ByteBuffer bytes) {
            int searched = Math.max(0, text.length() - 3);
            text.append(StandardCharsets.ISO_8859_1.decode(bytes));
            head = head >= 0 ? head : text.indexOf("\r\n\r\n", searched);
            if (head >= 0 && text.length() >= head + 4 + bodyLength()) {
                String request = text.toString();
                text.setLength(0);
                head = -1;
                requests.add(request);
                script.answer(request, this);
            }
        }

        private int bodyLength() {
            String name = "content-length: ";
            String lines = text.substring(0, head).toLowerCase(Locale.ROOT);
            int at = lines.indexOf(name);
            return at < 0
                    ? 0
                    : Integer.parseInt(lines.substring(at + name.length())
                            .lines()
                            .findFirst()
                            .orElseThrow());
        }

        public Peer send(String bytes) {
            transport.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
            return this;
        }

        /** One byte a turn. */
        public void sendByteByByte(String bytes) {
            if (!bytes.isEmpty()) {
                send(bytes.substring(0, 1));
                transport.loop().execute(() -> sendByteByByte(bytes.substring(1)));
            }
        }

        /** The same piece again and again, one a turn, until {@code enough}; then the end of the stream. */
        public void sendUntil(BooleanSupplier enough, String piece) {
            if (enough.getAsBoolean()) {
                transport.close();
            } else {
                send(piece);
                transport.loop().execute(() -> sendUntil(enough, piece));
            }
        }

        public void close() {
            transport.close();
        }

        public void reset() {
            transport.abort();
        }

        @Override
        public void ended() {
            transport.close();
        }

        @Override
        public void closed(Throwable cause) {
            ended.add("ended");
        }
    }
}
