// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.syntax.UriHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code CONNECT} of SOCKS version 5 (RFC 1928), with a user name and a password (RFC 1929) or without. The proxy looks names up.
 *
 * <pre>
 *   METHOD --0: none--------------------&gt; REPLY --succeeded--&gt; OPEN
 *   METHOD --2: name and password--&gt; LOGIN --right--&gt; REPLY
 * </pre>
 */
public final class Socks5Handshake implements TunnelHandshake {
    private static final int VERSION = 5;
    private static final int LOGIN_VERSION = 1;
    private static final int NO_LOGIN = 0;
    private static final int NAME_AND_PASSWORD = 2;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;

    /** Version, code, reserved, type, and the first byte of the address, which may be its length. */
    private static final int REPLY_HEAD = 5;

    private enum State {
        METHOD,
        LOGIN,
        REPLY,
        OPEN
    }

    private final byte[] host;
    private final int type;
    private final int port;
    private final byte @Nullable [] user;
    private final byte[] password;
    private final ByteReply reply = new ByteReply(REPLY_HEAD + 255 + 2);
    private State state = State.METHOD;

    /**
     * A handshake that has not begun.
     * @param host a name, or an IP address without brackets
     * @param port of the origin
     * @param user 1 to 255 bytes in UTF-8; null for no login
     * @param password up to 255 bytes in UTF-8
     * @throws IllegalArgumentException if a text is too long or too short
     */
    public Socks5Handshake(String host, int port, @Nullable String user, String password) {
        byte[] address = UriHost.address(Objects.requireNonNull(host, "host"));
        this.type = address == null ? NAME : address.length == 4 ? IPV4 : IPV6;
        this.host = address == null ? bytes("host", host, 1) : address;
        this.port = port;
        this.user = user == null ? null : bytes("user name", user, 1);
        this.password = bytes("password", Objects.requireNonNull(password, "password"), 0);
    }

    /** A text that has its length before it, in one byte. The message does not show it: it may be a password. */
    private static byte[] bytes(String what, String text, int least) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length < least || bytes.length > 255) {
            throw new IllegalArgumentException("the " + what + " for a SOCKS5 proxy must have from " + least
                    + " to 255 bytes, and has " + bytes.length);
        }
        return bytes;
    }

    /**
     * Checks a login without a handshake.
     * @param user as of the constructor
     * @param password as of the constructor
     * @throws IllegalArgumentException if a text is too long or too short
     */
    public static void check(String user, String password) {
        bytes("user name", user, 1);
        bytes("password", password, 0);
    }

    @Override
    public void start(ByteQueue out) {
        out.append((byte) VERSION);
        out.append(user == null ? new byte[] {1, NO_LOGIN} : new byte[] {2, NO_LOGIN, NAME_AND_PASSWORD});
        reply.expect(2);
    }

    @Override
    public void receive(ByteBuffer bytes, ByteQueue out) throws IOException {
        while (state != State.OPEN && reply.take(bytes)) {
            switch (state) {
                case METHOD -> method(out);
                case LOGIN -> login(out);
                default -> replied();
            }
        }
        if (state == State.OPEN) {
            ByteReply.requireEnd(bytes);
        }
    }

    private void method(ByteQueue out) throws IOException {
        requireVersion(VERSION);
        int method = reply.at(1);
        if (method == NO_LOGIN) {
            request(out);
        } else if (method == NAME_AND_PASSWORD && user != null) {
            out.append((byte) LOGIN_VERSION);
            append(user, out);
            append(password, out);
            state = State.LOGIN;
            reply.expect(2);
        } else {
            throw new IOException("it wants a login of another kind than "
                    + (user == null ? "none" : "none, or a user name and a password"));
        }
    }

    private void login(ByteQueue out) throws IOException {
        requireVersion(LOGIN_VERSION);
        if (reply.at(1) != 0) {
            throw new IOException("it refuses the user name or the password");
        }
        request(out);
    }

    private void request(ByteQueue out) {
        out.append(new byte[] {VERSION, CONNECT, 0, (byte) type});
        if (type == NAME) {
            append(host, out);
        } else {
            out.append(host);
        }
        out.append((char) (port >> 8), (char) (port & 0xFF));
        state = State.REPLY;
        reply.expect(REPLY_HEAD);
    }

    private static void append(byte[] text, ByteQueue out) {
        out.append((byte) text.length);
        out.append(text);
    }

    /** The reply has an address, which says nothing to us. How long it is, its first bytes tell. */
    private void replied() throws IOException {
        requireVersion(VERSION);
        if (reply.at(1) != 0) {
            throw new IOException(reason(reply.at(1)));
        }
        int address = switch (reply.at(3)) {
            case IPV4 -> 4;
            case IPV6 -> 16;
            case NAME -> 1 + reply.at(4);
            default -> throw new IOException("its reply has an address of the unknown type " + reply.at(3));
        };
        if (!reply.expectInAll(REPLY_HEAD - 1 + address + 2)) {
            state = State.OPEN;
        }
    }

    private void requireVersion(int version) throws IOException {
        if (reply.at(0) != version) {
            throw new IOException(
                    "it does not speak SOCKS5: its answer begins with " + reply.at(0) + ", not " + version);
        }
    }

    /** RFC 1928 §6. */
    private static String reason(int code) {
        return switch (code) {
            case 1 -> "general failure of the proxy";
            case 2 -> "its rules do not allow this connection";
            case 3 -> "network unreachable";
            case 4 -> "host unreachable";
            case 5 -> "connection refused";
            case 6 -> "TTL expired";
            case 7 -> "it does not know CONNECT";
            case 8 -> "it does not know this type of address";
            default -> "failure " + code;
        };
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN;
    }
}
