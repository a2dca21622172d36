// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * Snow with additional {@code routes}, pending {@code timers} and {@code loops}, in numbers that system properties set.
 * The path {@code /work} needs CPU time: a digest of 64 KiB.
 */
public final class GrownSnowPeer implements ServerPeer {
    @Override
    public void serve(int port) throws IOException {
        Snow app = SnowPeer.app().get("/work", request -> Response.bytes(digest(), "application/octet-stream"));
        for (int i = 0; i < Integer.getInteger("routes", 0); i++) {
            app.get("/more" + i + "/{id:int}", request -> Response.text(request.path("id")));
        }
        ServerOptions options = ServerOptions.builder().backlog(Backlog.LENGTH).build();
        if (Integer.getInteger("loops", 1) > 1) {
            Server.of(app)
                    .options(options)
                    .loops(Integer.getInteger("loops", 1))
                    .listen("127.0.0.1", port);
            return;
        }
        EventLoop loop = EventLoop.open();
        for (int i = 0; i < Integer.getInteger("timers", 0); i++) {
            loop.schedule(Duration.ofHours(1).plusSeconds(i), () -> {});
        }
        Server.of(app).options(options).on(loop).listen("127.0.0.1", port);
        loop.run();
    }

    private static byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Payload.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
