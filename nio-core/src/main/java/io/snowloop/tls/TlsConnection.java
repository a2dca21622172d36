// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One TLS connection: its state, and what each step of the engine means in that state. The two halves of the layer hold
 * no state of the connection; they ask here.
 *
 * <pre>
 *   HANDSHAKING --handshake done--&gt; OPEN --close()--&gt; CLOSING --all sent--&gt; CLOSED
 *        \                            \                  \
 *         +----------------------------+------------------+--TLS fails--&gt; LINGERING --EOF--&gt; CLOSED
 *
 *   any state --abort(), a time-out, or the end of the socket--&gt; CLOSED
 * </pre>
 *
 * <p>The two directions end separately: {@link Transport#shutdownOutput} ends ours and leaves the state as it is.
 */
final class TlsConnection implements EngineDriver.Listener {
    enum State {
        /** The protocol above has not been told of the connection yet. */
        HANDSHAKING,
        /** The protocol above is connected. */
        OPEN,
        /** The protocol above has closed the connection. Its data and a close_notify are on their way. */
        CLOSING,
        /** TLS has failed. The alert is on its way; input is read and discarded. */
        LINGERING,
        /** The transport below is closed, or will say so from the loop's queue. */
        CLOSED
    }

    private final TlsConfig config;
    private final TlsTimeout timeout;
    private final ProtocolAbove above;
    private final EngineDriver driver;
    private final TlsProtocol lower;
    private final TlsTransport upper;
    private final LongConsumer keeps;
    private Peer peer;
    private State state = State.HANDSHAKING;

    /** Why this side has ended the connection; null if it has not, or if the protocol above wanted the end. */
    private @Nullable Throwable failure;

    /** One whose transport below is not connected yet. For {@code keeps}, see {@link TlsLayer#server}. */
    TlsConnection(
            Scheduler loop,
            TlsConfig config,
            TlsEngine engine,
            Peer peer,
            WaterMarks marks,
            Protocol protocol,
            LongConsumer keeps) {
        this.config = config;
        this.keeps = keeps;
        this.peer = peer;
        this.timeout = new TlsTimeout(loop, config);
        this.above = new ProtocolAbove(loop, protocol, this::breakOff);
        this.driver = new EngineDriver(loop, config.taskExecutor(), engine, this);
        this.lower = new TlsProtocol(this, driver);
        this.upper = new TlsTransport(Reactor.of(loop), marks, this, driver, lower);
        above.handshake().onCancel(this::abort);
    }

    State state() {
        return state;
    }

    ProtocolAbove above() {
        return above;
    }

    TlsProtocol lower() {
        return lower;
    }

    TlsTransport upper() {
        return upper;
    }

    /** Whether data of the peer is still wanted, and the socket is still there. */
    boolean isAlive() {
        return (state == State.HANDSHAKING || state == State.OPEN) && lower.isOpen();
    }

    // ----------------------------------------------------------------------------------------- called by the halves

    /** The transport below is about to connect: the handshake must be done within this time, too. */
    void connecting(Duration limit) {
        timeout.startConnect(limit);
    }

    /** The transport below is connected: the handshake begins. */
    void begin(Transport below) {
        if (above.handshake().isDone()) { // it was cancelled, and the task that would call abort() is still queued
            end();
            return;
        }
        peer = peer.at(below.remoteAddress());
        timeout.startHandshake(limit -> breakOff(peer.handshakeTimedOut(limit)));
        driver.advance();
        lower.updateReading();
    }

    /** The engine has used what it could of what has come. */
    void count() {
        if (state != State.CLOSED) {
            keeps.accept(driver.unread());
        }
    }

    /** Sends what was written and a close_notify, then closes the transport below. */
    void close() {
        if (state == State.HANDSHAKING) {
            abort();
        } else if (isAlive()) {
            state = State.CLOSING;
            timeout.startClose(limit -> breakOff(peer.closeTimedOut(upper.queued(), limit)));
            driver.close();
        }
    }

    /** Ends the connection now, without a close_notify: the peer is not to believe that it has all data. */
    void abort() {
        if (state == State.HANDSHAKING) {
            failure = peer.handshakeAborted();
        }
        end();
        if (lower.transport() == null) { // so there is no transport below that will call closed()
            closed(null);
        }
    }

    /** The transport below is closed. */
    void closed(@Nullable Throwable cause) {
        timeout.stop();
        driver.abandon();
        keeps.accept(0);
        state = State.CLOSED;
        if (failure == null) {
            failure = above.isConnected() ? cause : peer.handshakeBroke(cause);
        }
        above.closed(failure);
    }

    // ----------------------------------------------------------------------------------------- called by the driver

    @Override
    public boolean wantsMore() {
        return isAlive() && !lower.isPaused();
    }

    @Override
    public void output(ByteBuffer bytes) {
        lower.send(bytes);
    }

    @Override
    public void opened() {
        timeout.stop();
        state = State.OPEN;
        driver.catchUp();
        if (isAlive() && !above.connected(upper)) {
            end();
        }
    }

    @Override
    public void plaintext(ByteBuffer bytes) {
        above.received(bytes);
    }

    @Override
    public void peerEnded() {
        above.ended();
    }

    @Override
    public void closeNotifySent() {
        if (state == State.CLOSING) {
            lower.close();
        } else if (state == State.OPEN) {
            lower.shutOutput();
        }
    }

    /**
     * TLS has failed. The peer gets an alert, and time to read it. The protocol above gets {@code closed} when the socket is
     * closed. Until then the connection counts against a server's limit of connections.
     */
    @Override
    public void failed(SSLException cause) {
        failure = state == State.HANDSHAKING ? peer.handshakeFailed(cause) : peer.broke(cause);
        state = State.LINGERING;
        driver.flush();
        lower.linger();
        timeout.startClose(limit -> end());
    }

    @Override
    public void wentOn() {
        lower.updateReading();
        count();
    }

    @Override
    public Object turn() {
        return peer.turn();
    }

    /**
     * A server of more handshakes than its processors compute would do all of them too late, if each waited as long as it may: with a
     * quarter of that, those whose turn comes have time for the rest. A client has chosen to wait.
     */
    @Override
    public long patience() {
        return state == State.HANDSHAKING && config.side() == TlsConfig.Side.SERVER
                ? TimeUnit.NANOSECONDS.convert(config.handshakeTimeout()) / 4
                : Long.MAX_VALUE;
    }

    /** Without an alert, which the client would have time to take: it must cost less than a handshake. */
    @Override
    public void overdue() {
        if (state == State.HANDSHAKING) {
            config.limits()
                    .hit(
                            "TlsConfig.handshakeTimeout",
                            config.handshakeTimeout(),
                            "more handshakes come than can be computed: those that have waited a quarter of it are refused");
            breakOff(peer.handshakeOverdue(config.handshakeTimeout()));
        }
    }

    @Override
    public void taskDone() {
        lower.updateReading();
        if ((state == State.OPEN || state == State.CLOSING) && !driver.isBusy()) {
            boolean wasFull = !upper.isWritable();
            driver.catchUp();
            if (wasFull && isAlive() && upper.isWritable()) { // the transport below saw no mark crossed, so cannot tell
                above.writable(true);
            }
        }
        count();
    }

    // --------------------------------------------------------------------------------------------------------- ends

    private void breakOff(Throwable cause) {
        failure = cause;
        end();
    }

    private void end() {
        state = State.CLOSED;
        driver.abandon();
        lower.abort();
    }

    @Override
    public String toString() {
        return peer.name() + ", " + state;
    }
}
