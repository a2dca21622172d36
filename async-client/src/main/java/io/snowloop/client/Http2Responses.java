// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Status;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h2.Http2Codec;
import io.snowloop.http.h2.Http2Event;
import io.snowloop.http.h2.Http2Exception;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.TurnShare;
import io.snowloop.transport.Transport;
import org.jspecify.annotations.Nullable;

/** The receiving half of an {@link Http2ClientConnection}: takes the events of the codec, and gives each to its stream. */
final class Http2Responses {
    /** A read may hold thousands of small frames, and one GOAWAY may end thousands of streams. */
    private static final int EVENTS_PER_TURN = 1_024;

    private final Http2Codec codec;
    private final Http2ClientConnection connection;
    private final TurnShare events;

    Http2Responses(Http2Codec codec, Http2ClientConnection connection, Reactor reactor) {
        this.codec = codec;
        this.connection = connection;
        this.events = new TurnShare(reactor, EVENTS_PER_TURN, this::goOn);
    }

    /** Takes the events of what was received. If they are more than this turn's share, nothing is read until they are taken. */
    void takeEvents() {
        try {
            Http2Event event = null;
            while (event != null || events.hasRest()) {
                event = event == null ? codec.next() : event;
                if (event instanceof Http2Event.Outcome) {
                    return;
                }
                events.use();
                if (event instanceof Http2Event.ResponseHead head) {
                    event = respond(head);
                } else {
                    take(event);
                    event = null;
                }
            }
            connection.outflow.transport().pauseReading();
        } catch (Http2Exception e) {
            RemoteProtocolException error = new RemoteProtocolException(
                    Status.BAD_GATEWAY, connection.origin().route() + " breaks the protocol: " + e.getMessage());
            error.initCause(e);
            connection.failAll(error);
        }
    }

    private void goOn() {
        Transport transport = connection.outflow.transport();
        if (transport.isOpen()) {
            transport.resumeReading();
            connection.outflow.step(this::takeEvents);
        }
    }

    /**
     * Looks for the body before the head is handed over, as with HTTP/1.1: one that has come with it can be collected at once. Returns the
     * event behind it if it was not taken.
     */
    private @Nullable Http2Event respond(Http2Event.ResponseHead head) throws Http2Exception {
        Http2ClientStream stream = connection.streams.get(head.stream());
        if (stream == null) {
            return null;
        }
        if (stream.exchange.opensTunnel() && head.status().isSuccess()) {
            connection.streams.tunnels.open(stream, head);
            return null;
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
        return whole ? null : next;
    }

    /** Does what an event says. */
    private void take(Http2Event event) {
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
        } else if (event instanceof Http2Event.Pong) {
            connection.answered();
        } else if (event instanceof Http2Event.GoAway goAway) {
            if (goAway.lastStream() > 0 && goAway.lastStream() < Http2Codec.MAX_STREAM) {
                connection.origin().sharing.worked();
            }
            connection.close(); // what it leaves untouched follows as resets
        } // else a window, for which the outflow looks
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
