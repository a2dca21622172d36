// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private final TestLoop test = new TestLoop();
    private final List<Object> log = new ArrayList<>();
    private int reads;
    private boolean cancelled;

    @AfterEach
    void close() {
        test.close();
    }

    private BodyStream pieces(byte[] bytes, int size) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                reads++;
                byte[] piece = new byte[Math.min(size, rest.remaining())];
                rest.get(piece);
                return Future.completed(piece.length == 0 ? null : ByteBuffer.wrap(piece));
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        };
    }

    private BodyStream pieces(String text, int size) {
        return pieces(text.getBytes(StandardCharsets.UTF_8), size);
    }

    /** What {@code read} gives on the loop. */
    private <T> Future<T> on(Callable<Future<T>> read) {
        return test.turnUntilDone(test.loop.submit(read));
    }

    private <T> List<T> all(LineReader<T> lines) {
        List<T> all = new ArrayList<>();
        on(() -> lines.forEach(line -> {
                    all.add(line);
                    return Future.completed(null);
                }))
                .resultNow();
        assertThat(on(lines::next).resultNow()).as("after the end").isNull();
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1000})
    void linesAreSplitWhereverThePiecesAre(int size) {
        assertThat(all(LineReader.of(pieces("\uFEFFgrün\r\n\n❄ €\rx\n🎿", size))))
                .containsExactly("grün", "", "❄ €\rx", "🎿");
        assertThat(all(LineReader.of(pieces("a\n", size)))).containsExactly("a");
        assertThat(all(LineReader.of(pieces("", size)))).isEmpty();
        assertThat(all(LineReader.of(pieces(new byte[] {'a', (byte) 0xff, '\n'}, size))))
                .containsExactly("a\uFFFD");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void aLineThatIsTooLongFailsAndCancelsTheBody(int size) {
        LineReader<String> lines =
                LineReader.of(pieces("1234\r\n12345\n1\n", size)).withMaxLine(4);
        assertThat(on(lines::next).resultNow()).isEqualTo("1234");

        assertThat(on(lines::next).outcome().error())
                .isInstanceOf(LineTooLongException.class)
                .hasMessage("line 2 has more than 4 bytes: raise the limit (LineReader.withMaxLine)");
        assertThat(cancelled).isTrue();
        assertThat(on(lines::next).outcome().error()).isInstanceOf(LineTooLongException.class);
        assertThatThrownBy(() -> lines.withMaxLine(-1)).hasMessage("maxLine must be at least 0, not -1");
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
        LineReader<String> lines = LineReader.of(pieces(new byte[3 * LineReader.MAX_LINE], 64 * 1024));

        assertThat(on(lines::next).outcome().error()).isInstanceOf(LineTooLongException.class);
        assertThat(reads).isEqualTo(17);
    }

    /** Reads {@code 7}; {@code x} is no number. */
    private static final JsonMapper NUMBERS = new JsonMapper() {
        @Override
        public <T> T read(byte[] json, Class<T> type) {
            try {
                return type.cast(Integer.valueOf(new String(json, StandardCharsets.UTF_8).strip()));
            } catch (NumberFormatException e) {
                throw new JsonException("no number", e);
            }
        }

        @Override
        public byte[] write(Object value) {
            throw new AssertionError();
        }
    };

    @Test
    void jsonLinesAreValuesAndBlankOnesAreLeftOut() {
        assertThat(all(LineReader.ofJson(pieces("1\n\n 2 \r\n \r\n3", 2), Integer.class, NUMBERS)))
                .containsExactly(1, 2, 3);
    }

    @Test
    void aLineThatIsNoJsonFailsWithItsNumberAndTheNextOneIsRead() {
        LineReader<Integer> lines = LineReader.ofJson(pieces("1\nx\n3\n", 2), Integer.class, NUMBERS);
        assertThat(on(lines::next).resultNow()).isEqualTo(1);

        assertThat(on(lines::next).outcome().error())
                .isInstanceOf(JsonException.class)
                .hasMessage("line 2: no number");
        assertThat(on(lines::next).resultNow()).isEqualTo(3);
    }

    /** Nothing is read ahead. */
    @Test
    void forEachWaitsForTheActionBeforeItReadsOn() {
        LineReader<String> lines = LineReader.of(pieces("a\nb\n", 2));
        List<Promise<Object>> actions = new ArrayList<>();
        Function<String, Future<Object>> action = line -> {
            log.add(line);
            actions.add(test.loop.newPromise());
            return actions.get(actions.size() - 1);
        };
        Future<Void> all = test.loop.submit(() -> lines.forEach(action));
        test.turnUntilIdle();
        assertThat(log).containsExactly("a");
        assertThat(reads).isEqualTo(1);

        actions.get(0).complete("done");
        test.turnUntilIdle();
        assertThat(log).containsExactly("a", "b");
        actions.get(1).complete("done");
        test.turnUntilIdle();
        assertThat(all.isDone()).isTrue();
        assertThat(cancelled).isFalse();
    }

    @Test
    void anActionThatFailsEndsItAndCancelsTheBody() {
        IOException broken = new IOException("broken");
        Future<Void> all = on(() -> LineReader.of(pieces("a\nb\n", 2)).forEach(line -> Future.failed(broken)));

        assertThat(all.outcome().error()).isSameAs(broken);
        assertThat(cancelled).isTrue();
    }

    @Test
    void cancellingForEachCancelsWhatItWaitsForAndTheBody() {
        Promise<Object> action = test.loop.newPromise();
        LineReader<String> lines = LineReader.of(pieces("a\nb\n", 100));
        Future<Void> all = test.loop
                .submit(() -> Future.completed(lines.forEach(line -> action)))
                .flatMap(future -> future);
        test.turnUntilIdle();
        all.cancel();
        test.turnUntilIdle();

        assertThat(action.isCancelled()).isTrue();
        assertThat(cancelled).isTrue();
        assertThat(on(lines::next).outcome().error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aReadThatIsCancelledLosesNoLine() {
        Promise<ByteBuffer> piece = test.loop.newPromise();
        LineReader<String> lines = LineReader.of(BodyStream.of(() -> reads++ == 0 ? piece : Future.completed(null)));
        Future<Future<String>> reading = on(() -> Future.completed(lines.next()));
        piece.complete(ByteBuffer.wrap(new byte[] {'a', '\n'}));
        reading.resultNow().cancel(); // the piece is on its way
        test.turnUntilIdle();

        assertThat(on(lines::next).resultNow()).isEqualTo("a");
    }

    @Test
    void aBodyThatBreaksOffFailsTheRead() {
        IOException broken = new IOException("broken");

        assertThat(on(LineReader.of(BodyStream.of(() -> Future.failed(broken)))::next)
                        .outcome()
                        .error())
                .isSameAs(broken);
    }

    /** Another task has its turn while 100,000 lines that are all there are read. */
    @Test
    void manyLinesDoNotKeepTheLoopBusy() {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) '\n');
        Future<Void> all = test.loop.submit(() -> LineReader.of(pieces(bytes, bytes.length))
                .forEach(line -> {
                    if (log.size() == 10) {
                        test.loop.execute(() -> log.add("other task"));
                    }
                    log.add(line);
                    return Future.completed(null);
                }));
        test.turnUntilDone(all);

        assertThat(log).hasSize(100_001);
        assertThat(log.indexOf("other task")).isLessThan(2_000);
    }
}
