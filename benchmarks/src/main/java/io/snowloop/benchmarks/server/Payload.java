package io.snowloop.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What every server answers with: the same bytes, made in the same way. */
public final class Payload {
    /** What {@code GET /plaintext} is answered with. */
    public static final String TEXT = "Hello, World!";

    /** What {@code GET /bytes/65536} is answered with: {@code 0123456789012...} */
    public static final byte[] BYTES = digits(65_536);

    private static final ByteBuffer BUFFER =
            ByteBuffer.allocateDirect(BYTES.length).put(BYTES).flip();

    private static final byte[] TEXT_BYTES = TEXT.getBytes(StandardCharsets.US_ASCII);

    private Payload() {}

    /** The bytes in direct memory, for servers that can send them from there. */
    static ByteBuffer buffer() {
        return BUFFER.asReadOnlyBuffer();
    }

    /** The text, for servers that take bytes only. Not to be changed. */
    public static byte[] textBytes() {
        return TEXT_BYTES;
    }

    /** What {@code GET /json} is answered with: made by hand of a new object each time, so that servers are compared, not libraries. */
    public static String json() {
        return "{\"message\":\"" + new Message(TEXT).message() + "\"}";
    }

    /** The JSON, for servers that take bytes only. */
    public static byte[] jsonBytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** So many bytes of {@code 0123456789012...} */
    public static byte[] digits(int length) {
        byte[] digits = new byte[length];
        for (int i = 0; i < length; i++) {
            digits[i] = (byte) ('0' + i % 10);
        }
        return digits;
    }

    private record Message(String message) {}
}
