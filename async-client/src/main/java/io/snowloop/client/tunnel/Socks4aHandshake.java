// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.syntax.UriHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * {@code CONNECT} of SOCKS version 4A. It has no RFC: version 4 is a memo of its author, and 4A adds that the proxy looks names up, behind
 * the address 0.0.0.1, which no host has.
 */
public final class Socks4aHandshake implements TunnelHandshake {
    private static final int REPLY = 8;
    private static final int GRANTED = 90;
    private static final byte[] NAMED = {0, 0, 0, 1};

    private final String host;
    private final int port;
    private final String user;
    private final ByteReply reply = new ByteReply(REPLY);
    private boolean open;

    /**
     * A handshake that has not begun.
     * @param host a name or an IP address; an IPv6 address is sent as a name
     * @param port of the origin
     * @param user without a zero character; may be empty
     */
    public Socks4aHandshake(String host, int port, String user) {
        this.host = Objects.requireNonNull(host, "host");
        this.port = port;
        this.user = Objects.requireNonNull(user, "user");
    }

    @Override
    public void start(ByteQueue out) {
        byte[] address = UriHost.address(host);
        out.append(new byte[] {4, 1, (byte) (port >> 8), (byte) port});
        if (address != null && address.length == 4) {
            out.append(address);
            append(user, out);
        } else {
            out.append(NAMED);
            append(user, out);
            append(host, out);
        }
        reply.expect(REPLY);
    }

    private static void append(String text, ByteQueue out) {
        out.append(text.getBytes(UTF_8));
        out.append((byte) 0);
    }

    @Override
    public void receive(ByteBuffer bytes, ByteQueue out) throws IOException {
        if (!reply.take(bytes)) {
            return;
        }
        if (reply.at(0) != 0) {
            throw new IOException("it does not speak SOCKS4: its answer begins with " + reply.at(0) + ", not 0");
        }
        if (reply.at(1) != GRANTED) {
            throw new IOException(reason(reply.at(1)));
        }
        ByteReply.requireEnd(bytes);
        open = true;
    }

    private static String reason(int code) {
        return switch (code) {
            case 91 -> "rejected or failed";
            case 92, 93 -> "it refuses the user";
            default -> "failure " + code;
        };
    }

    @Override
    public boolean isOpen() {
        return open;
    }
}
