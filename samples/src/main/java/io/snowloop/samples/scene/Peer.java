// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A client of a scene, on a blocking channel: it sends, and says what it expects. Each step is a line on the timeline.
 * For programs that {@link Stage#run} starts.
 */
public final class Peer implements AutoCloseable {
    /** What has come is not what was expected; less of it is {@link #BYTES_LOST}. */
    public static final String WRONG_BYTES = "wrong bytes";

    /** The stream has ended before all that was expected has come. */
    public static final String BYTES_LOST = "bytes lost";

    private static final int SHOWN = 24;

    private final Stage stage;
    private final String host;
    private final SocketChannel channel;

    private Peer(Stage stage, String host, SocketChannel channel) {
        this.stage = stage;
        this.host = host;
        this.channel = channel;
    }

    static Peer connect(Stage stage, String host, InetSocketAddress server) throws IOException {
        SocketChannel channel = stage.host(host).openSocketChannel();
        channel.connect(server);
        return new Peer(stage, host, channel);
    }

    /** Sends a text, all of it. */
    public void send(String text) throws IOException {
        stage.say(host, "sends " + shown(text));
        channel.write(UTF_8.encode(text));
    }

    /** Reads as many bytes as this text has, and checks that they are those. */
    public void expect(String text) throws IOException {
        String got = receive(UTF_8.encode(text).remaining());
        Stage.check(
                text.equals(got),
                text.startsWith(got) ? BYTES_LOST : WRONG_BYTES,
                host + " expects " + shown(text) + ", and gets " + shown(got)
                        + (got.length() < text.length() ? " and the end" : ""));
    }

    /** Reads so many bytes, or as many as there are before the end of the stream. */
    public String receive(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // goes on until all is there
        }
        String text = UTF_8.decode(buffer.flip()).toString();
        stage.say(host, "got " + shown(text) + (text.isEmpty() || buffer.limit() < bytes ? ", then the end" : ""));
        return text;
    }

    /** Checks that nothing more comes: the other end has closed. */
    public void expectEnd() throws IOException {
        String got = receive(100);
        Stage.check(got.isEmpty(), WRONG_BYTES, host + " expects the end, and gets " + shown(got));
    }

    /** Ends this direction of the stream: FIN. */
    public void end() throws IOException {
        channel.shutdownOutput();
    }

    /** The channel below. */
    public SocketChannel channel() {
        return channel;
    }

    /** Closes the connection. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String shown(String text) {
        String line = text.replace("\r", "\\r").replace("\n", "\\n");
        return line.length() <= SHOWN
                ? "\"" + line + "\""
                : "\"" + line.substring(0, SHOWN - 3) + "...\" (" + text.length() + ")";
    }
}
