// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.Upgrade;
import io.snowloop.http.Version;
import io.snowloop.http.connection.StreamTransport;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Event;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A request that wants to turn its stream into a WebSocket: {@code :method CONNECT} with {@code :protocol websocket} (RFC 8441 §4). To
 * filters and handlers it is the GET with {@code Upgrade: websocket} that it would be with HTTP/1.1; their answer to that, 101, is 200
 * on the wire, and the stream is the transport of what takes over.
 */
final class ExtendedConnect implements StreamTransport.Stream {
    private static final String WEBSOCKET = "websocket";

    private final Http2Connection connection;
    private final Http2Stream stream;

    /** Null before it is accepted, and if it never is. */
    private @Nullable StreamTransport transport;

    /** What the transport was handed to; null before. */
    private @Nullable Upgrade protocol;

    /** How many bytes it keeps, as its protocol has said last. */
    private long kept;

    /** Those of them that waited in the transport then. */
    private int queued;

    private ExtendedConnect(Http2Connection connection, Http2Stream stream) {
        this.connection = connection;
        this.stream = stream;
    }

    /** Null for all other requests; also for another protocol, which gets 501, as each CONNECT (RFC 9220 §3). */
    static @Nullable ExtendedConnect of(Http2Event.RequestHead head, Http2Connection connection, Http2Stream stream) {
        return WEBSOCKET.equalsIgnoreCase(head.protocol()) ? new ExtendedConnect(connection, stream) : null;
    }

    /** As filters and handlers see it. There is no key (RFC 8441 §5), and what comes on the stream is no body. */
    static Request request(Http2Event.RequestHead head, RequestContext told) {
        return Request.received(
                Method.GET,
                head.path(),
                Version.HTTP_2,
                head.headers()
                        .without("Sec-WebSocket-Key")
                        .plus("Connection", "Upgrade")
                        .plus("Upgrade", WEBSOCKET),
                Body.EMPTY,
                told);
    }

    /** What is sent for the handler's answer. 2xx means that the tunnel is open, and nothing else does (RFC 9110 §9.3.6). */
    Response answer(Response given) {
        Upgrade upgrade = given.upgrade();
        if (upgrade != null) {
            ServerContext context = connection.server().context();
            StreamTransport opened = new StreamTransport(
                    context.reactor(),
                    stream.body().body().stream(),
                    context.options().writeMarks(),
                    this,
                    upgrade);
            transport = opened;
            return Response.of(Status.OK).withHeaders(given.headers()).withBody(opened.output());
        }
        if (given.status().isSuccess()) {
            given.cancel();
            return Response.text("this is no WebSocket\n").withStatus(Status.NOT_IMPLEMENTED);
        }
        return given;
    }

    /** Hands the stream over, if the answer was to accept that. Returns false if not. */
    boolean begin(Response sent, @Nullable Upgrade upgrade) {
        StreamTransport opened = transport;
        if (upgrade == null || opened == null || !sent.status().equals(Status.OK)) {
            return false;
        }
        protocol = upgrade;
        stream.call.responseSent(0, true); // as after a 101
        opened.begin();
        stream.call.draining().onDone(upgrade::drain);
        return true;
    }

    /** Whether the protocol has not closed it. Then the stream goes on, also when the answer is complete. */
    boolean isOpen() {
        return protocol != null && transport != null && transport.isOpen();
    }

    /** The stream is over. */
    void fail(Exception why) {
        if (protocol != null && transport != null) {
            transport.fail(why, stream.body().isComplete());
        }
    }

    // ---------------------------------------------------------------------------------------------------- memory

    /**
     * See {@link io.snowloop.http.RequestContext#keeps}. Returns how many of them count here: not the piece that the stream sends, which
     * {@link Http2Memory} counts.
     */
    long keeps(long bytes) {
        kept = bytes;
        queued = transport == null ? 0 : transport.queued();
        return bytes - (transport == null ? 0 : transport.sending());
    }

    /** Counts no longer what the stream has taken to send since: below the water marks, no one is told of that. */
    void recount() {
        int sent = transport == null ? 0 : queued - transport.queued();
        if (sent >= 0) { // also if none is: the stream may have taken the next piece
            stream.keeps(kept - sent);
        }
    }

    // ----------------------------------------------------------------------------------- called by the transport

    @Override
    public void abort() {
        stream.run(() -> stream.abort(ErrorCode.CANCEL)); // RFC 8441 §5.3
    }

    @Override
    public void delivered(int bytes) {
        stream.body().delivered(bytes);
    }

    /** Whether the protocol reads nothing. */
    boolean isPaused() {
        return transport != null && transport.isPaused();
    }

    @Override
    public void over() {
        stream.body().dropAll();
        stream.run(stream::endIfComplete);
    }

    @Override
    public void ended() {
        if (stream.isClosed()) {
            stream.body().release();
        }
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return connection.localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public String toString() {
        return stream.toString();
    }
}
