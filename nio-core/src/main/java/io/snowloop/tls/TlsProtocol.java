// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.future.Owned;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lower half of a TLS layer: the protocol of the transport below. It passes bytes of the peer on to the engine, and
 * reads the socket only as long as the protocol above takes what the engine makes of them.
 */
final class TlsProtocol implements Protocol, Owned {
    private final TlsConnection connection;
    private final EngineDriver driver;
    private @Nullable Transport below;

    /** The protocol above wants no bytes. */
    private boolean paused;

    /** Our direction has ended below, too: a write would be an error there. */
    private boolean outputShut;

    TlsProtocol(TlsConnection connection, EngineDriver driver) {
        this.connection = connection;
        this.driver = driver;
    }

    // ------------------------------------------------------------------------------- called by the transport below

    @Override
    public void connected(Transport transport) {
        below = transport;
        connection.begin(transport);
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (connection.isAlive()) {
            driver.receive(bytes);
            updateReading();
            connection.count();
        }
    }

    @Override
    public void ended() {
        if (connection.isAlive()) {
            driver.receiveEnd();
        } else if (connection.state() == TlsConnection.State.LINGERING) {
            below().close(); // the peer has read our alert, and has closed its side
        }
    }

    @Override
    public void writable(boolean writable) {
        if (connection.isAlive()) {
            connection.above().writable(writable);
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        connection.closed(cause);
    }

    // --------------------------------------------------------------------------------------------------- reading

    void pause() {
        paused = true;
        updateReading();
    }

    // region resume
    void resume() {
        paused = false;
        if (driver.hasInput()) {
            driver.goOnLater(); // kept input comes before new input, and never from inside this call
        }
        updateReading();
    }
    // endregion

    /** Whether the protocol above wants no bytes. It has no say in the handshake, which needs the socket read. */
    boolean isPaused() {
        return paused && connection.state() != TlsConnection.State.HANDSHAKING;
    }

    /** Reads the socket if its bytes could be used at once. Otherwise TCP slows the peer down. */
    void updateReading() {
        if (connection.isAlive()) {
            if (driver.isBusy() || isPaused() || driver.isWaiting() || driver.hasEnded()) {
                below().pauseReading();
            } else {
                below().resumeReading();
            }
        }
    }

    // ------------------------------------------------------------------------------------------ writing and closing

    /** Sends encrypted bytes. After our end of the stream there are none that the peer would read. */
    void send(ByteBuffer encrypted) {
        if (!outputShut) {
            below().write(encrypted);
        }
    }

    void shutOutput() {
        outputShut = true;
        below().shutdownOutput();
    }

    void close() {
        below().close();
    }

    /**
     * Lingering close: output is shut down; input is read and discarded until the peer closes. A close with unread bytes
     * makes the kernel send a reset, and after a reset the peer may not see the alert that was sent before.
     */
    void linger() {
        if (driver.isCutOff()) {
            below().close();
        } else {
            shutOutput();
            below().resumeReading();
        }
    }

    void abort() {
        if (below != null) {
            below.abort();
        }
    }

    // ---------------------------------------------------------------------------------------------------- questions

    boolean isOpen() {
        return below != null && below.isOpen();
    }

    /** The transport below; null before it is connected. */
    @Nullable
    Transport transport() {
        return below;
    }

    private Transport below() {
        return Objects.requireNonNull(below, "not connected yet");
    }

    @Override
    public Object owner() {
        return connection.above().protocol();
    }

    @Override
    public String toString() {
        return "TlsProtocol[" + connection + "]";
    }
}
