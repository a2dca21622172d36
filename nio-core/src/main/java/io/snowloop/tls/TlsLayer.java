package io.snowloop.tls;

import io.snowloop.future.Future;
import io.snowloop.future.Owned;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.ConnectTimeoutException;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS between a transport and a protocol: a protocol to the one, a transport to the other.
 *
 * <pre>{@code
 * TlsLayer layer = TlsLayer.client(loop, config, "example.org", 443, protocol);
 * Future<Transport> connected = layer.connect(connector, address, timeout);
 * }</pre>
 *
 * <p>The protocol above sees an ordinary connection, which begins when the handshake is done. If there never is one, the
 * protocol hears nothing at all, as with a {@link Connector} that finds nobody: {@link #handshake} says what went wrong.
 *
 * <p>What belongs to TLS is in the {@link TlsEngine}. What is added here is time, and who may be called when: while
 * reading is paused nothing is deciphered, and in the end the peer is told why before the socket is closed.
 *
 * <p>All methods belong to the loop's thread.
 */
public final class TlsLayer implements Protocol, Transport, Owned {
    private enum State {
        /** The protocol above knows nothing yet. */
        HANDSHAKING,
        /** It is connected. */
        OPEN,
        /** It has closed the connection, or that has failed; what was said last is on its way. */
        ENDING,
        /** The transport below is closed. */
        CLOSED
    }

    private final EventLoop loop;
    private final Reactor reactor;
    private final TlsConfig config;
    private final TlsEngine engine;
    private final EngineDriver driver;
    private Protocol above;
    private final Promise<Transport> handshake;
    private Peer peer;
    private State state = State.HANDSHAKING;
    private @Nullable Transport below;

    /** The one time-out that is running: of the handshake, then of the end. */
    private @Nullable Timer timer;

    /** What ended it, if not the transport below. */
    private @Nullable Throwable failure;

    /** The protocol above knows of the connection. */
    private boolean toldAbove;

    /** The protocol above wants no bytes. */
    private boolean paused;

    /** What has come is waiting for the loop to come back to it. */
    private boolean resuming;

    /** The transport below has come to its end. */
    private boolean inputEnded;

    /** Our direction is to end, once the engine is there to say so. */
    private boolean outputEnding;

    /** It has ended, below, too. */
    private boolean outputShut;

    /** The connection is to end. */
    private boolean closing;

    private TlsLayer(EventLoop loop, TlsConfig config, TlsEngine engine, Peer peer, Protocol above) {
        this.loop = loop;
        this.reactor = loop.reactor();
        this.config = config;
        this.engine = engine;
        this.peer = peer;
        this.above = above;
        this.driver = new EngineDriver(loop, config.taskExecutor(), engine, new Steps());
        this.handshake = loop.newPromise();
        handshake.onCancel(this::abort);
    }

    /**
     * The client's end.
     *
     * @param host whom the certificate has to name; an IPv6 address without brackets
     */
    public static TlsLayer client(EventLoop loop, TlsConfig config, String host, int port, Protocol above) {
        return new TlsLayer(loop, config, TlsEngine.client(config, host, port), Peer.of(host, port), above);
    }

    /** The server's end. */
    public static TlsLayer server(EventLoop loop, TlsConfig config, Protocol above) {
        return new TlsLayer(loop, config, TlsEngine.server(config), new Peer("a client"), above);
    }

    /**
     * Connects, then shakes hands.
     *
     * @param timeout of the connection below; the handshake has one of its own
     * @return {@link #handshake}; fails as {@link Connector#connect} does, too; cancelling it closes what is open
     */
    public Future<Transport> connect(Connector connector, SocketAddress address, Duration timeout) {
        Future<Transport> socket = connector.connect(loop, address, timeout, this);
        socket.onComplete((transport, error) -> {
            if (error != null) {
                handshake.fail(error);
            }
        });
        handshake.onCancel(socket::cancel);
        return handshake;
    }

    /**
     * Completes with this layer when the handshake is done, after {@link Protocol#connected} above. Fails when the
     * connection is closed before that, with an {@link SSLException}, a {@link ConnectTimeoutException} or a
     * {@link ConnectionClosedException}; then the protocol above hears nothing. Cancelling it ends the connection.
     */
    public Future<Transport> handshake() {
        return handshake;
    }

    /**
     * What the handshake has come to.
     *
     * @throws IllegalStateException before it is done
     */
    public TlsSession session() {
        return engine.session();
    }

    // ------------------------------------------------------------------------------- called by the transport below

    @Override
    public void connected(Transport transport) {
        below = transport;
        if (handshake.isDone()) { // called off in this very turn
            transport.abort();
            return;
        }
        if (config.side() == TlsConfig.Side.SERVER) {
            peer = new Peer("client " + transport.remoteAddress());
        }
        timer = loop.schedule(
                config.handshakeTimeout(), () -> breakOff(peer.handshakeTimedOut(config.handshakeTimeout())));
        driver.advance();
        updateReading();
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (isAlive()) {
            driver.receive(bytes);
            updateReading();
        }
    }

    @Override
    public void ended() {
        inputEnded = true;
        if (isAlive()) {
            engine.receiveEnd();
            driver.advance();
        } else {
            below().close(); // it has heard our last word
        }
    }

    @Override
    public void writable(boolean writable) {
        if (toldAbove && isAlive()) {
            call(() -> above.writable(writable));
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        state = State.CLOSED;
        stopTimer();
        if (toldAbove) {
            above.closed(failure != null ? failure : cause);
        } else {
            handshake.fail(failure != null ? failure : peer.handshakeBroke(cause));
        }
    }

    // ---------------------------------------------------------------------------------------- called by the driver

    /** What the engine's steps mean here. */
    private final class Steps implements EngineDriver.Listener {
        @Override
        public boolean wantsMore() {
            return isAlive() && !isPaused();
        }

        @Override
        public void output(ByteBuffer bytes) {
            if (!outputShut) { // else the peer has heard our last word already
                below().write(bytes);
            }
        }

        @Override
        public void opened() {
            stopTimer();
            state = State.OPEN;
            driver.writeEarly();
            if (isAlive() && !handshake.isDone()) { // else it was called off, by another thread
                toldAbove = true;
                call(() -> above.connected(TlsLayer.this));
            }
            if (!handshake.complete(TlsLayer.this)) {
                below().abort();
            }
        }

        @Override
        public void plaintext(ByteBuffer bytes) {
            call(() -> above.received(bytes));
        }

        @Override
        public void peerEnded() {
            call(above::ended);
        }

        @Override
        public void failed(SSLException cause) {
            fail(cause);
        }

        @Override
        public void back() {
            if (isAlive()) {
                updateReading();
            }
            if (state == State.OPEN && !driver.isBusy()) {
                driver.writeEarly();
                endOutput();
            }
        }
    }

    // ---------------------------------------------------------------------------------- called by the protocol above

    @Override
    public void write(ByteBuffer bytes) {
        reactor.checkThread();
        if (!isAlive()) {
            bytes.position(bytes.limit());
        } else if (outputEnding) {
            throw new IllegalStateException("write after shutdownOutput: " + this);
        } else {
            driver.write(bytes);
        }
    }

    @Override
    public void protocol(Protocol next) {
        reactor.checkThread();
        above = next;
    }

    @Override
    public void pauseReading() {
        reactor.checkThread();
        paused = true;
        updateReading();
    }

    // region resume
    @Override
    public void resumeReading() {
        reactor.checkThread();
        paused = false;
        if (!resuming && (engine.hasBytes() || inputEnded)) {
            resuming = true; // what has come already goes first, but not from inside this call
            loop.execute(() -> {
                resuming = false;
                driver.advance();
                updateReading();
            });
        }
        updateReading();
    }
    // endregion

    @Override
    public void shutdownOutput() {
        reactor.checkThread();
        if (isAlive()) {
            outputEnding = true;
            endOutput();
        }
    }

    /** {@inheritDoc} While the handshake is not done there is nobody to send anything to: it is {@link #abort}, then. */
    @Override
    public void close() {
        reactor.checkThread();
        if (state == State.HANDSHAKING) {
            abort();
        } else if (isAlive()) {
            outputEnding = true;
            closing = true;
            endOutput();
        }
    }

    @Override
    public void abort() {
        reactor.checkThread();
        if (below == null) {
            handshake.fail(peer.handshakeCalledOff());
        } else if (state == State.HANDSHAKING) {
            breakOff(peer.handshakeCalledOff());
        } else {
            below.abort();
        }
    }

    // --------------------------------------------------------------------------------------------------------- ends

    /** Ends our direction with a close_notify (RFC 8446 §6.1), and the connection if that is wanted, too. */
    private void endOutput() {
        if (!outputEnding || state != State.OPEN || driver.isBusy()) {
            return;
        }
        driver.close();
        if (closing) {
            state = State.ENDING;
            below().close();
            timer = loop.schedule(
                    config.closeTimeout(), () -> breakOff(peer.closeTimedOut(below().queued(), config.closeTimeout())));
        } else {
            shutOutput();
        }
    }

    private void shutOutput() {
        outputShut = true;
        below().shutdownOutput();
    }

    /**
     * The connection is of no use any more: tells the peer, by an alert. Then it waits for a while until the peer has
     * ended its half: a close with bytes unread would make the kernel send a reset, and a reset can overtake the alert,
     * which says what is wrong. Our side hears of it at the end of all that: whoever counts connections counts sockets.
     */
    private void fail(SSLException cause) {
        stopTimer();
        failure = state == State.HANDSHAKING ? peer.handshakeFailed(cause) : peer.broke(cause);
        state = State.ENDING;
        driver.flush();
        if (inputEnded) {
            below().close();
        } else {
            shutOutput();
            below().resumeReading();
        }
        timer = loop.schedule(config.closeTimeout(), below()::abort);
    }

    /** Ends the connection at once, and without a close_notify: what the peer has is not all that was meant for it. */
    private void breakOff(Throwable cause) {
        failure = cause;
        state = State.ENDING;
        below().abort();
    }

    // ------------------------------------------------------------------------------------------------------- inside

    /** A call to the protocol above: if it throws, the connection ends here, as it does in any other transport. */
    private void call(Runnable callback) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            reactor.report(thrown, above);
            breakOff(thrown);
        }
    }

    /** The socket is read as long as what comes of it is wanted, and what came before has been used. */
    private void updateReading() {
        if (isAlive()) {
            if (driver.isBusy() || isPaused() || resuming || engine.hasEnded()) {
                below().pauseReading();
            } else {
                below().resumeReading();
            }
        }
    }

    /** Neither over, nor about to be. */
    private boolean isAlive() {
        return below != null && below.isOpen() && !closing && (state == State.HANDSHAKING || state == State.OPEN);
    }

    private boolean isPaused() {
        return paused && state == State.OPEN;
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private Transport below() {
        return Objects.requireNonNull(below, "not connected yet");
    }

    // ---------------------------------------------------------------------------------------------------- questions

    @Override
    public boolean isWritable() {
        return driver.queued() <= WaterMarks.DEFAULT.high() && (below == null || below.isWritable());
    }

    @Override
    public int queued() {
        return driver.queued() + (below == null ? 0 : below.queued());
    }

    @Override
    public boolean isOpen() {
        return isAlive() && state == State.OPEN;
    }

    @Override
    public Scheduler loop() {
        return loop;
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return below == null ? null : below.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return below == null ? null : below.remoteAddress();
    }

    @Override
    public Object owner() {
        return above;
    }

    @Override
    public String toString() {
        return "TlsLayer[" + peer.name() + ", " + state + "]";
    }
}
