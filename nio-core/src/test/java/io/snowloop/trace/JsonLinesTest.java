// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.snowloop.http.syntax.JsonText;
import io.snowloop.loop.LoopEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    @Test
    void aCharacterMayBeWrittenByItsNumber() {
        assertThat(JsonText.parse("{\"name\":\"\\u1a2B\\u0041\"}")).containsExactly(entry("name", "\u1a2BA"));
    }

    private static final String HEADER = "{\"snowloop-trace\":2,\"loop\":\"loop-1\",\"origin\":5}\n";

    private static String write(Recording recording) throws IOException {
        StringBuilder out = new StringBuilder();
        JsonLines.write(recording, out);
        return out.toString();
    }

    private static Recording read(String text) throws IOException {
        return JsonLines.read(new BufferedReader(new StringReader(text)));
    }

    @Test
    void oneLineForEachRecordWithNamedValues() throws IOException {
        Recording recording = new Recording(
                "loop-1",
                5,
                List.of(
                        new TraceRecord(7, 0, LoopEvent.TURN_BEGIN, 0, 0, ""),
                        new TraceRecord(8, 10, LoopEvent.TIMER, 137, 0, "retry"),
                        new TraceRecord(9, 20, LoopEvent.READ, 512, 3, "ServerConnection"),
                        new TraceRecord(10, 30, LoopEvent.SELECT_BEGIN, -1, 0, "")));

        assertThat(write(recording)).isEqualTo(HEADER + """
                {"n":7,"t":0,"event":"turn-begin"}
                {"n":8,"t":10,"event":"timer","late":137,"owner":"retry"}
                {"n":9,"t":20,"event":"read","bytes":512,"channel":3,"owner":"ServerConnection"}
                {"n":10,"t":30,"event":"select-begin","wait":-1}
                """);
    }

    @Test
    void noControlCharacterOfAnOwnerIsWritten() throws IOException {
        String owner = "GET /\u001b[2J\u007f\u009b31m\u00e4";

        String written = write(new Recording("", 0, List.of(new TraceRecord(1, 0, LoopEvent.TASK, 0, 0, owner))));

        assertThat(written.lines().flatMapToInt(String::chars).filter(Character::isISOControl))
                .isEmpty();
        assertThat(read(written).records().get(0).owner()).isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aWrittenRecordingCanBeRead(long seed) throws IOException {
        Random random = new Random(seed);
        List<TraceRecord> records = new ArrayList<>();
        for (LoopEvent event : LoopEvent.values()) {
            boolean valued = write(new Recording("", 0, List.of(new TraceRecord(0, 0, event, 4711, 0, ""))))
                    .contains("4711");
            records.add(new TraceRecord(
                    1000 + records.size(),
                    random.nextLong(Long.MAX_VALUE),
                    event,
                    valued ? random.nextLong() : 0,
                    random.nextBoolean() ? 0 : random.nextInt(1, Integer.MAX_VALUE),
                    name(random)));
        }
        Recording recording = new Recording(name(random), random.nextLong(), records);

        assertThat(read(write(recording))).as("seed %d", seed).isEqualTo(recording);
    }

    private static String name(Random random) {
        String alphabet = "aZ 0\"\\/\n\r\t\b\f\u0000\u001f{}:,äλ雪\ud83d\ude00";
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
            name.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
        }
        return name.toString();
    }

    @Test
    void unknownMembersAreSkippedAndAllEscapesAreRead() throws IOException {
        Recording recording = read(HEADER.replace("}", ",\"host\":\"x\"}")
                + "{\"n\":0,\"t\":1,\"event\":\"end\",\"colour\":3,\"owner\":\"\\b\\f\\n\\r\\t\\/\\u00e4\\u00C4\"}\n");

        assertThat(recording.records()).containsExactly(new TraceRecord(0, 1, LoopEvent.END, 0, 0, "\b\f\n\r\t/äÄ"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                                                | line 1: expected '{' at column 1
            {"loop":"x"}                                                      | line 1: no number "snowloop-trace"
            {"snowloop-trace":3,"loop":"x"}                                   | line 1: the version is 3, supported are 1 to 2
            {"snowloop-trace":0,"loop":"x"}                                   | line 1: the version is 0, supported are 1 to 2
            {"snowloop-trace":1,"origin":0}                                   | line 1: no string "loop"
            {"snowloop-trace":1                                               | line 1: expected '}'
            {"snowloop-trace":1} x                                            | line 1: expected the end of the line
            {"snowloop-trace":true}                                           | line 1: expected a whole number or a string at column 19
            {"snowloop-trace":99999999999999999999}                           | line 1: expected a whole number
            {"snowloop-trace                                                  | line 1: expected '"'
            {"snowloop\\x"                                                    | line 1: expected an escape
            {"snowloop\\u00g0"                                                | line 1: expected a hexadecimal digit
            {"snowloop-trace";1}                                              | line 1: expected ':'
            """)
    void malformedFilesAreRejected(String text, String message) {
        assertThatThrownBy(() -> read(text.replace("\\\\", "\\")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"n":0,"t":0}                   | line 2: no string "event"
            {"t":0,"event":"end"}           | line 2: no number "n"
            {"n":0,"t":0,"event":"read"}    | line 2: no number "bytes"
            {"n":"0","t":0,"event":"end"}   | line 2: no number "n"
            nonsense                        | line 2: expected '{' at column 1
            """)
    void aMalformedRecordIsRejectedWithItsLine(String line, String message) {
        assertThatThrownBy(() -> read(HEADER + line))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFileOfTheFirstVersionCanBeRead() throws IOException {
        Recording recording = read("""
                {"snowloop-trace":1,"loop":"loop-3","origin":17}
                {"n":0,"t":55493,"event":"task","late":21414,"owner":"a lambda of Js"}
                {"n":1,"t":64392,"event":"end","owner":"a lambda of Js"}
                """);
        assertThat(recording.records()).extracting(TraceRecord::event).containsExactly(LoopEvent.TASK, LoopEvent.END);
    }

    @Test
    void eventsOfUnknownNamesAreSkippedAndLinesAreStillCounted() throws IOException {
        String file = HEADER + """
                {"n":5,"t":0,"event":"select-begin","wait":-1}
                {"n":6,"t":0,"event":"sneeze","how":"loudly"}
                {"n":7,"t":2000000,"event":"select-end","ready":1}
                {"n":8,"t":2000000,"event":"sneeze"}
                {"n":9,"t":5000000,"event":"ready","ops":1,"channel":1,"owner":"Echo"}
                """;
        Recording recording = read(file);

        assertThat(recording.records()).extracting(TraceRecord::number).containsExactly(5L, 7L, 9L);
        assertThat(recording.find(6)).isEmpty();
        assertThat(recording.find(7))
                .hasValueSatisfying(record -> assertThat(record.event()).isEqualTo(LoopEvent.SELECT_END));
        assertThat(recording.find(9)).isPresent();
        assertThat(recording.find(4)).isEmpty();
        assertThat(recording.find(10)).isEmpty();
        assertThat(LateReport.of(recording, recording.find(9).orElseThrow(), Pauses.NONE, List.of())
                        .late())
                .isEqualTo(3_000_000);
        assertThatThrownBy(() -> read(file + "nonsense")).hasMessageContaining("line 7: expected '{'");
    }

    @Test
    void anEmptyFileIsRejected() {
        assertThatThrownBy(() -> read("")).isInstanceOf(IOException.class).hasMessageContaining("line 1");
    }
}
