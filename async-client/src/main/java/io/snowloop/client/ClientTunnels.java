// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.ErrorCode;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The WebSockets of a connection of HTTP/2: those that are open, and those that wait until its server says whether it takes any. */
final class ClientTunnels {
    private final Http2ClientConnection connection;
    private final Map<Integer, ClientTunnel> open = new LinkedHashMap<>();

    /** A client must not send an extended CONNECT before the SETTINGS that allow it have come (RFC 8441 §3). */
    private final Set<Exchange> waiting = new LinkedHashSet<>();

    private boolean settingsCame;

    ClientTunnels(Http2ClientConnection connection) {
        this.connection = connection;
    }

    boolean isEmpty() {
        return open.isEmpty() && waiting.isEmpty();
    }

    // ------------------------------------------------------------------------------------------- before they are open

    /** Holds a request until the SETTINGS are here. If they are, and do not allow it, it fails, and this returns false. */
    boolean hold(Exchange exchange) {
        if (settingsCame) {
            exchange.fail(new RemoteProtocolException(
                    Status.BAD_GATEWAY,
                    connection.origin().origin() + " opens no WebSocket over HTTP/2, as it has not announced"
                            + " SETTINGS_ENABLE_CONNECT_PROTOCOL (RFC 8441 §3): allow HTTP/1.1, by HttpVersionPolicy"));
            return false;
        }
        waiting.add(exchange);
        exchange.carriedBy(reason -> {
            waiting.remove(exchange);
            exchange.fail(reason);
            connection.vacated();
        });
        return true;
    }

    /** The SETTINGS are here: what has waited for them is sent, or fails. */
    void settingsCame() {
        takeWaiting().forEach(connection.origin().pool()::submit);
    }

    private List<Exchange> takeWaiting() {
        settingsCame = true;
        List<Exchange> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.carriedBy(null));
        return all;
    }

    /** The server has opened one: its exchange is over, and its stream is the transport of what takes over. */
    void open(Http2ClientStream stream, Http2Event.ResponseHead head) {
        Protocol protocol;
        try {
            protocol = ClientUpgrade.protocol(stream.exchange.request, Version.HTTP_2, head.headers());
        } catch (RemoteProtocolException e) {
            stream.abandon(e);
            return;
        }
        ClientTunnel tunnel = new ClientTunnel(connection, stream.number, protocol);
        connection.streams.complete(stream);
        open.put(stream.number, tunnel);
        stream.accepted(head);
        if (head.endOfStream()) {
            tunnel.end();
        }
        tunnel.begin();
    }

    // ----------------------------------------------------------------------------------------------- while they are

    /** The one on this stream; null if there is none. */
    @Nullable
    ClientTunnel get(int number) {
        return open.get(number);
    }

    /** One needs its stream no more. If the server has not ended it, it is reset. */
    void end(ClientTunnel tunnel) {
        connection.outflow.step(() -> {
            if (open.remove(tunnel.number) != null) {
                connection.outflow.reset(tunnel.number, ErrorCode.CANCEL);
                tunnel.fail(new ConnectionClosedException("this side has closed the WebSocket"));
                connection.vacated();
            }
        });
    }

    /** Ends those whose protocol has closed them, and waits until all is sent. */
    void endClosed() {
        List.copyOf(open.values()).stream().filter(tunnel -> !tunnel.isOpen()).forEach(this::end);
    }

    /** The server, or the codec, has ended the stream of one. */
    void reset(ClientTunnel tunnel, Http2Event.Reset reset) {
        open.remove(tunnel.number);
        tunnel.fail(new StreamResetException(
                reset.byPeer() ? "the server has reset the stream: " + reset.code() : reset.reason(), reset.code()));
        connection.vacated();
    }

    /** The connection is over. */
    void failAll(Throwable reason) {
        List<ClientTunnel> all = List.copyOf(open.values());
        open.clear();
        takeWaiting().forEach(each -> connection.streams.ends.add(() -> each.fail(reason)));
        all.forEach(each -> connection.streams.ends.add(() -> each.fail(reason)));
    }
}
