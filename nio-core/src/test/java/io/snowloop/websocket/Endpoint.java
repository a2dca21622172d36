// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** A codec under test, whose events are lines of text. It answers a close frame, and fails with the code of an error. */
final class Endpoint {
    private static final HexFormat HEX = HexFormat.of();

    final WebSocketCodec codec;
    final List<String> events = new ArrayList<>();

    Endpoint(Role role, MessageLimits limits, Deflate deflate) {
        codec = new WebSocketCodec(role, limits, new Random(1), deflate);
    }

    Endpoint(Role role) {
        this(role, MessageLimits.DEFAULT, null);
    }

    /** Receives bytes in one piece. */
    Endpoint receive(byte... bytes) {
        ByteBuffer lent = ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer();
        try {
            codec.receive(lent);
            for (Event event = codec.next(); event != null; event = codec.next()) {
                events.add(line(event));
            }
        } catch (WebSocketException e) {
            String error = "error " + e.closeCode();
            if (!events.contains(error)) {
                events.add(error);
            }
        }
        codec.keep();
        return this;
    }

    /** Receives bytes in pieces of some length. */
    Endpoint receive(byte[] bytes, int piece) {
        for (int at = 0; at < bytes.length; at += piece) {
            receive(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
        return this;
    }

    static String line(Event event) {
        if (event instanceof Event.Text text) {
            return "text " + brief(text.text());
        } else if (event instanceof Event.Binary binary) {
            return "binary " + brief(hex(binary.bytes()));
        } else if (event instanceof Event.Ping ping) {
            return "ping " + brief(hex(ping.bytes()));
        } else if (event instanceof Event.Pong pong) {
            return "pong " + brief(hex(pong.bytes()));
        }
        return "close " + ((Event.Close) event).reason();
    }

    /** Long text as its length and hash. */
    static String brief(String text) {
        return text.length() > 300 ? text.length() + " characters, hash " + text.hashCode() : text;
    }

    static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HEX.formatHex(copy);
    }

    static byte[] bytes(ByteQueue queue) {
        byte[] copy = new byte[queue.size()];
        queue.peek().get(copy);
        queue.clear();
        return copy;
    }

    static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }
}
