// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.attack;

import com.sun.management.UnixOperatingSystemMXBean;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.ServerTimeouts;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The main class of a {@link Target}: serves {@link TargetApp}, prints the port, and then answers a question for each line
 * of its input. It ends with its input. Time-outs are short, so that an attack that has to be waited for doesn't take long.
 */
final class TargetServer {
    private static final Duration SHORT = Duration.ofMillis(Integer.getInteger("patience", 500));
    private static final ServerTimeouts TIMEOUTS = ServerTimeouts.builder()
            .head(SHORT)
            .bodyGrace(SHORT)
            .responseGrace(SHORT)
            .handler(Duration.ofSeconds(Integer.getInteger("handler", 2)))
            .keepAlive(SHORT)
            .halfClosed(SHORT)
            .linger(SHORT)
            .maxLinger(SHORT.multipliedBy(2))
            .build();

    // All of these are made before the attack, which may leave no descriptor or memory for it.
    private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final TargetApp app = new TargetApp();
    private final Server server;

    private TargetServer() throws IOException {
        new SecureRandom().nextInt(); // it opens files, which stay open, for the masks of the first WebSocket
        Server.Builder builder = Server.of(app.snow())
                .options(ServerOptions.builder()
                        .failureInterval(Duration.ZERO) // else a timer counts the failures of a minute
                        .timeouts(TIMEOUTS)
                        .backlog(4_096) // beyond it the kernel drops what a client takes for a connection
                        .maxConnections(Integer.getInteger("maxConnections", 16_384))
                        .build())
                .http2(Http2Limits.DEFAULT);
        String tls = System.getProperty("tls");
        if (tls != null) {
            Identity identity = Identity.pem(Path.of(tls, "chain.pem"), Path.of(tls, "key.pem"));
            builder.tls(TlsConfig.server(identity).toBuilder()
                    .handshakeTimeout(SHORT.multipliedBy(4))
                    .closeTimeout(SHORT)
                    .build());
        }
        if (Boolean.getBoolean("throwingHandler")) {
            EventLoopOptions options = EventLoopOptions.builder()
                    .exceptionHandler((error, source) -> {
                        throw new NoClassDefFoundError("on purpose, of the exception handler");
                    })
                    .build();
            builder.on(EventLoopGroup.start(1, options).next());
        } else {
            builder.loops(Integer.getInteger("loops", 1));
        }
        server = builder.listen("127.0.0.1", 0);
        app.server = server;
    }

    public static void main(String[] args) throws Exception {
        if (Boolean.getBoolean("throwingLogger")) {
            Logger.getLogger("").addHandler(new ThrowingLogHandler());
        }
        TargetServer target = new TargetServer();
        System.out.println(target.server.port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(
                    line.equals("heap") ? target.heap() : target.gauges().toLine());
        }
        Runtime.getRuntime().halt(0);
    }

    private Gauges gauges() throws Exception {
        int registrations = 0;
        int timers = 0;
        for (EventLoop loop : app.loops()) {
            registrations += onceIdle(loop, () -> loop.reactor().registrations());
            timers += onceIdle(loop, loop::pendingTimers);
        }
        return new Gauges(descriptors(), registrations, timers, threads.getThreadCount(), app.openStreams());
    }

    /** Reads a number on a loop, after a pause: so that the one who asks again and again leaves it time for its work. */
    private static int onceIdle(EventLoop loop, IntSupplier number) throws Exception {
        return loop.submit(() -> loop.sleep(Duration.ofMillis(10)).map(slept -> number.getAsInt()))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    private long descriptors() {
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : 0;
    }

    private long heap() {
        System.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** As one does whose disk is full, or whose classes can't be loaded for want of a descriptor. */
    private static final class ThrowingLogHandler extends Handler {
        @Override
        public void publish(LogRecord record) {
            throw new NoClassDefFoundError("on purpose, of the logger");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
