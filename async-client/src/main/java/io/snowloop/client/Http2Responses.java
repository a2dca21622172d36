// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Exception;

/** The receiving half of an {@link Http2ClientConnection}: takes the events of the codec, and gives each to its stream. */
final class Http2Responses {
    private final Http2Codec codec;
    private final Http2ClientConnection connection;

    Http2Responses(Http2Codec codec, Http2ClientConnection connection) {
        this.codec = codec;
        this.connection = connection;
    }

    /** Takes all events of what was received. */
    void takeEvents() {
        try {
            Http2Event event = codec.next();
            while (!(event instanceof Http2Event.Outcome)) {
                event = event instanceof Http2Event.ResponseHead head ? respond(head) : take(event);
            }
        } catch (Http2Exception e) {
            RemoteProtocolException error = new RemoteProtocolException(
                    Status.BAD_GATEWAY, connection.origin().route() + " breaks the protocol: " + e.getMessage());
            error.initCause(e);
            connection.failAll(error);
        }
    }

    /**
     * Looks for the body before the head is handed over, as with HTTP/1.1: one that has come with it can be collected at once. Returns the
     * next event.
     */
    private Http2Event respond(Http2Event.ResponseHead head) throws Http2Exception {
        Http2ClientStream stream = connection.streams.get(head.stream());
        if (stream == null) {
            return codec.next();
        }
        if (stream.exchange.opensTunnel() && head.status().isSuccess()) {
            connection.streams.tunnels.open(stream, head);
            return codec.next();
        }
        stream.head(head);
        boolean whole = head.endOfStream();
        Http2Event next = whole ? head : codec.next();
        if (next instanceof Http2Event.Data data && data.stream() == head.stream() && data.endOfStream()) {
            whole = true;
            stream.received(data);
        }
        stream.respond(head);
        if (whole) {
            connection.complete(stream);
        }
        return whole ? codec.next() : next;
    }

    /** Does what an event says. Returns the next one. */
    private Http2Event take(Http2Event event) throws Http2Exception {
        if (event instanceof Http2Event.Data data) {
            take(data);
        } else if (event instanceof Http2Event.Trailers trailers) {
            Http2ClientStream stream = connection.streams.get(trailers.stream());
            if (stream != null) {
                stream.end(trailers.headers());
                connection.complete(stream);
            }
        } else if (event instanceof Http2Event.InformationalHead head) {
            Http2ClientStream stream = connection.streams.get(head.stream());
            if (stream != null) {
                stream.informed(head.status());
            }
        } else if (event instanceof Http2Event.Reset reset) {
            connection.outflow.wasReset(reset.stream(), reset.code());
            Http2ClientStream stream = connection.streams.get(reset.stream());
            ClientTunnel tunnel = connection.streams.tunnels.get(reset.stream());
            if (stream != null) {
                connection.reset(stream, reset);
            } else if (tunnel != null) {
                connection.streams.tunnels.reset(tunnel, reset);
            }
        } else if (event instanceof Http2Event.SettingsReceived) {
            connection.streams.tunnels.settingsCame();
            connection.vacated(); // there may be room for more
        } else if (event instanceof Http2Event.GoAway goAway) {
            if (goAway.lastStream() > 0 && goAway.lastStream() < Http2Codec.MAX_STREAM) {
                connection.origin().sharing.worked();
            }
            connection.close(); // what it leaves untouched follows as resets
        } // else a window, for which the outflow looks, or a sign of life, as all bytes are
        return codec.next();
    }

    private void take(Http2Event.Data data) {
        Http2ClientStream stream = connection.streams.get(data.stream());
        if (stream != null) { // the codec drops what comes for one that was cancelled
            stream.received(data);
            if (data.endOfStream()) {
                connection.complete(stream);
            }
            return;
        }
        ClientTunnel tunnel = connection.streams.tunnels.get(data.stream());
        if (tunnel != null) {
            tunnel.received(data);
        }
    }
}
