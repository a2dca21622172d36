// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the requests in the bytes of a connection of {@link RawSelectorPeer}, and answers all of them with one write.
 */
final class RawExchange {
    private static final int SIZE = 256 * 1024;
    private static final byte[] PLAINTEXT = with(head("text/plain", Payload.TEXT.length()), Payload.textBytes());
    private static final byte[] JSON_HEAD = head("application/json", Payload.jsonBytes().length);
    private static final ByteBuffer BYTES =
            direct(with(head("application/octet-stream", Payload.BYTES.length), Payload.BYTES));
    private static final ByteBuffer FILE_HEAD = direct(head("application/octet-stream", PayloadFile.LENGTH));
    private static final byte[] LENGTH = "Content-Length: ".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer in = ByteBuffer.allocateDirect(SIZE);
    private final ByteBuffer out = ByteBuffer.allocateDirect(SIZE);
    private final byte[] bytes = new byte[2 * SIZE];
    private int end;
    private byte[] echoHead = new byte[0];
    private int echoLength = -1;

    /** Reads once and answers the requests. Returns whether the connection stays open. */
    boolean answer(RawConnection connection) throws IOException {
        in.clear();
        int read = connection.channel().read(in);
        if (read < 0) {
            return false;
        }
        in.flip();
        take(connection, read);
        int done = answerAll(connection);
        connection.begun(done < end ? Arrays.copyOfRange(bytes, done, end) : null);
        return true;
    }

    /** Appends the bytes of this read to those of the incomplete request. */
    private void take(RawConnection connection, int read) {
        byte[] begun = connection.begun();
        int before = begun == null ? 0 : begun.length;
        if (begun != null) {
            System.arraycopy(begun, 0, bytes, 0, before);
        }
        in.get(bytes, before, read);
        end = before + read;
    }

    /** Answers all complete requests. Returns their number of bytes. */
    private int answerAll(RawConnection connection) throws IOException {
        out.clear();
        int start = 0;
        int head;
        while ((head = endOfHead(start)) > 0) {
            int body = bytes[start] == 'P' ? contentLength(start, head) : 0;
            if (head + body > end) {
                break;
            }
            if (bytes[start + 5] == 'b') { // these are not pipelined
                connection.write(BYTES.duplicate());
                return head;
            }
            if (bytes[start + 5] == 'f') {
                connection.writeFile(FILE_HEAD.duplicate());
                return head;
            }
            put(start, head, body);
            start = head + body;
        }
        if (out.flip().hasRemaining()) {
            connection.write(out);
            if (connection.hasRest()) {
                connection.write(copy(out));
            }
        }
        return start;
    }

    private void put(int start, int bodyStart, int body) {
        switch (bytes[start + 5]) {
            case 'p' -> out.put(PLAINTEXT);
            case 'j' -> out.put(JSON_HEAD).put(Payload.jsonBytes());
            default -> out.put(echoHead(body)).put(bytes, bodyStart, body);
        }
    }

    /** All bodies have the same length, so the head is made once. */
    private byte[] echoHead(int length) {
        if (length != echoLength) {
            echoHead = head("application/octet-stream", length);
            echoLength = length;
        }
        return echoHead;
    }

    /** The index after the empty line, or -1. */
    private int endOfHead(int start) {
        for (int i = start + 3; i < end; i++) {
            if (bytes[i] == '\n' && bytes[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int contentLength(int start, int head) {
        for (int i = start; i < head; i++) {
            if (bytes[i] == 'C' && Arrays.equals(bytes, i, i + LENGTH.length, LENGTH, 0, LENGTH.length)) {
                int length = 0;
                for (int j = i + LENGTH.length; bytes[j] != '\r'; j++) {
                    length = length * 10 + bytes[j] - '0';
                }
                return length;
            }
        }
        return 0;
    }

    private static byte[] head(String type, int length) {
        return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] with(byte[] head, byte[] body) {
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    private static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static ByteBuffer copy(ByteBuffer buffer) {
        return ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }
}
