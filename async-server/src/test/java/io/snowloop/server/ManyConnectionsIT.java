// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One loop, thousands of clients that each send one byte of a head again and again, and one client that just wants an
 * answer. How long that one waits depends on the machine, so turns of the loop are counted, and not milliseconds.
 */
@DisplayName("Ten thousand connections that each send one byte at a time")
@Tag("load")
class ManyConnectionsIT {
    private static final int WANTED = 10_000;

    /** One would do if the kernel delivered all bytes at once. If connections took turns, it would be thousands. */
    private static final int MOST_TURNS = 20;

    private static final byte[] SLOW_HEAD = ascii("GET / HTTP/1.1\r\nHost: slow\r\n\r\n");
    private static final byte[] GET = ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    private static final ServerTimeouts PATIENT = ServerTimeouts.builder()
            .head(Duration.ofHours(1))
            .keepAlive(Duration.ofHours(1))
            .build();

    private final List<SocketChannel> slow = new ArrayList<>();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @AfterEach
    void close() throws IOException {
        for (SocketChannel channel : slow) {
            channel.close();
        }
    }

    @Test
    void leaveOthersTheirAnswersInTheNextTurns() throws IOException {
        Snow app = new Snow().get("/", request -> Response.text("Hello, World!"));
        ServerOptions options = ServerOptions.builder().timeouts(PATIENT).build();
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(app).options(options).on(loop).listen("127.0.0.1", 0);
                SocketChannel other = connect(loop, server)) {
            for (int i = affordable(); i > 0; i--) {
                slow.add(connect(loop, server));
            }
            for (int round = 0; round < SLOW_HEAD.length - 1; round++) {
                for (SocketChannel channel : slow) {
                    channel.write(ByteBuffer.wrap(SLOW_HEAD, round, 1));
                }
                other.write(ByteBuffer.wrap(GET));
                assertThat(turnsUntilAnswered(other, loop))
                        .as("turns until an answer, with %d slow connections", slow.size())
                        .isLessThanOrEqualTo(MOST_TURNS);
            }
        }
    }

    private static SocketChannel connect(EventLoop loop, Server server) throws IOException {
        SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        channel.configureBlocking(false);
        loop.runOnce(); // accepts it
        return channel;
    }

    private static int turnsUntilAnswered(SocketChannel client, EventLoop loop) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(1_000);
        for (int turns = 1; turns <= MOST_TURNS; turns++) {
            loop.runOnce();
            client.read(answer);
            if (new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII).endsWith("World!")) {
                return turns;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** Both ends are in this process, and it needs some descriptors for itself. */
    private static int affordable() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
            return (int) Math.min(WANTED, (free - 200) / 2);
        }
        return 1_000;
    }
}
