// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bodies of all servers: the same bytes, made in the same way. */
public final class Payload {
    /** The body of {@code GET /plaintext}. */
    public static final String TEXT = "Hello, World!";

    /** The body of {@code GET /bytes/65536}: {@code 0123456789012...} */
    public static final byte[] BYTES = digits(65_536);

    /** The body of {@code GET /bytes/1024}, which only the servers over TLS have. */
    public static final byte[] KIB = digits(1_024);

    private static final ByteBuffer BUFFER = direct(BYTES);
    private static final ByteBuffer KIB_BUFFER = direct(KIB);

    private static final byte[] TEXT_BYTES = TEXT.getBytes(StandardCharsets.US_ASCII);

    private Payload() {}

    /** The bytes in direct memory, for servers that can send direct buffers. */
    static ByteBuffer buffer() {
        return BUFFER.asReadOnlyBuffer();
    }

    /** The same of the KiB. */
    static ByteBuffer kibBuffer() {
        return KIB_BUFFER.asReadOnlyBuffer();
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** The text as bytes. The array must not be changed. */
    public static byte[] textBytes() {
        return TEXT_BYTES;
    }

    /**
     * The body of {@code GET /json}: made of a new object each time, without a library, so that servers are compared
     * and not libraries.
     */
    public static String json() {
        return "{\"message\":\"" + new Message(TEXT).message() + "\"}";
    }

    /** The JSON as bytes. */
    public static byte[] jsonBytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes {@code 0123456789012...} of this length. */
    public static byte[] digits(int length) {
        byte[] digits = new byte[length];
        for (int i = 0; i < length; i++) {
            digits[i] = (byte) ('0' + i % 10);
        }
        return digits;
    }

    private record Message(String message) {}
}
