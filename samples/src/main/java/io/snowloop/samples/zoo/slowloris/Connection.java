// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.slowloris;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.future.Cancellable;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server's end of a connection: it waits for the head of a request, a line here, answers it and closes. */
abstract class Connection implements Protocol {
    /** How long a client may take. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** What cuts the client off. */
    protected Cancellable limit = () -> false;

    private @Nullable Transport transport;

    /** A client is there. */
    abstract void opened(Transport client);

    /** Some bytes of the head are there. */
    void progress(Transport client) {}

    @Override
    public final void connected(Transport client) {
        transport = client;
        opened(client);
    }

    @Override
    public final void received(ByteBuffer bytes) {
        if (transport != null) {
            progress(transport);
            if (bytes.get(bytes.limit() - 1) == '\n') {
                transport.write(UTF_8.encode("hello\n"));
                transport.close();
            }
        }
    }

    @Override
    public final void ended() {
        if (transport != null) {
            transport.close();
        }
    }

    @Override
    public final void closed(@Nullable Throwable cause) {
        limit.cancel();
    }
}
