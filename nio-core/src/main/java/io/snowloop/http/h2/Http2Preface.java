// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import static java.util.Objects.requireNonNull;

import io.snowloop.buffer.ByteQueue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The 24 bytes with which a client begins HTTP/2 (RFC 9113 §3.4). No request of HTTP/1.1 begins so. A server that speaks
 * both without TLS, and so without ALPN, tells by them which one a client has chosen (§3.3, prior knowledge).
 */
public final class Http2Preface {
    /** Whether bytes are the preface. */
    public enum Match {
        /** They begin with all of it. */
        YES,
        /** They begin differently: another protocol. */
        NO,
        /** They are a part of it: wait for more. */
        MAYBE
    }

    /** As a request line it has the version 2.0: a server that speaks no more than HTTP/1.1 refuses it. */
    private static final byte[] BYTES = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static final int LENGTH = BYTES.length;

    private Http2Preface() {}

    /** Whether one of its bytes is this one. */
    static boolean hasAt(int index, int value) {
        return BYTES[index] == value;
    }

    static void appendTo(ByteQueue out) {
        out.append(BYTES);
    }

    /**
     * {@return whether the first bytes of a connection are the preface}
     * @param bytes all that have arrived so far; not changed
     */
    public static Match matches(ByteBuffer bytes) {
        int count = Math.min(requireNonNull(bytes, "bytes").remaining(), LENGTH);
        for (int i = 0; i < count; i++) {
            if (!hasAt(i, bytes.get(bytes.position() + i))) {
                return Match.NO;
            }
        }
        return count == LENGTH ? Match.YES : Match.MAYBE;
    }
}
