// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;

/** Frames of a peer that does as it likes, written octet by octet. */
final class Frames {
    private static final int KEY = 0x37fa213d;

    private final Role sender;
    private final ByteQueue out = new ByteQueue();

    Frames(Role sender) {
        this.sender = sender;
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    /** A frame whose first octet is this. */
    Frames frame(int first, byte... payload) {
        boolean masked = sender == Role.CLIENT;
        int mask = masked ? 0x80 : 0;
        out.append((byte) first);
        if (payload.length < 126) {
            out.append((byte) (mask | payload.length));
        } else if (payload.length < 65_536) {
            out.append((byte) (mask | 126));
            out.append(ByteBuffer.allocate(2).putShort((short) payload.length).flip());
        } else {
            out.append((byte) (mask | 127));
            out.append(ByteBuffer.allocate(8).putLong(payload.length).flip());
        }
        byte[] octets = ByteBuffer.allocate(4).putInt(KEY).array();
        if (masked) {
            out.append(octets);
        }
        for (int i = 0; i < payload.length; i++) {
            out.append(masked ? (byte) (payload[i] ^ octets[i % 4]) : payload[i]);
        }
        return this;
    }

    Frames text(String text) {
        return frame(0x81, utf8(text));
    }

    Frames ping(String text) {
        return frame(0x89, utf8(text));
    }

    Frames close(int code, String reason) {
        ByteBuffer payload = ByteBuffer.allocate(2 + utf8(reason).length);
        return frame(0x88, payload.putShort((short) code).put(utf8(reason)).array());
    }

    byte[] bytes() {
        return Endpoint.bytes(out);
    }
}
