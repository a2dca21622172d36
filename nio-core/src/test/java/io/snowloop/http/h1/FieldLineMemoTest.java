// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memo of field lines: what it keeps, and that a reader of heads does the same with it. */
class FieldLineMemoTest {
    /** So many that each line of a head has had its turn to be kept. */
    private static final int ENOUGH = 1_000;

    private static final List<String> PROGRAM = List.of(
            "Host: www.example.com",
            "Connection: keep-alive",
            "Cache-Control: max-age=0",
            "sec-ch-ua: \"Chromium\";v=\"124\", \"Not-A.Brand\";v=\"99\"",
            "sec-ch-ua-mobile: ?0",
            "sec-ch-ua-platform: \"Linux\"",
            "Upgrade-Insecure-Requests: 1",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
            "Sec-Fetch-Site: same-origin",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-User: ?1",
            "Sec-Fetch-Dest: document",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Accept-Language: en-GB,en-US;q=0.9,en;q=0.8");

    private static final List<String> USER = List.of(
            "Referer: https://www.example.com/",
            "Cookie: visitor=0123456789abcdef0123456789abcdef",
            "Authorization: Bearer 0123456789abcdef",
            "Proxy-Authorization: Basic 0123456789abcdef",
            "Set-Cookie: visitor=0123456789abcdef",
            "Origin: https://www.example.com",
            "If-None-Match: \"0123456789abcdef\"",
            "X-Api-Key: 0123456789abcdef",
            "X-Forwarded-For: 192.0.2.1");

    private final FieldLineMemo memo = new FieldLineMemo();

    private static ByteQueue bytes(String text) {
        ByteQueue bytes = new ByteQueue();
        bytes.append(text.getBytes(ISO_8859_1));
        return bytes;
    }

    private static String section(List<String> lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private Headers read(String section) throws RemoteProtocolException {
        return FieldLines.ofHeaders(Limits.DEFAULT, memo).read(bytes(section));
    }

    private Headers learn(String section) throws RemoteProtocolException {
        for (int i = 0; i < ENOUGH; i++) {
            read(section);
        }
        return read(section);
    }

    private boolean isKnown(String line) {
        return memo.take(bytes(line + "\r\n\r\n"), Integer.MAX_VALUE, Headers.builder()) > 0;
    }

    @Test
    void aLineOfAProgramIsParsedOnce() throws RemoteProtocolException {
        Headers first = learn(section(PROGRAM));
        Headers second = read(section(PROGRAM));
        assertThat(second).isEqualTo(first);
        for (int i = 0; i < first.size(); i++) {
            assertThat(second.value(i)).as(PROGRAM.get(i)).isSameAs(first.value(i));
        }
    }

    @Test
    void aLineOfAUserIsNotKept() throws RemoteProtocolException {
        learn(section(USER));
        assertThat(USER).noneMatch(this::isKnown);
    }

    /** One of 64 lines is kept. With eight lines that are not known in each head, it must not be the same one of them each time. */
    @Test
    void eachLineHasItsTurn() throws RemoteProtocolException {
        String line = PROGRAM.get(0);
        List<String> lines = new ArrayList<>(USER.subList(0, 7));
        lines.add(0, line);
        learn(section(lines));
        assertThat(isKnown(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {FieldLineMemo.LONGEST - 1, FieldLineMemo.LONGEST, FieldLineMemo.LONGEST + 1})
    void aLongLineIsNotKept(int length) throws RemoteProtocolException {
        String line = "Accept: " + "a".repeat(length - "Accept: \r\n".length());
        learn(section(List.of(line)));
        assertThat(isKnown(line)).isEqualTo(length <= FieldLineMemo.LONGEST);
    }

    @Test
    void theLinesHaveABound() throws RemoteProtocolException {
        List<String> lines = IntStream.range(0, 20_000)
                .mapToObj(i -> "Host: " + i + ".example.com")
                .toList();
        for (int i = 0; i < ENOUGH / 10; i++) {
            for (String line : lines) {
                read(line + "\r\n\r\n");
            }
        }
        assertThat(lines.stream().filter(this::isKnown).count()).isBetween(1L, (long) FieldLineMemo.SLOTS);
    }

    /** Lines that are known, nearly known, cut, and over a limit: fields, messages and the bytes that are left. */
    @Seeds(40)
    void theSameAsWithoutIt(long seed) throws RemoteProtocolException {
        Random random = new Random(seed);
        learn(section(PROGRAM));
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int lines = random.nextInt(20); lines > 0; lines--) {
                List<String> some = random.nextInt(4) == 0 ? USER : PROGRAM;
                text.append(some.get(random.nextInt(some.size()))).append("\r\n");
            }
            text.append("\r\nthe body");
            if (random.nextBoolean()) {
                text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
            }
            Limits limits = Limits.builder()
                    .headerLine(random.nextBoolean() ? 20 + random.nextInt(100) : 8_000)
                    .headers(random.nextBoolean() ? 50 + random.nextInt(600) : 64_000)
                    .headerCount(random.nextBoolean() ? 1 + random.nextInt(15) : 100)
                    .build();
            int cut = random.nextBoolean() ? text.length() : random.nextInt(text.length());
            String with = outcome(FieldLines.ofHeaders(limits, memo), text.toString(), cut);
            assertThat(with)
                    .as("%s %s, cut at %d", limits, text, cut)
                    .isEqualTo(outcome(FieldLines.ofHeaders(limits, new FieldLineMemo()), text.toString(), cut));
        }
    }

    private static String outcome(FieldLines lines, String text, int cut) {
        ByteQueue bytes = bytes(text.substring(0, cut));
        try {
            Headers fields = lines.read(bytes);
            if (fields == null) {
                bytes.append(text.substring(cut).getBytes(ISO_8859_1));
                fields = lines.read(bytes);
            }
            return fields == null
                    ? "incomplete, " + lines.kept() + " bytes kept"
                    : IntStream.range(0, fields.size()).mapToObj(fields::name).toList() + " " + fields.hashCode() + " "
                            + Feed.latin1(bytes.peek());
        } catch (RemoteProtocolException e) {
            return e.getMessage();
        }
    }
}
