// SPDX-License-Identifier: Apache-2.0
// FAILS: a line without a colon is taken for a field
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** What stands before a body: the first line, and the fields, whose names are found in any case. */
record Head(String first, Map<String, String> fields) {
    static Head of(String text) throws ProtocolException {
        String[] lines = text.split("\r\n");
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 0) {
                continue;
            }
            if (!lines[i].substring(0, colon).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw new ProtocolException("not a field: " + lines[i]);
            }
            fields.merge(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip(), (a, b) -> a + ", " + b);
        }
        return new Head(text.split("\r\n", 2)[0], fields);
    }
}

/** Finds the end of a head, in whatever pieces it comes. */
class HeadParser {
    private static final int LONGEST = 8_192;
    private final StringBuilder text = new StringBuilder();

    /** Takes bytes up to the end of the head, and leaves the others. Returns null if the head is not complete yet. */
    Head add(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            text.append((char) (bytes.get() & 0xFF));
            if (text.length() > LONGEST) {
                throw new ProtocolException("a head of more than " + LONGEST + " bytes");
            }
            if (text.indexOf("\r\n\r\n", text.length() - 4) >= 0) {
                Head head = Head.of(text.toString());
                text.setLength(0);
                return head;
            }
        }
        return null;
    }
}
