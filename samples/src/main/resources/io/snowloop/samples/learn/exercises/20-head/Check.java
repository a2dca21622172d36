// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Heads in pieces, heads one behind the other, and heads that must be refused. */
class Check implements Examiner {
    private static final String FIRST =
            "GET /hello HTTP/1.1\r\nHost: 10.0.0.1\r\naccept:text/plain\r\nAccept:  text/html \r\n"
                    + "X-Time: 12:30\r\nEmpty:\r\n\r\n";
    private static final String SECOND = "GET /bye HTTP/1.1\r\nHost: 10.0.0.2\r\n\r\n";

    @Override
    public void examine(Exam exam) {
        String sent = FIRST + SECOND + "body";
        int longest = 1 + exam.random().nextInt(exam.random().nextBoolean() ? 3 : 200);
        HeadParser parser = new HeadParser();
        List<Head> heads = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.allocate(0);
        int fed = 0;
        int left = -1;
        while (fed < sent.length() && left < 0) {
            int end = Math.min(sent.length(), fed + 1 + exam.random().nextInt(longest));
            bytes = ISO_8859_1.encode(ISO_8859_1.decode(bytes) + sent.substring(fed, end));
            fed = end;
            Head head = add(exam, parser, bytes);
            while (head != null && heads.size() < 2) {
                heads.add(head);
                int complete = heads.size() == 1 ? FIRST.length() : FIRST.length() + SECOND.length();
                exam.explain("early", fed >= complete, "a head is given, and its empty line has not come yet");
                exam.explain(
                        "rest",
                        bytes.remaining() == fed - complete,
                        "behind the head are " + (fed - complete) + " bytes of something else: " + bytes.remaining()
                                + " are left of them");
                left = heads.size() == 2 ? bytes.remaining() : -1;
                head = left < 0 ? add(exam, parser, bytes) : null;
            }
        }
        exam.explain(
                "complete",
                heads.size() == 2,
                "two heads are complete, in pieces of at most " + longest + " bytes: " + heads.size() + " were given");
        Head second = heads.get(1);
        exam.explain("again", second.fields().size() == 1, "the second head has something of the first: " + second);
        Head head = heads.get(0);
        exam.check(
                "first line",
                head.first().equals("GET /hello HTTP/1.1"),
                "the first line: got \"" + head.first() + "\"");
        field(exam, head, "hOST", "10.0.0.1");
        field(exam, head, "X-Time", "12:30");
        field(exam, head, "Accept", "text/plain, text/html");
        field(exam, head, "Empty", "");
        refused(exam, "blank", "Content-Length : 5", "a blank before the colon");
        refused(exam, "no colon", "Content-Length 5", "a line without a colon");
        refused(exam, "no name", ": 5", "a field without a name");
        refused(exam, "folded", "A: b\r\n c: d", "a line that begins with a blank");
        refused(exam, "long", "A: " + "b".repeat(9_000), "a head of 9,000 bytes");
        nothing(exam);
    }

    /** Four bytes must not end a server: what is no request is refused by the one who asks for a request. */
    private static void nothing(Exam exam) {
        try {
            new HeadParser().add(ISO_8859_1.encode("\r\n\r\n"));
        } catch (ProtocolException e) {
            // as it may be
        } catch (IndexOutOfBoundsException e) {
            exam.check(
                    "nothing",
                    false,
                    "two line ends and nothing else: expected a head with an empty first line, or a ProtocolException,"
                            + " and got " + e);
        }
    }

    private static Head add(Exam exam, HeadParser parser, ByteBuffer bytes) {
        try {
            return parser.add(bytes);
        } catch (ProtocolException e) {
            exam.explain("right", false, "a head that is right is refused: " + e.getMessage());
            return null;
        }
    }

    private static void field(Exam exam, Head head, String name, String expected) {
        String value = head.fields().get(name);
        exam.explain(
                "found", value != null, "\"" + name + "\" is not found in the head: names are the same in any case");
        exam.check(
                "value", expected.equals(value), name + ": expected \"" + expected + "\", and got \"" + value + "\"");
    }

    private static void refused(Exam exam, String id, String fields, String what) {
        try {
            new HeadParser().add(ISO_8859_1.encode("GET / HTTP/1.1\r\n" + fields + "\r\n\r\n"));
            exam.check(id, false, what + " is taken for a field: expected a ProtocolException");
        } catch (ProtocolException e) {
            // as it must be
        }
    }
}
