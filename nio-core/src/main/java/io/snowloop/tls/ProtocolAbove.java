// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The protocol above a TLS connection, and the promise that stands in for it until the handshake is done. Exactly one of
 * the two is told of the end: the promise, if the protocol was never connected; else the protocol.
 */
final class ProtocolAbove {
    private final Scheduler loop;
    private final Consumer<Throwable> onThrow;
    private final Promise<Transport> handshake;
    private Protocol protocol;
    private boolean connected;

    /**
     * @param onThrow ends the connection; called with what the protocol threw, after that was reported
     */
    ProtocolAbove(Scheduler loop, Protocol protocol, Consumer<Throwable> onThrow) {
        this.loop = loop;
        this.protocol = protocol;
        this.onThrow = onThrow;
        this.handshake = loop.newPromise();
    }

    Promise<Transport> handshake() {
        return handshake;
    }

    Protocol protocol() {
        return protocol;
    }

    void protocol(Protocol next) {
        protocol = next;
    }

    /** Whether the protocol has been told of the connection. */
    boolean isConnected() {
        return connected;
    }

    /**
     * The handshake is done.
     *
     * @return whether the connection is wanted; false if the promise was cancelled, which any thread may do
     */
    boolean connected(Transport transport) {
        if (!handshake.isDone()) {
            connected = true;
            call(() -> protocol.connected(transport));
        }
        return handshake.complete(transport);
    }

    void received(ByteBuffer bytes) {
        call(() -> protocol.received(bytes));
    }

    void writable(boolean writable) {
        if (connected) {
            call(() -> protocol.writable(writable));
        }
    }

    void ended() {
        call(protocol::ended);
    }

    /** The connection is over. What the protocol throws here goes to the transport below, which called us. */
    void closed(@Nullable Throwable cause) {
        if (connected) {
            protocol.closed(cause);
        } else if (cause != null) {
            handshake.fail(cause);
        }
    }

    private void call(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            Reactor.of(loop).report(thrown, protocol);
            onThrow.accept(thrown);
        }
    }
}
