package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One loop, thousands of clients that each send a byte of a head a second, and one client that just wants an answer. It
 * reports how long that one waits, and fails only where that is out of all proportion.
 */
@DisplayName("Ten thousand connections that each send one byte a second")
@Tag("load")
class ManyConnectionsIT {
    private static final System.Logger LOG = System.getLogger(ManyConnectionsIT.class.getName());
    private static final int WANTED = 10_000;
    private static final int SECONDS = 5;
    private static final int TICKS_A_SECOND = 100;
    private static final byte[] SLOW_HEAD =
            "GET / HTTP/1.1\r\nHost: slow\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final List<SocketChannel> slow = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private int tick;

    @Test
    void leaveOthersTheirAnswersWithinMilliseconds() throws Exception {
        int count = affordable();
        try (Server server = Server.of(new Snow().get("/", request -> Response.text("Hello, World!")))
                        .options(ServerOptions.builder()
                                .maxRequests(Long.MAX_VALUE)
                                .build())
                        .listen("127.0.0.1", 0);
                SocketClient probe = new SocketClient(server);
                EventLoopGroup senders = EventLoopGroup.start(1)) {
            connect(server, count);
            EventLoop loop = senders.next();
            loop.scheduleAtFixedRate(Duration.ZERO, Duration.ofSeconds(1).dividedBy(TICKS_A_SECOND), this::sendSome);
            long[] nanos = probe(probe);
            LOG.log(Level.INFO, summary(count, nanos));
            assertThat(sent.get()).as("bytes sent meanwhile").isGreaterThan(count);
            assertThat(percentile(nanos, 99)).as("p99 in ns").isLessThan(250_000_000);
        } finally {
            for (SocketChannel channel : slow) {
                channel.close();
            }
        }
    }

    /** Both ends are in this process, and it needs some descriptors for itself. */
    private static int affordable() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
            return (int) Math.min(WANTED, (free - 200) / 2);
        }
        return 1_000;
    }

    private void connect(Server server, int count) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(address);
            channel.configureBlocking(false);
            slow.add(channel);
        }
    }

    /** Each tick it's the turn of other connections, and each second of all. */
    private void sendSome() {
        byte[] head = {SLOW_HEAD[tick / TICKS_A_SECOND % SLOW_HEAD.length]};
        try {
            for (int i = tick % TICKS_A_SECOND; i < slow.size(); i += TICKS_A_SECOND) {
                sent.addAndGet(slow.get(i).write(ByteBuffer.wrap(head)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tick++;
    }

    private static long[] probe(SocketClient client) throws IOException {
        List<Long> nanos = new ArrayList<>();
        long start = System.nanoTime();
        for (long now = start; now - start < Duration.ofSeconds(SECONDS).toNanos(); ) {
            assertThat(client.send(GET).answer().body()).isEqualTo("Hello, World!");
            long then = System.nanoTime();
            nanos.add(then - now);
            now = then;
        }
        return nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) sorted.length * percent / 100)];
    }

    private String summary(int count, long[] nanos) {
        return String.format(
                "%,d slow connections%s, %,d bytes from them; %,d answers to the other one: p50 %.2f ms, p99 %.2f ms,"
                        + " max %.2f ms",
                count,
                count < WANTED ? " (as many as ulimit -n lets both ends have in one process)" : "",
                sent.get(),
                nanos.length,
                percentile(nanos, 50) / 1e6,
                percentile(nanos, 99) / 1e6,
                nanos[nanos.length - 1] / 1e6);
    }
}
