// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.sim.Seeds;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol, byte by byte. The rows are those of the specification's examples, and one for each thing that it leaves open. */
class RespReaderTest {
    @SuppressWarnings("ArrayRecordComponent") // no two are compared
    record Row(String bytes, RespValue... values) {
        @Override
        public String toString() {
            return bytes.replace("\r\n", "/");
        }
    }

    static List<Row> rows() {
        return List.of(
                new Row("+OK\r\n", text("OK")),
                new Row("+\r\n", text("")),
                new Row("-ERR unknown command 'asdf'\r\n", new RespValue.Failure("ERR unknown command 'asdf'")),
                new Row("!21\r\nSYNTAX invalid syntax\r\n", new RespValue.Failure("SYNTAX invalid syntax")),
                new Row(":0\r\n:-9223372036854775808\r\n:+7\r\n", number(0), number(Long.MIN_VALUE), number(7)),
                new Row("$5\r\nhello\r\n", text("hello")),
                new Row("$0\r\n\r\n", text("")),
                new Row("$4\r\n\r\n\r\n\r\n", text("\r\n\r\n")),
                new Row("$-1\r\n*-1\r\n_\r\n", new RespValue.Nil(), new RespValue.Nil(), new RespValue.Nil()),
                new Row("=15\r\ntxt:Some string\r\n", text("Some string")),
                new Row("#t\r\n#f\r\n", new RespValue.Bool(true), new RespValue.Bool(false)),
                new Row(",1.23\r\n,10\r\n,-1e-3\r\n", real(1.23), real(10), real(-0.001)),
                new Row(",inf\r\n,-inf\r\n,nan\r\n", real(1 / 0.0), real(-1 / 0.0), real(Double.NaN)),
                new Row(
                        "(3492890328409238509324850943850943825024385\r\n",
                        new RespValue.Big(new BigInteger("3492890328409238509324850943850943825024385"))),
                new Row("*0\r\n", items()),
                new Row("*3\r\n:1\r\n:2\r\n$5\r\nhello\r\n", items(number(1), number(2), text("hello"))),
                new Row(
                        "*2\r\n*3\r\n:1\r\n:2\r\n:3\r\n*2\r\n+Hello\r\n-World\r\n",
                        items(
                                items(number(1), number(2), number(3)),
                                items(text("Hello"), new RespValue.Failure("World")))),
                new Row("*2\r\n*0\r\n*1\r\n*0\r\n", items(items(), items(items()))),
                new Row(
                        "%2\r\n+first\r\n:1\r\n+second\r\n:2\r\n",
                        items(text("first"), number(1), text("second"), number(2))),
                new Row("~2\r\n+a\r\n+b\r\n%0\r\n", items(text("a"), text("b")), items()),
                new Row(
                        "|1\r\n+key-popularity\r\n%1\r\n+a\r\n,0.19\r\n*2\r\n:1\r\n|1\r\n+ttl\r\n:3600\r\n:3\r\n|0\r\n+end\r\n",
                        items(number(1), number(3)), text("end")),
                new Row(
                        ">3\r\n+message\r\n+news\r\n$2\r\nhi\r\n",
                        new RespValue.Push(List.of(text("message"), text("news"), text("hi")))));
    }

    private static RespValue text(String text) {
        return new RespValue.Text(text.getBytes(UTF_8));
    }

    private static RespValue number(long value) {
        return new RespValue.Int(value);
    }

    private static RespValue real(double value) {
        return new RespValue.Real(value);
    }

    private static RespValue items(RespValue... values) {
        return new RespValue.Items(List.of(values));
    }

    private static List<RespValue> read(RespReader reader, byte[] bytes, int piece) throws RespException {
        List<RespValue> values = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += piece) {
            reader.feed(ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)));
            for (RespValue value = reader.next(); value != null; value = reader.next()) {
                values.add(value);
            }
        }
        return values;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isReadInPiecesOfAnySize(Row row) throws Exception {
        byte[] bytes = row.bytes.getBytes(UTF_8);
        for (int piece = 1; piece <= bytes.length; piece++) {
            assertThat(read(new RespReader(1_000), bytes, piece))
                    .as("pieces of %s", piece)
                    .containsExactly(row.values);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n", "+a\n", "\r\n", ":1x\r\n", ":\r\n", ":9223372036854775808\r\n",
                        "#x\r\n", ",1,5\r\n", ",0x1p3\r\n", ",1d\r\n",
                "(1.5\r\n", "$1\r\nab\r\n", "$-2\r\n", "*-2\r\n", "~-1\r\n", "=-1\r\n", "$?\r\n", "*?\r\n", "$+\r\n",
                        "*1\r\n>1\r\n+a\r\n"
            })
    void isRefused(String bytes) {
        assertThatThrownBy(() -> read(new RespReader(1_000), bytes.getBytes(ISO_8859_1), 100))
                .isInstanceOf(RespException.class);
    }

    @Test
    void aValueBeyondTheLimitIsRefusedBeforeItHasCome() throws Exception {
        assertThatThrownBy(() -> read(new RespReader(100), "$101\r\n".getBytes(UTF_8), 10))
                .hasMessage("a value of more than maxValue = 100 bytes");
        assertThatThrownBy(() -> read(new RespReader(100), "*7\r\n".getBytes(UTF_8), 10))
                .hasMessageContaining("maxValue = 100");
        assertThat(read(new RespReader(100), "*2\r\n$40\r\n".getBytes(UTF_8), 10))
                .isEmpty();
    }

    @Test
    void theLimitIsForAllThatIsInAValueAndForEachValueAnew() throws Exception {
        String twice = "*2\r\n$40\r\n" + "a".repeat(40) + "\r\n$40\r\n" + "a".repeat(40) + "\r\n";
        assertThatThrownBy(() -> read(new RespReader(100), twice.getBytes(UTF_8), 10))
                .hasMessageContaining("maxValue = 100");

        String one = "$40\r\n" + "a".repeat(40) + "\r\n";
        assertThat(read(new RespReader(100), one.repeat(5).getBytes(UTF_8), 10)).hasSize(5);
    }

    @Test
    void listsInListsHaveABound() throws Exception {
        String deep = "*1\r\n".repeat(RespReader.MAX_DEPTH);
        assertThat(read(new RespReader(1_000), (deep + ":1\r\n").getBytes(UTF_8), 10))
                .hasSize(1);
        assertThatThrownBy(() -> read(new RespReader(1_000), (deep + "*1\r\n").getBytes(UTF_8), 10))
                .hasMessage("more than 32 lists in each other");
    }

    /** To read one takes the square of its digits. */
    @Test
    void aNumberHasFourThousandDigitsAtTheMost() throws Exception {
        String most = "1".repeat(RespReader.MAX_DIGITS);
        assertThat(read(new RespReader(1 << 20), ("(" + most + "\r\n").getBytes(UTF_8), 4_000))
                .containsExactly(new RespValue.Big(new BigInteger(most)));
        assertThatThrownBy(() -> read(new RespReader(1 << 20), ("(" + most + "1\r\n").getBytes(UTF_8), 4_000))
                .hasMessage("a number of more than 4096 digits");
    }

    @Test
    void aLineWithoutAnEndIsRefused() {
        assertThatThrownBy(() ->
                        read(new RespReader(1 << 20), ("+" + "a".repeat(RespReader.MAX_LINE)).getBytes(UTF_8), 4_000))
                .hasMessage("a line of more than 65536 bytes");
    }

    /** Whatever comes: values or the one exception, and no more memory than was sent. */
    @Test
    void anythingElseIsRefused() {
        List<Row> rows = rows();
        Seeds.check(2_000, simulation -> {
            Random random = simulation.random();
            byte[] bytes = rows.get(random.nextInt(rows.size())).bytes.getBytes(UTF_8);
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] =
                        (byte) "+-:$*%~|>_#,(=!0123456789\r\n?a".charAt(random.nextInt(28));
            }
            try {
                read(new RespReader(1_000), bytes, 1 + random.nextInt(bytes.length));
            } catch (RespException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        });
    }

    @Test
    void aCommandIsAListOfBulkStrings() throws Exception {
        ByteQueue out = new ByteQueue();
        Command.of("SET", "key", 17, List.of("a", "é"), new byte[] {0, 10}).writeTo(out);
        byte[] bytes = new byte[out.size()];
        out.peek().get(bytes);

        assertThat(new String(bytes, UTF_8))
                .isEqualTo("*6\r\n$3\r\nSET\r\n$3\r\nkey\r\n$2\r\n17\r\n$1\r\na\r\n$2\r\né\r\n$2\r\n\0\n\r\n");
        assertThat(read(new RespReader(1_000), bytes, 3)).hasSize(1);
    }

    /** What a server sends must not fill the log, nor forge lines of it. */
    @Test
    void aValueInAMessageIsShortAndHasNoControlCharacters() {
        String hostile = "x\n\u001b[2J" + "y".repeat(100_000);
        for (RespValue value : List.of(
                text(hostile),
                items(Collections.nCopies(100_000, text(hostile)).toArray(new RespValue[0])),
                new RespValue.Push(List.of(text(hostile))),
                new RespValue.Failure(hostile),
                new RespValue.Big(BigInteger.TEN.pow(50_000)))) {
            assertThat(value.toString()).hasSizeLessThan(100).doesNotContain("\n", "\u001b");
        }
        RedisException refusal = new RedisException(new RespValue.Failure(hostile));
        assertThat(refusal.getMessage())
                .hasSizeLessThan(1_100)
                .startsWith("x\\u000a\\u001b[2J")
                .doesNotContain("\n");
    }

    @Test
    void aValueSaysWhatItStandsFor() {
        assertThat(text("17").number()).isEqualTo(17);
        assertThat(number(17).text()).isEqualTo("17");
        assertThat(new RespValue.Nil().text()).isNull();
        assertThat(new RespValue.Nil().items()).isEmpty();
        assertThat(new RespValue.Bool(true).number()).isEqualTo(1);
        assertThat(items(text("a"), number(1)).pairs()).hasSize(1).first().satisfies(pair -> {
            assertThat(pair.getKey()).isEqualTo("a");
            assertThat(pair.getValue()).isEqualTo(number(1));
        });
        assertThatThrownBy(() -> items().text())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not a single value");
        assertThatThrownBy(() -> text("a").number()).hasMessageContaining("not a whole number");
        assertThatThrownBy(() -> items(number(1)).pairs()).hasMessageContaining("not a list of pairs");
        assertThatThrownBy(() -> new RespValue.Failure("WRONGTYPE no list").items())
                .isInstanceOf(RedisException.class)
                .hasMessage("WRONGTYPE no list");
    }
}
