// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The requests and responses of {@link RawPushPeer}. */
final class RawUpgrade {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private RawUpgrade() {}

    /** The index after the empty line, or -1. */
    static int endOfHead(ByteBuffer in) {
        for (int i = in.position() + 3; i < in.limit(); i++) {
            if (in.get(i) == '\n' && in.get(i - 2) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    static int contentLength(ByteBuffer in, int end) {
        return Integer.parseInt(field(in, end, "Content-Length: "));
    }

    /** The response that opens a WebSocket (RFC 6455 §4.2.2). */
    static ByteBuffer switching(ByteBuffer in, int end) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((field(in, end, "Sec-WebSocket-Key: ") + GUID).getBytes(StandardCharsets.US_ASCII));
            return bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    private static String field(ByteBuffer in, int end, String name) {
        String head =
                StandardCharsets.US_ASCII.decode(in.duplicate().limit(end)).toString();
        int from = head.indexOf(name) + name.length();
        return head.substring(from, head.indexOf('\r', from));
    }

    static ByteBuffer eventStream() {
        return bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    static ByteBuffer noContent() {
        return bytes("HTTP/1.1 204 No Content\r\n\r\n");
    }

    /** An event in a chunk, made once for all, in direct memory. */
    static ByteBuffer event(ByteBuffer text) {
        int size = "data: ".length() + text.remaining() + "\n\n".length();
        ByteBuffer head = bytes(Integer.toHexString(size) + "\r\ndata: ");
        return ByteBuffer.allocateDirect(size + 16)
                .put(head)
                .put(text)
                .put(bytes("\n\n\r\n"))
                .flip();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
