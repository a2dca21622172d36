// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Headers;
import io.snowloop.http.connection.IncomingBody;
import io.snowloop.http.connection.Outflow;
import io.snowloop.http.connection.StreamOutflow;
import io.snowloop.http.connection.StreamTransport;
import io.snowloop.http.connection.UnreadBytes;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A stream of an {@link Http2ClientConnection} after the server has accepted an extended CONNECT (RFC 8441 §5): the transport of a
 * WebSocket. The exchange that has opened it is over.
 */
final class ClientTunnel implements StreamTransport.Stream, IncomingBody.Source, Outflow.Listener {
    final int number;
    private final Http2ClientConnection connection;
    private final IncomingBody body;
    private final StreamOutflow outflow;
    private final StreamTransport transport;

    private final UnreadBytes unread = new UnreadBytes();

    /** The server has ended its side. */
    private boolean ended;

    ClientTunnel(Http2ClientConnection connection, int number, Protocol protocol) {
        this.connection = connection;
        this.number = number;
        this.body = new IncomingBody(connection.origin().pool().context().reactor(), -1, this);
        this.outflow = new StreamOutflow(connection.outflow, number, this);
        this.transport = new StreamTransport(
                connection.origin().pool().context().reactor(), body, WaterMarks.DEFAULT, this, protocol);
    }

    /** Hands the stream over. In a step. */
    void begin() {
        outflow.send(transport.output());
        transport.begin();
    }

    // ------------------------------------------------------------------------------------------------- receiving

    void received(Http2Event.Data data) {
        unread.came(data.bytes().remaining());
        body.offer(data.bytes());
        body.endLoan();
        if (data.endOfStream()) {
            end();
        }
    }

    /** The server has ended its side. */
    void end() {
        ended = true;
        body.end(Headers.empty());
    }

    @Override
    public void wanted() {}

    @Override
    public void unwanted() {}

    /** {@inheritDoc} Not when the transport has taken them: it may keep them over a pause. */
    @Override
    public void delivered(int bytes) {
        connection.consumed(number, unread.take(bytes));
    }

    /** {@inheritDoc} A window of the stream that is opened now would ask the server for more of it. */
    @Override
    public void dropped(int bytes) {
        connection.consumed(0, unread.take(bytes));
    }

    /** Whether the protocol has not closed it. */
    boolean isOpen() {
        return transport.isOpen();
    }

    // ---------------------------------------------------------------------------------------------------- sending

    @Override
    public void written() {}

    @Override
    public void sent() {
        over();
    }

    /** What it sends is in memory. */
    @Override
    public void failed(Throwable error) {
        abort();
    }

    // --------------------------------------------------------------------------------------------------- the end

    @Override
    public void abort() {
        connection.streams.tunnels.end(this);
    }

    /** {@inheritDoc} A server that has not ended its side is told that nothing is read. */
    @Override
    public void over() {
        if (!transport.isOpen()) {
            connection.consumed(0, unread.takeAll());
            if (!outflow.isSending()) {
                abort();
            }
        }
    }

    /** The stream is over. */
    void fail(Throwable reason) {
        outflow.cancel();
        transport.fail(reason, ended);
        body.fail(reason);
        connection.consumed(number, unread.takeAll());
    }

    @Override
    public @Nullable SocketAddress localAddress() {
        return transportBelow().localAddress();
    }

    @Override
    public @Nullable SocketAddress remoteAddress() {
        return transportBelow().remoteAddress();
    }

    private Transport transportBelow() {
        return connection.outflow.transport();
    }

    @Override
    public String toString() {
        return "ClientTunnel[" + number + ", " + connection.origin().route() + "]";
    }
}
