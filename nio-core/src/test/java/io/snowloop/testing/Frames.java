// SPDX-License-Identifier: Apache-2.0
package io.snowloop.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.buffer.ByteQueue;
import java.util.Arrays;

/** The bytes of frames, made without the code under test. Fields are literals, in no table and without Huffman's code. */
public final class Frames {
    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;
    public static final int PRIORITY = 32;

    public static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final ByteQueue bytes = new ByteQueue();

    /** What a client sends first, and acknowledges. */
    public static Frames client() {
        return new Frames().text(PREFACE).settings();
    }

    public static Frames server() {
        return new Frames().settings();
    }

    public Frames text(String text) {
        bytes.append(text.getBytes(ISO_8859_1));
        return this;
    }

    /** @param payload in Latin-1 */
    public Frames frame(int type, int flags, int stream, String payload) {
        return frame(type, flags, stream, payload.getBytes(ISO_8859_1));
    }

    public Frames frame(int type, int flags, int stream, byte[] payload) {
        return header(payload.length, type, flags, stream).raw(payload);
    }

    public Frames header(int length, int type, int flags, int stream) {
        return raw((byte) (length >>> 16), (byte) (length >>> 8), (byte) length, (byte) type, (byte) flags)
                .raw(number(stream));
    }

    private Frames raw(byte... raw) {
        bytes.append(raw);
        return this;
    }

    public static byte[] number(int number) {
        return new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number};
    }

    public static String latin1(byte... bytes) {
        return new String(bytes, ISO_8859_1);
    }

    // ----------------------------------------------------------------------------------------------------- messages

    /** A GET of / without a body. */
    public Frames get(int stream) {
        return request(stream, "GET", END_STREAM);
    }

    /** A POST to /, whose body follows. */
    public Frames post(int stream, String... more) {
        return request(stream, "POST", 0, more);
    }

    public Frames request(int stream, String method, int flags, String... more) {
        String[] head = {":method", method, ":scheme", "http", ":authority", "a", ":path", "/"};
        String[] all = Arrays.copyOf(head, head.length + more.length);
        System.arraycopy(more, 0, all, head.length, more.length);
        return headers(stream, flags, all);
    }

    public Frames response(int stream, int flags, String status, String... more) {
        String[] all = new String[2 + more.length];
        all[0] = ":status";
        all[1] = status;
        System.arraycopy(more, 0, all, 2, more.length);
        return headers(stream, flags, all);
    }

    /** A whole header section in one frame. */
    public Frames headers(int stream, int flags, String... namesAndValues) {
        return frame(1, flags | END_HEADERS, stream, block(namesAndValues));
    }

    public static byte[] block(String... namesAndValues) {
        ByteQueue block = new ByteQueue();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.append((byte) 0); // a literal without indexing, with a literal name (RFC 7541 §6.2.2)
            string(namesAndValues[i], block);
            string(namesAndValues[i + 1], block);
        }
        byte[] copy = new byte[block.size()];
        block.peek().get(copy);
        return copy;
    }

    private static void string(String text, ByteQueue out) {
        int length = text.length(); // RFC 7541 §5.1, with a prefix of 7 bits
        out.append((byte) Math.min(length, 127));
        if (length >= 127) {
            int rest = length - 127;
            for (; rest >= 128; rest >>>= 7) {
                out.append((byte) (rest | 128));
            }
            out.append((byte) rest);
        }
        out.append(text.getBytes(ISO_8859_1));
    }

    public Frames data(int stream, int flags, String text) {
        return frame(0, flags, stream, text);
    }

    // ------------------------------------------------------------------------------------------------ the connection

    /** @param idsAndValues in turns */
    public Frames settings(int... idsAndValues) {
        header(3 * idsAndValues.length, 4, 0, 0);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            raw((byte) 0, (byte) idsAndValues[i]).raw(number(idsAndValues[i + 1]));
        }
        return this;
    }

    public Frames settingsAck() {
        return header(0, 4, ACK, 0);
    }

    public Frames reset(int stream, int code) {
        return frame(3, 0, stream, number(code));
    }

    public Frames ping(int flags, String eightBytes) {
        return frame(6, flags, 0, eightBytes);
    }

    public Frames goAway(int lastStream, int code, String debug) {
        return frame(7, 0, 0, latin1(number(lastStream)) + latin1(number(code)) + debug);
    }

    public Frames windowUpdate(int stream, int bytes) {
        return frame(8, 0, stream, number(bytes));
    }

    public Frames priorityUpdate(int stream, String value) {
        return frame(16, 0, 0, latin1(number(stream)) + value);
    }

    public byte[] toBytes() {
        byte[] copy = new byte[bytes.size()];
        bytes.peek().get(copy);
        return copy;
    }
}
