// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Upgrade;
import io.snowloop.http.connection.Http2Outflow;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Exception;
import io.snowloop.http.h2.Http2Limits;
import io.snowloop.http.h2.table.StreamTable;
import io.snowloop.logging.LazyLogger;
import io.snowloop.server.Http2Timeouts.Phase;
import io.snowloop.server.proxyprotocol.ProxyHeader;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Transport;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection that speaks HTTP/2 (RFC 9113), from its preface to its close. Each request is an
 * {@link Http2Stream}, with the same handler, limits and time-outs as one of HTTP/1.1.
 *
 * <pre>
 *   OPEN     ---drain, maxRequests: GOAWAY(2^31-1) and PING---&gt; DRAINING
 *   DRAINING ---PONG, or linger: GOAWAY(the last stream)------&gt; LEAVING
 *   OPEN, DRAINING, LEAVING ---EOF----------------------------&gt; HALF_CLOSED
 *   LEAVING, HALF_CLOSED ---the last stream ends--------------&gt; LINGERING
 *   any of these ---an error, or idle: GOAWAY-----------------&gt; LINGERING
 *   any of them ---the peer closed, an error, abort-----------&gt; CLOSED
 * </pre>
 *
 * <p>It always reads: the windows bound what a stream, and all streams together, can make it keep (§5.2). So a handler that does
 * not read a body stops that stream only.
 */
final class Http2Connection implements Upgrade, Http2Outflow.Listener {
    enum State {
        /** Requests are received and answered. */
        OPEN,
        /** The client knows that it should open no more streams. Those that are on the way are answered. */
        DRAINING,
        /** The client knows which stream is the last one. */
        LEAVING,
        /** The client has sent EOF. It sends no more requests and opens no more windows, but may read answers. */
        HALF_CLOSED,
        /** Lingering close: output is shut down; read until the peer closes (RFC 9112 §9.6). */
        LINGERING,
        /** The socket is closed. */
        CLOSED
    }

    private static final LazyLogger LOG = new LazyLogger(Http2Connection.class);

    /** The data of the PING that measures a round trip (§6.8): any value, as there is one at a time. */
    private static final long DRAIN = 0x736e6f776c6f6f70L;

    private final LoopServer server;
    private final Http2Codec codec;
    private final Http2Outflow out;
    private final StreamTable<Http2Stream> streams = new StreamTable<>();
    private final Http2Timeouts timeouts;
    private final Http2Memory memory;
    private final Http2Inflow inflow;
    final Http2Files files = new Http2Files(this);

    /** What a proxy says of it, and else those of the socket. */
    private ProxyHeader addresses;

    private State state = State.OPEN;

    Http2Connection(LoopServer server, ProxyHeader addresses, Http2Limits limits) {
        this.server = server;
        this.addresses = addresses;
        this.codec = new Http2Codec(Role.SERVER, limits);
        this.out = new Http2Outflow(codec, server.context().out(), this);
        this.timeouts = new Http2Timeouts(server.context(), this);
        this.memory = new Http2Memory(this, codec);
        this.inflow = new Http2Inflow(this, codec, server.context().reactor());
    }

    // ----------------------------------------------------------------------------------- called by the transport

    @Override
    public void connected(Transport transport) {
        out.attach(transport);
        addresses = addresses.orElse(transport.remoteAddress(), transport.localAddress());
        out.step(() -> codec.begin(out.queue()));
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (state == State.LINGERING) {
            timeouts.stillSending();
        } else {
            whileServing(() -> inflow.receive(bytes));
        }
    }

    @Override
    public void writable(boolean writable) {
        if (writable) {
            whileServing(() -> {});
        }
    }

    @Override
    public void ended() {
        if (state == State.LINGERING) {
            out.transport().close();
        } else {
            whileServing(inflow::receiveEnd);
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        state = State.CLOSED;
        timeouts.cancel();
        try {
            failStreams(ConnectionClosedException.of(cause));
        } finally {
            memory.release();
        }
    }

    // ------------------------------------------------------------------------------------------------------ events

    /** A step, unless the connection is over. */
    void whileServing(Runnable action) {
        if (isServing()) {
            out.step(action);
        }
    }

    /** Whether streams are served: the transport is open, and the lingering close has not begun. */
    boolean isServing() {
        return state.compareTo(State.LINGERING) < 0 && out.transport().isOpen();
    }

    /** A request has come. */
    Http2Stream open(Http2Event.RequestHead head, long requests) {
        Http2Stream stream = new Http2Stream(this, head);
        streams.put(head.stream(), stream);
        out.opened(head.stream(), head.method(), head.path());
        long most = server.context().options().maxRequests();
        if (requests == most) {
            server.context()
                    .limits()
                    .hit("ServerOptions.maxRequests", most, "closing connections that have brought so many");
            drain();
        }
        return stream;
    }

    @Nullable
    Http2Stream stream(int number) {
        return streams.get(number);
    }

    /** The client has answered the PING of a drain: it has got what was sent before. */
    void pong(long data) {
        if (data == DRAIN) {
            leave();
        }
    }

    /** There is no event now. */
    void paused(Http2Event.Outcome outcome) {
        if (outcome == Http2Event.Outcome.CLOSED) {
            state = State.HALF_CLOSED;
            streams.forEach(Http2Stream::receivesNoMore);
        }
    }

    /** The peer has broken the protocol (§5.4.1). */
    void refuse(Http2Exception error) {
        LOG.log(Level.DEBUG, () -> "bad HTTP/2 from " + remoteAddress() + ": " + error.getMessage());
        if (error.code().equals(ErrorCode.ENHANCE_YOUR_CALM)) {
            server.context()
                    .limits()
                    .hit("Server.Builder.http2", String.valueOf(error.getMessage()), "closing such a connection");
        }
        failStreams(new ConnectionClosedException("the client broke HTTP/2: " + error.getMessage(), error));
        codec.drainTo(out.queue());
        linger();
    }

    private void failStreams(ConnectionClosedException why) {
        streams.forEach(stream -> stream.fail(why));
    }

    // ------------------------------------------------------------------------------------------- called by the steps

    @Override
    public void written() {
        timeouts.written();
    }

    @Override
    public void broken(Throwable thrown) {
        abort(); // first: after an OutOfMemoryError the report needs the memory that this gives back
        server.context().reactor().report(thrown, this);
    }

    /** Decides what to wait for. */
    @Override
    public void stepped() {
        if (!isServing()) {
            return;
        }
        if (streams.isEmpty() && inflow.wantsToRead() && (state == State.LEAVING || state == State.HALF_CLOSED)) {
            linger();
            return;
        }
        timeouts.enter(phase());
        timeouts.bodies().look();
        if (inflow.wantsToRead()) {
            out.transport().resumeReading();
        } else {
            out.transport().pauseReading();
        }
        memory.count();
    }

    private Phase phase() {
        if (state == State.HALF_CLOSED) {
            return Phase.HALF_CLOSED;
        }
        if (codec.isMidFrame() || inflow.requests() == 0) {
            return Phase.HEAD;
        }
        return streams.isEmpty() ? Phase.IDLE : Phase.NONE;
    }

    Http2Memory memory() {
        return memory;
    }

    // --------------------------------------------------------------------------------------------------- the end

    /**
     * The first of two GOAWAYs, and a PING (§6.8): the requests that the client has sent before it knows are answered. When it
     * has answered the PING, it knows. With it, handlers are told.
     */
    @Override
    public void drain() {
        // region drain
        if (state == State.OPEN) {
            state = State.DRAINING;
            out.step(() -> {
                codec.goAway(Http2Codec.MAX_STREAM, ErrorCode.NO_ERROR, out.queue());
                codec.ping(DRAIN, out.queue());
            });
            timeouts.awaitPong();
        }
        // endregion
        if (server.isDraining()) {
            streams.forEach(stream -> stream.call.drain());
        }
    }

    // region leave
    /** The second GOAWAY: what has not come so far is ignored, and the client may send it again elsewhere. */
    void leave() {
        if (state == State.DRAINING) {
            state = State.LEAVING;
            out.step(() -> codec.goAway(codec.lastPeerStream(), ErrorCode.NO_ERROR, out.queue()));
        }
    }
    // endregion

    /** Ends it for a time-out. */
    void end(ErrorCode code, String why) {
        whileServing(() -> {
            failStreams(new ConnectionClosedException("the server has ended the connection: " + why));
            codec.goAway(codec.lastPeerStream(), code, out.queue());
            linger();
        });
    }

    /** Lingering close, as with HTTP/1.1: see {@link ServerConnection#linger}. */
    private void linger() {
        boolean ended = state == State.HALF_CLOSED;
        state = State.LINGERING;
        out.end();
        memory.recount(); // its streams keep no pieces any more
        out.transport().resumeReading();
        timeouts.enter(Phase.LINGER);
        if (ended) {
            out.transport().close();
        }
    }

    /** Ends it at once, with a reset. */
    void abort() {
        out.transport().abort();
    }

    // ---------------------------------------------------------------------------------------- called by the streams

    /** A stream is over. */
    void remove(int stream) {
        streams.remove(stream);
    }

    /** Those that are open. */
    StreamTable<Http2Stream> streams() {
        return streams;
    }

    Http2Outflow out() {
        return out;
    }

    Http2Timeouts timeouts() {
        return timeouts;
    }

    LoopServer server() {
        return server;
    }

    /** Whether each stream waits for its source or for the client: nothing moves here. */
    boolean isQuiet() {
        return streams.all().stream().allMatch(Http2Stream::isQuiet);
    }

    @Nullable
    SocketAddress remoteAddress() {
        return addresses.source();
    }

    @Nullable
    SocketAddress localAddress() {
        return addresses.destination();
    }

    @Override
    public String toString() {
        return "Http2Connection[" + addresses.source() + ", " + streams.size() + " streams, " + state + "]";
    }
}
