// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.http.Upgrade;
import io.snowloop.http.h1.Event;
import io.snowloop.loop.channel.TurnShare;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of one connection, from accept to close (RFC 9112 §9). It is the socket's protocol all that time.
 *
 * <pre>
 *   OPEN ---EOF---&gt; HALF_CLOSED ---the last answer is sent---&gt; CLOSED
 *   OPEN ---the last answer is sent---&gt; LINGERING ---EOF---&gt; CLOSED
 *   any of them ---the peer closed, an error, abort---&gt; CLOSED
 * </pre>
 *
 * <p>While a request is being received or answered, the connection has a {@link ServerExchange}, which it borrows from its
 * loop. An idle connection has none: no codec, no timers, no buffers. That keeps an idle connection below one kilobyte
 * (docs/adr/0017), and the exchanges in use are few, so they stay in the CPU's cache.
 */
final class ServerConnection implements Protocol, RequestContext {
    enum State {
        /** Requests are received and answered. */
        OPEN,
        /** The peer has sent EOF: it sends no more requests, but may read answers. */
        HALF_CLOSED,
        /** Lingering close: output is shut down; read until the peer closes (RFC 9112 §9.6). */
        LINGERING,
        /** The socket is closed. */
        CLOSED
    }

    /**
     * The number of requests that a connection may bring in one turn. They take about as long as it takes to read and copy
     * some hundred kilobytes.
     */
    private static final int REQUESTS_PER_TURN = 64;

    private final LoopServer server;

    private @Nullable Transport transport;

    /** What a proxy says of it, and else those of the socket. */
    private ProxyHeader addresses;

    /** The request that is under way; null while the connection is idle. */
    private @Nullable ServerExchange exchange;

    /** Null while the connection speaks HTTP. */
    private @Nullable UpgradedConnection upgraded;

    private State state = State.OPEN;

    /** Counts the requests, of all turns and of this one. */
    private final TurnShare requests;

    /** When it became idle, in the ticker's nanoseconds. Of use only while it is idle. */
    long idleSince;

    /** The neighbours in {@link Connections}. */
    @Nullable
    ServerConnection previous;

    @Nullable
    ServerConnection next;

    ServerConnection(LoopServer server, ProxyHeader addresses) {
        this.server = server;
        this.addresses = addresses;
        this.requests = new TurnShare(server.context().reactor(), REQUESTS_PER_TURN, this::goOn);
    }

    // ----------------------------------------------------------------------------------- called by the transport

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
        addresses = addresses.orElse(transport.remoteAddress(), transport.localAddress());
        exchange().timeouts.enter(ConnectionTimeouts.Phase.HEAD);
        server.opened(this);
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (state == State.LINGERING) {
            exchange().timeouts.stillSending();
        } else {
            exchange().received(bytes);
        }
    }

    @Override
    public void writable(boolean writable) {
        if (writable && exchange != null) {
            exchange.writable();
        }
    }

    @Override
    public void ended() {
        if (exchange == null || state == State.LINGERING) {
            transport().close();
        } else {
            state = State.HALF_CLOSED;
            exchange.receivedEnd();
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        state = State.CLOSED;
        if (exchange != null) {
            exchange.connectionClosed(ConnectionClosedException.of(cause));
        }
        server.closed(this);
    }

    // ------------------------------------------------------------------------------------ called by the exchange

    /** The current exchange; an idle connection borrows one. */
    private ServerExchange exchange() {
        ServerExchange current = exchange;
        if (current == null) {
            current = server.borrow(this);
            exchange = current;
        }
        return current;
    }

    /** The answer is sent, and nothing of the next request has arrived. */
    void becomeIdle(ServerExchange done) {
        exchange = null;
        server.idle(this, done);
    }

    /** HTTP/2 for this connection; null if the server doesn't speak it, or TLS has agreed on another protocol. */
    @Nullable
    Upgrade http2() {
        return server.isSecure() ? null : server.http2(addresses);
    }

    /** A 101 was sent. Another protocol has the transport from now on, and this connection is over without {@link #closed}. */
    void switchTo(Upgrade next, ByteBuffer ahead) {
        exchange = null;
        state = State.CLOSED;
        UpgradedConnection other = server.switched(this, next);
        upgraded = other;
        other.begin(ahead);
    }

    /** The request of a head that has arrived here. */
    Request request(Event.RequestHead head, Body body) {
        return Request.received(head.method(), head.target(), head.version(), head.headers(), body, this);
    }

    /** A request has arrived. Returns whether it has to be the last one. */
    boolean countRequest() {
        long most = server.context().options().maxRequests();
        requests.use();
        if (requests.total() == most) {
            server.context()
                    .limits()
                    .hit("ServerOptions.maxRequests", most, "closing connections that have brought so many");
        }
        return requests.total() >= most || server.isDraining();
    }

    /** Whether no request has arrived so far. */
    boolean isNew() {
        return requests.total() == 0;
    }

    /** Whether the next request may begin in this turn of the loop. If not, the exchange goes on in the next turn. */
    boolean mayBringAnother() {
        return requests.hasRest();
    }

    private void goOn() {
        if (exchange != null && isServing()) {
            exchange.goOn();
        }
    }

    /** Whether the peer has sent EOF, and awaits answers. */
    boolean hasEnded() {
        return state == State.HALF_CLOSED;
    }

    /**
     * Lingering close, after the last answer. Closing with bytes unread makes the kernel send a reset, and a reset can make
     * the peer's kernel drop the answer before the peer has read it (RFC 9112 §9.6). So: shut down the output, read and
     * discard until the peer closes, and only then close.
     */
    void linger() {
        if (isServing()) {
            boolean ended = hasEnded();
            state = State.LINGERING;
            transport().shutdownOutput();
            transport().resumeReading();
            if (ended) {
                transport().close();
            }
        }
    }

    /** Whether requests are received and answered: the transport is open, and the lingering close has not begun. */
    boolean isServing() {
        return (state == State.OPEN || state == State.HALF_CLOSED)
                && transport().isOpen();
    }

    /** Whether no request is taken after the current one, because the server drains. */
    boolean isDraining() {
        return server.isDraining();
    }

    // --------------------------------------------------------------------------------------- called by the handler

    @Override
    public boolean isSecure() {
        return server.isSecure();
    }

    @Override
    public Readiness readiness() {
        return server.readiness();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return addresses.source();
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return addresses.destination();
    }

    @Override
    public boolean failed(Request request, Status status, Throwable error) {
        if (exchange == null || !exchange.call.isRefusedWith(error)) {
            ErrorHandling.log(server.context(), request, status, error);
        }
        return true;
    }

    @Override
    public void keeps(long bytes) {
        if (upgraded != null) {
            upgraded.keeps(bytes);
        } else if (exchange != null) {
            exchange.keeps(bytes);
        }
    }

    @Override
    public void keepsBehind(long bytes) {
        server.context().memory().add(bytes);
    }

    @Override
    public void sendEarlyHints(Headers hints) {
        if (exchange != null) {
            exchange.answer.sendEarlyHints(Objects.requireNonNull(hints, "hints"));
        }
    }

    @Override
    public @Nullable Future<SentResponse> sent() {
        return exchange == null ? null : exchange.call.sent();
    }

    @Override
    public Future<@Nullable Void> draining() {
        return exchange == null ? RequestContext.NONE.draining() : exchange.call.draining();
    }

    @Override
    public Future<Response> orRefusal(Future<Response> answer) {
        return exchange == null || answer.isDone() ? answer : exchange.call.orRefusal(answer);
    }

    // ---------------------------------------------------------------------------------------- called by the server

    /** Closes the connection when the current request is answered; at once if there is none. */
    void drain() {
        if (isServing()) {
            exchange().drain();
        }
    }

    /** Closes it if it is idle. An exchange has time-outs of its own. */
    void closeIfIdle() {
        if (exchange == null) {
            transport().close();
        }
    }

    /** See {@link KeptBytes#recount}. */
    void recount() {
        if (exchange != null) {
            exchange.kept.recount();
        }
    }

    /** Closes it at once, with a reset. */
    void abort() {
        transport().abort();
    }

    Transport transport() {
        return Objects.requireNonNull(transport, "not connected");
    }

    @Override
    public String toString() {
        return "ServerConnection[" + addresses.source() + ", " + (exchange == null ? "idle" : state) + "]";
    }
}
