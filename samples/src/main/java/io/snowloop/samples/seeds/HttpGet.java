// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Response;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One GET without I/O: the bytes to send, and the response that the received bytes contain.
 *
 * <p>The client of every article takes one {@code recv} as the response. Only HTTP says where a response ends. This
 * class knows it, and imports no channel and no loop. So {@link NoBlockIO} can use it with a transport, and
 * {@link io.snowloop.samples.seeds.selector.Fetcher} with a bare channel.
 */
public final class HttpGet {
    private static final long MAX_BODY = 64 * 1024 * 1024;

    private final Http1Codec codec =
            new Http1Codec(Role.CLIENT, Limits.builder().body(MAX_BODY).build());
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Event.@Nullable ResponseHead head;

    /** A GET that has not been sent. */
    public HttpGet() {}

    // region sans-io
    /** The bytes of the request. It asks the server to close the connection after its response. */
    public ByteBuffer request(String host, int port, String path) {
        ByteQueue out = new ByteQueue();
        codec.closeAfterCycle();
        codec.sendHead(new Event.RequestHead(Method.GET, path, Headers.of("Host", authority(host, port))), 0, out);
        codec.sendEnd(out);
        return out.peek();
    }

    /**
     * Takes the next bytes of the response, any number of them. After the call the buffer is the caller's again.
     *
     * @return the response if it is complete, otherwise null
     */
    public @Nullable Response received(ByteBuffer bytes) throws RemoteProtocolException {
        codec.receive(bytes);
        Response response = read();
        codec.keep();
        return response;
    }

    /**
     * Handles the end of the stream. It completes a response without a length (RFC 9112 §6.3); any other is incomplete.
     *
     * @return the response if it is complete, otherwise null
     * @throws RemoteProtocolException if the response is incomplete
     */
    public @Nullable Response ended() throws RemoteProtocolException {
        codec.receiveEnd();
        return read();
    }

    private @Nullable Response read() throws RemoteProtocolException {
        for (Event event = codec.next(); !(event instanceof Event.Outcome); event = codec.next()) {
            if (event instanceof Event.ResponseHead first) {
                head = first;
            } else if (event instanceof Event.Data piece) {
                append(piece.bytes());
            } else if (event instanceof Event.EndOfMessage) {
                return response();
            }
        }
        return null;
    }
    // endregion

    private void append(ByteBuffer piece) {
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        body.writeBytes(copy);
    }

    private Response response() {
        Event.ResponseHead first = Objects.requireNonNull(head);
        return Response.received(first.status(), first.version(), first.headers(), Body.of(body.toByteArray()));
    }

    /** The value of the Host field: with the port, unless it is the default one (RFC 9110 §7.2). */
    private static String authority(String host, int port) {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return port == 80 ? name : name + ":" + port;
    }
}
