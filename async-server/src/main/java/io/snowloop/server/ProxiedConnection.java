// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.loop.channel.Deadline;
import io.snowloop.server.proxyprotocol.HeaderReader;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection from a trusted proxy, up to the end of its PROXY header. Then another protocol has the transport: TLS or HTTP. A connection
 * whose header does not come in time, or is none, is closed.
 */
final class ProxiedConnection implements Protocol {
    private final LoopServer server;
    private final Function<ProxyHeader, Protocol> behind;
    private final HeaderReader reader = new HeaderReader();
    private final Deadline deadline;
    private @Nullable Transport transport;

    /** Something came. */
    private boolean begun;

    /**
     * One that is not connected yet.
     *
     * @param behind makes the protocol of what follows the header
     */
    ProxiedConnection(LoopServer server, Function<ProxyHeader, Protocol> behind) {
        this.server = server;
        this.behind = behind;
        this.deadline = new Deadline(server.loop(), this::expired);
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
        server.begins(transport);
        deadline.arm(server.context().options().timeouts().head());
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (!transport().isOpen()) {
            return;
        }
        begun = true;
        try {
            ProxyHeader header = reader.read(bytes);
            if (header != null) {
                leave();
                behind.apply(header).takeOver(transport(), bytes);
            }
        } catch (ProtocolException e) {
            refuse(e.getMessage());
        }
    }

    private void expired() {
        Duration head = server.context().options().timeouts().head();
        refuse("its header did not come within ServerTimeouts.head = " + head);
    }

    /** Some checks of a proxy connect, and no more. */
    @Override
    public void ended() {
        if (begun) {
            refuse("it ended before its header did");
        } else {
            transport().close();
        }
    }

    private void refuse(@Nullable String why) {
        deadline.cancel();
        server.refused(transport().remoteAddress(), String.valueOf(why));
        transport().abort();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        leave();
        server.endedEarly(ConnectionClosedException.of(cause));
    }

    /** It is a connection like any other now, or none. */
    private void leave() {
        deadline.cancel();
        server.hasBegun(transport());
    }

    private Transport transport() {
        return Objects.requireNonNull(transport, "not connected");
    }
}
