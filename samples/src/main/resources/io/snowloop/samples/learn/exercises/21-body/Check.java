// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** Bodies in pieces, with the next request behind them, and bodies that must be refused. */
class Check implements Examiner {
    private static final String LENGTH = "Content-Length";
    private static final String CODING = "Transfer-Encoding";
    private static final String NEXT = "GET / HTTP/1.1\r\n";

    private Exam exam;

    @Override
    public void examine(Exam exam) {
        this.exam = exam;
        read("a body of 5 bytes", Map.of(LENGTH, "5"), "hello", "hello");
        read("a request without a body", Map.of(), "", "");
        read("a body of length 0", Map.of(LENGTH, "0"), "", "");
        read("chunks of 5 and 3 bytes", Map.of(CODING, "chunked"), "5\r\nhello\r\n3\r\nbye\r\n0\r\n\r\n", "hellobye");
        read("a chunk with ends of lines", Map.of(CODING, "Chunked"), "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n");
        read(
                "a chunk of size 1a",
                Map.of(CODING, "chunked"),
                "1a\r\n" + "x".repeat(26) + "\r\n0\r\n\r\n",
                "x".repeat(26));
        read("a chunk with an extension", Map.of(CODING, "chunked"), "5 ;a=b\r\nhello\r\n0\r\n\r\n", "hello");
        read("chunks with a trailer", Map.of(CODING, "chunked"), "2\r\nhi\r\n0\r\nA: b\r\n\r\n", "hi");
        refused(
                "both",
                "both Content-Length and Transfer-Encoding",
                Map.of(LENGTH, "4", CODING, "chunked"),
                "0\r\n\r\n");
        refused("list", "Content-Length: 5, 5", Map.of(LENGTH, "5, 5"), "hello");
        refused("sign", "Content-Length: +5", Map.of(LENGTH, "+5"), "hello");
        refused("negative", "Content-Length: -5", Map.of(LENGTH, "-5"), "hello");
        refused("nothing", "Content-Length without a value", Map.of(LENGTH, ""), "");
        refused("coding", "Transfer-Encoding: gzip", Map.of(CODING, "gzip"), "hello");
        refused("size", "a chunk of size \"five\"", Map.of(CODING, "chunked"), "five\r\nhello\r\n0\r\n\r\n");
        refused("no size", "a chunk without a size", Map.of(CODING, "chunked"), "\r\n\r\n");
        refused(
                "longer",
                "a chunk that is longer than its size",
                Map.of(CODING, "chunked"),
                "5\r\nhello!\r\n0\r\n\r\n");
        refused("large", "a body of 2,000,000 bytes", Map.of(LENGTH, "2000000"), "");
        refused(
                "large chunks",
                "two chunks of 600,000 bytes",
                Map.of(CODING, "chunked"),
                "927c0\r\n" + "x".repeat(600_000) + "\r\n927c0\r\n");
    }

    private void read(String what, Map<String, String> fields, String sent, String expected) {
        try {
            BodyReader reader = new BodyReader(anyCase(fields));
            String all = sent + NEXT;
            ByteBuffer bytes = ByteBuffer.allocate(0);
            int fed = 0;
            boolean complete = reader.add(bytes);
            while (!complete && fed < all.length()) {
                int end = Math.min(all.length(), fed + 1 + exam.random().nextInt(4));
                bytes = ISO_8859_1.encode(ISO_8859_1.decode(bytes) + all.substring(fed, end));
                fed = end;
                complete = reader.add(bytes);
            }
            String body = new String(reader.body(), ISO_8859_1);
            exam.explain("never", complete, what + ": all its bytes are there, and it is not complete");
            exam.explain(
                    "body",
                    body.equals(expected),
                    what + ": expected \"" + shown(expected) + "\", and got \"" + shown(body) + "\"");
            exam.check(
                    "rest",
                    fed - bytes.remaining() == sent.length(),
                    what + ": " + (fed - bytes.remaining()) + " bytes are taken, and " + sent.length()
                            + " are its own; the others are of the next request");
        } catch (ProtocolException e) {
            exam.check("right", false, what + " is refused: " + e.getMessage());
        }
    }

    private void refused(String id, String what, Map<String, String> fields, String sent) {
        try {
            new BodyReader(anyCase(fields)).add(ISO_8859_1.encode(sent));
            exam.check(id, false, what + " is accepted: expected a ProtocolException");
        } catch (ProtocolException e) {
            // as it must be
        }
    }

    private static Map<String, String> anyCase(Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(fields);
        return all;
    }

    private static String shown(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
