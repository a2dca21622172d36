// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.future.Owned;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The upper half of a TLS layer: the transport of the protocol above. What it writes is encrypted at once and given to
 * the transport below. What cannot be encrypted yet is kept, and counts as queued.
 */
final class TlsTransport implements Transport, Owned {
    private final Reactor reactor;
    private final WaterMarks marks;
    private final TlsConnection connection;
    private final EngineDriver driver;
    private final TlsProtocol lower;

    TlsTransport(Reactor reactor, WaterMarks marks, TlsConnection connection, EngineDriver driver, TlsProtocol lower) {
        this.reactor = reactor;
        this.marks = marks;
        this.connection = connection;
        this.driver = driver;
        this.lower = lower;
    }

    @Override
    public void write(ByteBuffer bytes) {
        write(new ByteBuffer[] {bytes});
    }

    /** {@inheritDoc} A record has bytes of as many buffers as fit. */
    @Override
    public void write(ByteBuffer... buffers) {
        reactor.checkThread();
        if (!connection.isAlive()) {
            for (ByteBuffer each : buffers) {
                each.position(each.limit());
            }
        } else if (driver.isClosing()) {
            throw new IllegalStateException("write after shutdownOutput: " + this);
        } else {
            driver.write(buffers);
        }
    }

    @Override
    public void protocol(Protocol next) {
        reactor.checkThread();
        connection.above().protocol(next);
    }

    @Override
    public void pauseReading() {
        reactor.checkThread();
        lower.pause();
    }

    @Override
    public void resumeReading() {
        reactor.checkThread();
        lower.resume();
    }

    /** {@inheritDoc} TLS has an end of its own: a close_notify is sent first (RFC 8446 §6.1). */
    @Override
    public void shutdownOutput() {
        reactor.checkThread();
        if (connection.isAlive()) {
            driver.close();
        }
    }

    /** {@inheritDoc} Before the handshake is done no data can be sent: then this is {@link #abort}. */
    @Override
    public void close() {
        reactor.checkThread();
        connection.close();
    }

    @Override
    public void abort() {
        reactor.checkThread();
        connection.abort();
    }

    // ---------------------------------------------------------------------------------------------------- questions

    @Override
    public boolean isWritable() {
        Transport below = lower.transport();
        return driver.queued() <= marks.high() && (below == null || below.isWritable());
    }

    @Override
    public int channel() {
        Transport below = lower.transport();
        return below == null ? 0 : below.channel();
    }

    @Override
    public int queued() {
        Transport below = lower.transport();
        return driver.queued() + (below == null ? 0 : below.queued());
    }

    @Override
    public boolean isOpen() {
        return connection.isAlive() && connection.state() == TlsConnection.State.OPEN;
    }

    @Override
    public Scheduler loop() {
        return reactor.loop();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        Transport below = lower.transport();
        return below == null ? null : below.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        Transport below = lower.transport();
        return below == null ? null : below.remoteAddress();
    }

    @Override
    public Object owner() {
        return connection.above().protocol();
    }

    @Override
    public String toString() {
        return "TlsTransport[" + connection + "]";
    }
}
