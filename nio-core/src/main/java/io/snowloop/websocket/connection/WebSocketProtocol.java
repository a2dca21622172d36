// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Upgrade;
import io.snowloop.http.h1.Role;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.channel.LargeTask;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.transport.Transport;
import io.snowloop.websocket.Agreement;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.Event;
import io.snowloop.websocket.WebSocketCodec;
import io.snowloop.websocket.WebSocketException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of a connection after the opening handshake, of either end (RFC 6455). It drives the {@link WebSocketCodec}, and
 * calls the {@link WebSocket} of the app.
 *
 * <pre>
 *   OPEN ---close(), drain---&gt; CLOSING ---the peer's close frame---&gt; ENDING ---EOF, or our close---&gt; CLOSED
 *     \                                                            /
 *      +--- the peer's close frame; an error, after ours is sent --+
 *
 *   any state ---the connection breaks, a time-out---&gt; CLOSED
 * </pre>
 */
public final class WebSocketProtocol implements Upgrade {
    private static final LazyLogger LOG = new LazyLogger(WebSocketProtocol.class);
    private static final SecureRandom MASKS = new SecureRandom();

    private final Role role;
    private final WebSocketOptions options;
    private final WebSocketCodec codec;
    private final WebSocket socket;
    private final KeptBytes kept;
    private @Nullable Connection connection;
    private State state = State.OPEN;

    /** Null once it was called: it may keep the opening request, which counts no longer. */
    private @Nullable Consumer<? super WebSocket> begin;

    /** An event that waits until the app has said what is to be done with messages. */
    private @Nullable Event held;

    private boolean paused;

    /** Why it is closed; null until that is known. */
    private @Nullable CloseReason end;

    /** What there is once it is connected. */
    private record Connection(
            Reactor reactor, Transport transport, Outbox outbox, WebSocketTimeouts timeouts, EventShare share) {}

    /**
     * The protocol of one end.
     * @param role of this end
     * @param agreement of the opening handshake
     * @param options of this end
     * @param keeps gets how many bytes of messages are kept that are not complete or not sent; says why they are too many, a reset, or null
     * @param begin gets the WebSocket when it is connected, before any message
     */
    public WebSocketProtocol(
            Role role,
            Agreement agreement,
            WebSocketOptions options,
            LongFunction<@Nullable String> keeps,
            Consumer<? super WebSocket> begin) {
        this.role = requireNonNull(role, "role");
        this.options = requireNonNull(options, "options");
        this.begin = requireNonNull(begin, "begin");
        this.codec = new WebSocketCodec(
                role,
                options.limits(),
                MASKS,
                requireNonNull(agreement, "agreement").deflate());
        this.kept = new KeptBytes(codec, requireNonNull(keeps, "keeps"), this::abort);
        this.socket = new WebSocket(this, agreement.subprotocol());
    }

    // ----------------------------------------------------------------------------------- called by the transport

    @Override
    public void connected(Transport transport) {
        requireNonNull(transport, "transport");
        Outbox outbox = new Outbox(codec, transport, options.maxQueued(), this::count);
        WebSocketTimeouts timeouts = new WebSocketTimeouts(transport.loop(), options, this, outbox);
        Reactor reactor = Reactor.of(transport.loop());
        connection = new Connection(reactor, transport, outbox, timeouts, new EventShare(reactor, this::takeAll));
        step(() -> requireNonNull(begin, "begin").accept(socket));
        begin = null;
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (takesBytes()) {
            connection().timeouts.received();
            codec.receive(bytes);
            takeAll();
        }
    }

    @Override
    public void writable(boolean writable) {
        if (writable) {
            connection().outbox.writable();
            count();
        }
    }

    /** EOF without a close frame is the end, too: a peer that has ended its side answers no ping. */
    @Override
    public void ended() {
        connection().transport.close();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        state = State.CLOSED;
        codec.release();
        CloseReason reason = end != null
                ? end
                : new CloseReason(CloseReason.ABNORMAL, cause == null ? "" : String.valueOf(cause.getMessage()));
        Connection closed = connection;
        if (closed != null) {
            closed.timeouts.cancel();
            closed.outbox.closed();
            socket.events().closed(reason, closed.reactor);
        }
    }

    /** The server drains: closes with 1001. */
    @Override
    public void drain() {
        close(CloseReason.of(CloseReason.GOING_AWAY));
    }

    // ---------------------------------------------------------------------------------------------------- receiving

    /** Runs an action. What the app throws closes the WebSocket. What is sent meanwhile leaves with one write. */
    private void step(Runnable action) {
        Outbox outbox = connection().outbox;
        outbox.beginBatch();
        try {
            action.run();
        } catch (Throwable thrown) {
            fail(socket.events().thrown(thrown, role, connection().reactor, socket));
        }
        outbox.endBatch();
        readOrPause();
    }

    private void takeAll() {
        if (takesBytes()) {
            step(this::takeEvents);
            codec.keep();
            count();
        }
    }

    private boolean takesBytes() {
        return state == State.OPEN || state == State.CLOSING;
    }

    // region events
    private void takeEvents() {
        try {
            while (wantsEvents() && connection().share.hasRest()) {
                Event event = held == null ? codec.next() : held;
                held = null;
                if (event == null) {
                    return;
                }
                connection().share.use(event);
                take(event);
            }
        } catch (WebSocketException e) {
            LOG.log(Level.DEBUG, () -> "closing " + socket, e);
            fail(new CloseReason(e.closeCode(), String.valueOf(e.getMessage())));
        }
    }

    private void take(Event event) {
        Outbox outbox = connection().outbox;
        if (event instanceof Event.Ping ping) {
            outbox.pong(ping.bytes().duplicate());
            socket.events().ping(ping.bytes());
        } else if (event instanceof Event.Pong pong) {
            socket.events().pong(pong.bytes());
        } else if (event instanceof Event.Close close) {
            peerCloses(close.reason());
        } else if (state == State.OPEN) {
            takeMessage(event);
        }
    }
    // endregion

    private void takeMessage(Event message) {
        if (!socket.events().areWanted()) {
            held = message instanceof Event.Binary binary ? new Event.Binary(Outbox.copy(binary.bytes())) : message;
            return;
        }
        connection().timeouts.message();
        if (!socket.events().message(message)) {
            fail(new CloseReason(CloseReason.UNSUPPORTED_DATA, "this end takes no such messages"));
        }
    }

    private boolean wantsEvents() {
        boolean mayTake = !paused && (held == null || socket.events().areWanted());
        return state == State.CLOSING || (state == State.OPEN && mayTake);
    }

    /** Whether bytes are read from the socket. */
    boolean isReading() {
        return !connection().share.isWaiting() && (state != State.OPEN || (!paused && held == null));
    }

    private void readOrPause() {
        if (isReading()) {
            connection().transport.resumeReading();
        } else {
            connection().transport.pauseReading();
        }
    }

    /** Both close frames are there once ours is sent. The server ends the connection (RFC 6455 §7.1.1). */
    private void peerCloses(CloseReason reason) {
        end = reason;
        Connection open = connection();
        open.outbox.close(CloseReason.of(reason.code()));
        state = State.ENDING;
        open.timeouts.closing();
        if (role == Role.SERVER) {
            open.outbox.endBatch();
            open.transport.close();
        }
    }

    /** Ends after an error. The peer may still send: to close now could make its kernel drop our close frame. */
    private void fail(CloseReason reason) {
        if (state == State.CLOSED || state == State.ENDING) {
            return;
        }
        end = reason;
        Connection open = connection();
        open.outbox.close(reason.shortened());
        open.outbox.endBatch();
        state = State.ENDING;
        open.timeouts.closing();
        open.transport.shutdownOutput();
    }

    // ------------------------------------------------------------------------------------------- called by the app

    /** Sends a close frame; the peer answers it. Does nothing if one was sent. */
    void close(CloseReason reason) {
        if (state == State.OPEN) {
            connection().outbox.close(reason);
            state = State.CLOSING;
            held = null;
            connection().timeouts.closing();
            goOn();
        }
    }

    /** Ends it at once, with a reset. */
    void abort(String why) {
        if (end == null && state != State.CLOSED) {
            end = new CloseReason(CloseReason.ABNORMAL, why);
        }
        connection().transport.abort();
    }

    void pause() {
        paused = true;
        readOrPause();
    }

    void resume() {
        paused = false;
        goOn();
    }

    /** Takes what has come, later: the app may be in the middle of an event. */
    void goOn() {
        connection().transport.loop().execute((LargeTask) this::takeAll);
    }

    private void count() {
        kept.count(connection().transport, connection().outbox, held);
    }

    // ----------------------------------------------------------------------------------------- called by a time-out

    void ping() {
        if (state == State.OPEN) {
            connection().outbox.ping(ByteBuffer.allocate(0));
        }
    }

    void idle() {
        close(new CloseReason(CloseReason.GOING_AWAY, "no message for maxIdle = " + options.maxIdle()));
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    Outbox outbox() {
        return connection().outbox;
    }

    WebSocketCodec codec() {
        return codec;
    }

    /** A message is sent. */
    void sending() {
        checkThread();
        connection().timeouts.message();
    }

    void checkThread() {
        connection().reactor.checkThread();
    }

    Transport transport() {
        return connection().transport;
    }

    private Connection connection() {
        return requireNonNull(connection, "not connected");
    }

    @Override
    public String toString() {
        Connection open = connection;
        return "WebSocket[" + (open == null ? "" : open.transport.remoteAddress() + ", ") + state + "]";
    }
}
