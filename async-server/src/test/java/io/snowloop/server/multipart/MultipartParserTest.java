// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.HttpException;
import io.snowloop.server.multipart.MultipartParser.Data;
import io.snowloop.server.multipart.MultipartParser.Event;
import io.snowloop.server.multipart.MultipartParser.Head;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The parser of multipart bodies")
class MultipartParserTest {
    private static final int MAX_HEAD = 100;

    /** A body, and what it means; a vertical bar stands for CRLF, and an arrow stands between content and its end. */
    record Row(String body, String meaning) {}

    static Stream<Row> rows() {
        return Stream.of(
                new Row("--b|A: 1||one|--b--", "{A: 1}one; end"),
                new Row("--b|A: 1||one|--b|A: 2|B: 3||two|--b--|", "{A: 1}one; {A: 2, B: 3}two; end"),
                new Row("--b--", "end"),
                new Row("--b--|", "end"),
                new Row("a preamble|--b|A: 1||one|--b--|an epilogue|--b|A: 2||", "{A: 1}one; end"),
                new Row("|--b|A: 1||one|--b--", "{A: 1}one; end"),
                new Row("--b|A: 1|||--b--", "{A: 1}; end"),
                new Row("--b||one|--b--", "{}one; end"),
                new Row("--b|A: 1|||||--b--", "{A: 1}||; end"),
                new Row("--b|A: 1||--b--|--b--", "{A: 1}--b--; end"),
                new Row("--b|A: 1||-|-|--|--a|--b--", "{A: 1}-|-|--|--a; end"),
                new Row("--b|A: 1||\r\r|--b--", "{A: 1}\r\r; end"),
                new Row("--b|A: 1||\n--b|--b--", "{A: 1}\n--b; end"),
                new Row("--b \t |A: 1||one|--b--", "{A: 1}one; end"),
                new Row("--b|A: \u00e9||\u0000\u00ff|--b--", "{A: \u00e9}\u0000\u00ff; end"));
    }

    /** What the events say: {@code {A: 1}content; end}. */
    private static final class Reader {
        final MultipartParser parser = new MultipartParser("b", MAX_HEAD);
        final StringBuilder text = new StringBuilder();

        void feed(String bytes) {
            parser.feed(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)));
            for (Event event = parser.next();
                    event != null && !text.toString().endsWith("end");
                    event = parser.next()) {
                if (event instanceof Head head) {
                    text.append(head.headers());
                } else if (event instanceof Data data) {
                    assertThat(data.bytes().hasRemaining()).isTrue();
                    text.append(ISO_8859_1.decode(data.bytes()));
                } else {
                    text.append(event == MultipartParser.Mark.PART_END ? "; " : "end");
                }
            }
        }
    }

    private static String bytes(String body) {
        return body.replace("|", "\r\n");
    }

    private static void assertMeans(Row row, String... pieces) {
        Reader reader = new Reader();
        for (String piece : pieces) {
            reader.feed(piece);
        }
        assertThat(reader.text.toString()).as(String.join("/", pieces)).isEqualTo(bytes(row.meaning));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsABodyWholeAndByteByByteAndInAnyTwoPieces(Row row) {
        String body = bytes(row.body);
        assertMeans(row, body);
        assertMeans(row, body.split(""));
        for (int i = 1; i < body.length(); i++) {
            assertMeans(row, body.substring(0, i), body.substring(i));
        }
    }

    @Test
    void aBoundaryOfManyCharactersIsFoundWhereverItIsCut() {
        String boundary = "-".repeat(69) + "x";
        String content = "\r\n" + "-".repeat(71) + "y\r\r\n--" + "-".repeat(68);
        String body = "--" + boundary + "\r\n\r\n" + content + "\r\n--" + boundary + "--";
        for (int cut = 0; cut <= body.length(); cut++) {
            MultipartParser parser = new MultipartParser(boundary, MAX_HEAD);
            StringBuilder found = new StringBuilder();
            for (String piece : new String[] {body.substring(0, cut), body.substring(cut)}) {
                parser.feed(ByteBuffer.wrap(piece.getBytes(ISO_8859_1)));
                for (Event event = parser.next(); event != null; event = parser.next()) {
                    if (event instanceof Data data) {
                        found.append(ISO_8859_1.decode(data.bytes()));
                    }
                    if (event == MultipartParser.Mark.END) {
                        break;
                    }
                }
            }
            assertThat(found.toString()).isEqualTo(content);
        }
    }

    /** RFC 2046 §5.1.1: the content of a part is any bytes but the delimiter. */
    @Test
    void randomContentComesOutAsItWentIn() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            StringBuilder content = new StringBuilder();
            IntStream.range(0, random.nextInt(60)).forEach(i -> content.append("\r\n-bx".charAt(random.nextInt(5))));
            if (content.toString().contains("\r\n--b") || ("\r\n" + content).startsWith("\r\n--b")) {
                continue;
            }
            String body = "--b\r\nA: 1\r\n\r\n" + content + "\r\n--b--";
            Reader reader = new Reader();
            for (int at = 0; at < body.length(); ) {
                int next = Math.min(body.length(), at + 1 + random.nextInt(9));
                reader.feed(body.substring(at, next));
                at = next;
            }
            assertThat(reader.text.toString()).isEqualTo("{A: 1}" + content + "; end");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--b|A: 1||one|--bc|, a boundary does not end its line",
        "--bcd, a boundary does not end its line",
        "--b -- , a boundary does not end its line",
        "--b|A 1||one|--b--, a line of a head is no header field: there is no colon in it",
        "--b|A : 1||one|--b--, is not a token",
        "--b|: 1||one|--b--, is not a token",
        "--b|A: 1^||one|--b--, a line of a head ends without CR",
        "--b|^A: 1||one|--b--, a line of a head ends without CR",
        "--b|A: ~||one|--b--, holds the character U+0000",
        "--b|A: 1| folded||one|--b--, there is no colon",
    })
    void refusesWhatIsNoForm(String body, String why) {
        String bytes = bytes(body.replace('^', '\n').replace('~', '\0'));
        assertThatThrownBy(() -> new Reader().feed(bytes))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status().code()).isEqualTo(400))
                .hasMessageStartingWith("the form is malformed: ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "--b", "--b|", "--b|A: 1", "--b|A: 1|", "--b|A: 1||", "--b|A: 1||one", "--b|A: 1||one|--b-"})
    void doesNotSayThatAFormHasEndedWhichIsCutOff(String body) {
        Reader reader = new Reader();
        reader.feed(bytes(body));

        assertThat(reader.text.toString()).doesNotContain("end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "--b|", "--b|A: 1|B: ", "--b", "--b|A: 1||one|--b "})
    void refusesAHeadThatIsTooLong(String before) {
        Reader reader = new Reader();
        reader.feed(bytes(before));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 2 * MAX_HEAD; i++) {
                        reader.feed(
                                before.startsWith("x") || before.endsWith("|") || before.endsWith(": ") ? "x" : " ");
                    }
                })
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status().code()).isEqualTo(413))
                .hasMessage("a head has more than 100 bytes");
    }

    @Test
    void takesAHeadOfThisSizeAndNoByteMore() {
        String rest = "\r\n\r\none\r\n--b--";
        new Reader().feed("--b\r\nA: " + "x".repeat(MAX_HEAD - 7) + rest);
        assertThatThrownBy(() -> new Reader().feed("--b\r\nA: " + "x".repeat(MAX_HEAD - 6) + rest))
                .hasMessageStartingWith("a head has more");

        Reader unfinished = new Reader();
        unfinished.feed("--b\r\nA: " + "x".repeat(MAX_HEAD - 3));
        assertThatThrownBy(() -> unfinished.feed("x")).hasMessageStartingWith("a head has more");
    }

    @Test
    void takes32FieldsOfAHeadAndNotOneMore() {
        assertThat(fields(32)).isEqualTo(32);
        assertThatThrownBy(() -> fields(33))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status().code()).isEqualTo(400))
                .hasMessageContaining("more than 32 fields");
    }

    private static int fields(int count) {
        MultipartParser parser = new MultipartParser("b", 1_000);
        parser.feed(ByteBuffer.wrap(bytes("--b|" + "b:|".repeat(count) + "|").getBytes(ISO_8859_1)));
        return parser.next() instanceof Head head ? head.headers().size() : -1;
    }

    @Test
    void saysThatAPartHasEndedAsSoonAsItsBoundaryIsThere() {
        Reader reader = new Reader();
        reader.feed(bytes("--b|A: 1||one|--"));
        assertThat(reader.text.toString()).isEqualTo("{A: 1}one");
        reader.feed("b");
        assertThat(reader.text.toString()).isEqualTo("{A: 1}one; ");
    }

    @Test
    void hasNothingToSayBehindTheEnd() {
        MultipartParser parser = new MultipartParser("b", MAX_HEAD);
        parser.feed(ByteBuffer.wrap(bytes("--b--|--b|A: 1||").getBytes(ISO_8859_1)));
        assertThat(parser.next()).isEqualTo(MultipartParser.Mark.END);
        assertThat(parser.next()).isEqualTo(MultipartParser.Mark.END);
    }
}
