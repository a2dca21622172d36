// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.testing;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h1.State;
import io.snowloop.loop.Timer;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection of a {@link MockServer}: it reads requests, and sends each answer as it is told. */
final class MockConnection implements Protocol {
    private final MockServer server;
    private final @Nullable TlsConfig tls;

    /** Not inside of another one. */
    private final boolean accepted;

    private final Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
    private final ByteQueue out = new ByteQueue();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Transport transport;
    private Event.@Nullable RequestHead head;

    /** Of the answer that is to be sent. */
    private @Nullable Timer delay;

    /** TLS, with another of these above it, which gets all that comes from then on; null without. */
    private @Nullable Protocol secured;

    private MockConnection(MockServer server, @Nullable TlsConfig tls, boolean accepted) {
        this.server = server;
        this.tls = tls;
        this.accepted = accepted;
    }

    /**
     * One that was accepted.
     * @param tls what it speaks from its begin; null for none
     */
    static MockConnection accepted(MockServer server, @Nullable TlsConfig tls) {
        return new MockConnection(server, tls, true);
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
        if (accepted) {
            server.opened(this);
        }
        if (tls != null) {
            secure(tls);
        }
    }

    /** From here on the client speaks TLS, and HTTP inside of that. */
    private void secure(TlsConfig config) {
        MockConnection inside = new MockConnection(server, null, false);
        Protocol layer = TlsLayer.server(transport().loop(), config, WaterMarks.DEFAULT, inside)
                .protocol();
        secured = layer;
        layer.connected(transport());
    }

    @Override
    public void received(ByteBuffer bytes) {
        if (secured != null) {
            secured.received(bytes);
            return;
        }
        codec.receive(bytes);
        readRequests();
        codec.keep();
    }

    private void readRequests() {
        try {
            Event event = codec.next();
            while (!(event instanceof Event.Outcome)) {
                read(event);
                event = codec.next();
            }
        } catch (RemoteProtocolException e) {
            server.failed(e);
            reset();
        }
    }

    private void read(Event event) {
        if (event instanceof Event.RequestHead request) {
            head = request;
            if (codec.expectsContinue()) {
                codec.sendInformational(new Event.InformationalHead(Status.of(100), Headers.empty()), out);
                transport().write(out.takeAll());
            }
        } else if (event instanceof Event.Data data) {
            byte[] piece = new byte[data.bytes().remaining()];
            data.bytes().get(piece);
            body.write(piece, 0, piece.length);
        } else {
            answer();
        }
    }

    private void answer() {
        Event.RequestHead request = Objects.requireNonNull(head);
        MockAnswer answer = server.answerTo(Request.received(
                request.method(),
                request.target(),
                request.version(),
                request.headers(),
                Body.of(body.toByteArray()),
                RequestContext.NONE));
        body.reset();
        // From the queue in any case: the codec is in the middle of reading.
        delay = transport().loop().schedule(answer.delay(), () -> answer.send(this));
    }

    void respond(Response response, byte[] bytes) {
        codec.sendHead(new Event.ResponseHead(response.status(), response.headers()), bytes.length, out);
        if (codec.sendsBody()) {
            codec.sendData(bytes, out);
        }
        codec.sendEnd(out);
        transport().write(out.takeAll());
        if (codec.keepAlive() && codec.theirState() == State.DONE) {
            codec.startNextCycle();
            readRequests(); // those that came meanwhile
        } else {
            transport().close();
        }
    }

    void truncate(Response response, byte[] bytes, int sent) {
        codec.sendHead(new Event.ResponseHead(response.status(), response.headers()), bytes.length, out);
        if (codec.sendsBody() && sent > 0) {
            codec.sendData(ByteBuffer.wrap(bytes, 0, sent), out);
        }
        transport().write(out.takeAll());
        transport().close();
    }

    void tunnel(TlsConfig config) {
        Event.RequestHead request = Objects.requireNonNull(head);
        if (!request.method().equals(Method.CONNECT)) {
            String text = "MockAnswer.tunnel is an answer to CONNECT, and this is " + request.method() + "\n";
            respond(Response.of(Status.NOT_IMPLEMENTED), text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        // RFC 9110 §9.3.6: a 2xx to CONNECT has no body
        transport().write(StandardCharsets.US_ASCII.encode("HTTP/1.1 200 Connection established\r\n\r\n"));
        secure(config);
    }

    void writeAndClose(byte[] bytes) {
        transport().write(ByteBuffer.wrap(bytes));
        transport().close();
    }

    void reset() {
        transport().abort();
    }

    private Transport transport() {
        return Objects.requireNonNull(transport);
    }

    @Override
    public void writable(boolean writable) {
        if (secured != null) {
            secured.writable(writable);
        }
    }

    @Override
    public void ended() {
        if (secured != null) {
            secured.ended();
        } else {
            transport().close();
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        if (secured != null) {
            secured.closed(cause);
        }
        if (delay != null) {
            delay.cancel();
        }
        server.closed(this);
    }
}
