// SPDX-License-Identifier: Apache-2.0
// FAILS: chunks of 5 and 3 bytes: all its bytes are there, and it is not complete
import java.io.ByteArrayOutputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Map;

/** Reads a body whose end the fields tell: a length, or chunks. */
class BodyReader {
    private static final int LONGEST = 1_000_000;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final StringBuilder line = new StringBuilder();
    private Expects expects;
    private long left;

    /** What comes next; the first is all there is without chunks. */
    private enum Expects {
        DATA,
        SIZE,
        CHUNK,
        END_OF_CHUNK,
        TRAILER,
        NOTHING
    }

    BodyReader(Map<String, String> fields) throws ProtocolException {
        String length = fields.get("Content-Length");
        String coding = fields.get("Transfer-Encoding");
        if (length != null && coding != null) {
            throw new ProtocolException("Content-Length and Transfer-Encoding: which of them tells the end?");
        }
        if (coding != null && !coding.equalsIgnoreCase("chunked")) {
            throw new ProtocolException("not a Transfer-Encoding that is known: " + coding);
        }
        if (coding != null) {
            expects = Expects.SIZE;
        } else {
            left = length == null ? 0 : number(length, 10);
            expects = left == 0 ? Expects.NOTHING : Expects.DATA;
        }
    }

    /** Takes bytes up to the end of the body, and leaves the others. Returns whether the body is complete. */
    boolean add(ByteBuffer bytes) throws ProtocolException {
        while (expects != Expects.NOTHING && bytes.hasRemaining()) {
            if (left > 0) {
                data(bytes);
            } else {
                line.append((char) (bytes.get() & 0xFF));
                if (line.length() > 1_000) {
                    throw new ProtocolException("a line of more than 1,000 bytes");
                }
                if (line.indexOf("\r\n") >= 0) {
                    line(line.substring(0, line.length() - 2));
                    line.setLength(0);
                }
            }
        }
        return expects == Expects.NOTHING;
    }

    byte[] body() {
        return body.toByteArray();
    }

    private void data(ByteBuffer bytes) {
        byte[] taken = new byte[(int) Math.min(left, bytes.remaining())];
        bytes.get(taken);
        body.writeBytes(taken);
        left -= taken.length;
        if (left == 0) {
            expects = expects == Expects.DATA ? Expects.NOTHING : Expects.END_OF_CHUNK;
        }
    }

    private void line(String text) throws ProtocolException {
        switch (expects) {
            case SIZE -> {
                left = number(text.replaceFirst("[ \t]*;.*", ""), 16);
                expects = left == 0 ? Expects.TRAILER : Expects.CHUNK;
            }
            case END_OF_CHUNK -> {
                if (!text.isEmpty()) {
                    throw new ProtocolException("a chunk is longer than its size: " + text);
                }
                expects = Expects.SIZE;
            }
            default -> expects = text.equals("0") ? Expects.NOTHING : Expects.TRAILER;
        }
    }

    /** Digits and nothing else: no sign, no blank, no list. */
    private long number(String text, int radix) throws ProtocolException {
        if (!text.matches(radix == 10 ? "[0-9]{1,9}" : "[0-9A-Fa-f]{1,7}")) {
            throw new ProtocolException("not a length: " + text);
        }
        long number = Long.parseLong(text, radix);
        if (body.size() + number > LONGEST) {
            throw new ProtocolException("a body of more than " + LONGEST + " bytes");
        }
        return number;
    }
}
