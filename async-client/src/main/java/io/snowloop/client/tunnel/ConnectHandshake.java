// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.tunnel;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code CONNECT} of HTTP/1.1 (RFC 9110 §9.3.6). */
public final class ConnectHandshake implements TunnelHandshake {
    private final Http1Codec codec;
    private final Event.RequestHead request;
    private List<String> challenges = List.of();
    private boolean open;

    /**
     * A handshake that has not begun.
     * @param authority host and port of the origin, such as {@code example.org:443}
     * @param credentials the value of {@code Proxy-Authorization}; null for none
     * @param limits on the answer
     */
    public ConnectHandshake(String authority, @Nullable String credentials, Limits limits) {
        Headers.Builder fields = Headers.builder().add("Host", Objects.requireNonNull(authority, "authority"));
        if (credentials != null) {
            fields.add("Proxy-Authorization", credentials);
        }
        this.codec = new Http1Codec(Role.CLIENT, Objects.requireNonNull(limits, "limits"));
        this.request = new Event.RequestHead(Method.CONNECT, authority, fields.build());
    }

    @Override
    public void start(ByteQueue out) {
        codec.sendHead(request, 0, out);
        codec.sendEnd(out);
    }

    @Override
    public void receive(ByteBuffer bytes, ByteQueue out) throws IOException {
        codec.receive(bytes);
        Event event = codec.next();
        while (event instanceof Event.InformationalHead) { // RFC 9110 §15.2: the final one follows
            event = codec.next();
        }
        if (event instanceof Event.ResponseHead head) {
            answered(head);
        }
        codec.keep();
    }

    private void answered(Event.ResponseHead head) throws IOException {
        if (!head.status().isSuccess()) {
            challenges = head.status().equals(Status.PROXY_AUTHENTICATION_REQUIRED)
                    ? head.headers().all("Proxy-Authenticate")
                    : List.of();
            throw new IOException(head.status().toString());
        }
        if (codec.hasTrailingData()) {
            throw new IOException(codec.unread() + " bytes follow its " + head.status()
                    + ", which has no body, before the client has said a word");
        }
        open = true;
    }

    /** {@return the values of {@code Proxy-Authenticate}, if the answer is a 407; else an empty list} */
    public List<String> challenges() {
        return challenges;
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
