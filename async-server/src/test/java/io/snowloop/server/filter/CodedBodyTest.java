// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.testing.TestLoop;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A body that is coded while it is read")
class CodedBodyTest {
    private final TestLoop test = new TestLoop();
    private final List<CountedDeflater> deflaters = new ArrayList<>();
    private final Supplier<Deflater> counted = () -> {
        deflaters.add(new CountedDeflater());
        return deflaters.get(deflaters.size() - 1);
    };

    /** Counts how often its memory was freed. */
    private static final class CountedDeflater extends Deflater {
        int ends;

        CountedDeflater() {
            super(6, true);
        }

        @Override
        public void end() {
            ends++;
            super.end();
        }
    }

    /** A source whose pieces a test gives, one promise for each read. */
    private final class Source implements BodyStream {
        final List<Promise<ByteBuffer>> reads = new ArrayList<>();
        int cancels;

        @Override
        public Future<ByteBuffer> read() {
            Promise<ByteBuffer> read = test.loop.newPromise();
            reads.add(read);
            return read;
        }

        @Override
        public void cancel() {
            cancels++;
        }

        void give(String text) {
            reads.get(reads.size() - 1).complete(text == null ? null : ByteBuffer.wrap(text.getBytes(UTF_8)));
            test.turnUntilIdle();
        }
    }

    private final Source source = new Source();

    /** What the bodies of a test say that they keep, in place of what they said before. */
    private long kept;

    @AfterEach
    void allIsFreedOnce() {
        assertThat(deflaters).extracting(deflater -> deflater.ends).containsOnly(1);
        assertThat(kept).isZero();
        test.close();
    }

    private CodedBody coded(BodyStream plain) {
        return new CodedBody(plain, DeflaterCoding.gzip(counted), bytes -> kept = bytes);
    }

    /** Reads as a task of the loop. */
    private Future<ByteBuffer> read(BodyStream body) {
        List<Future<ByteBuffer>> read = new ArrayList<>();
        test.inTask(() -> read.add(body.read()));
        return read.get(0);
    }

    /** All of it, decoded, read in turns of a loop. */
    static byte[] decoded(CodedBody body) throws Exception {
        try (TestLoop loop = new TestLoop()) {
            Body.Bytes bytes = loop.turnUntilDone(loop.loop.submit(() -> body.collect(10_000_000)))
                    .resultNow();
            try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes.array()))) {
                return in.readAllBytes();
            }
        }
    }

    /** What can be decoded of a body that has not ended. */
    private static String decodable(ByteBuffer... pieces) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer piece : pieces) {
            all.write(piece.array(), piece.arrayOffset(), piece.remaining());
        }
        StringBuilder text = new StringBuilder();
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(all.toByteArray()))) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                text.append((char) c);
            }
        } catch (EOFException noMoreYet) {
            return text.toString();
        }
        throw new AssertionError("the body has ended");
    }

    @Test
    void isTheSameAfterDecodingWhateverThePiecesAre() throws Exception {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 2, 100, 65_535, 65_536, 65_537, 300_000}) {
            byte[] plain = new byte[size];
            random.nextBytes(plain);
            ByteBuffer rest = ByteBuffer.wrap(plain);
            BodyStream pieces = BodyStream.of(() -> {
                if (!rest.hasRemaining()) {
                    return Future.completed(null);
                }
                int length = Math.min(rest.remaining(), 1 + random.nextInt(100_000));
                ByteBuffer piece = rest.slice(rest.position(), length);
                rest.position(rest.position() + length);
                return Future.completed(piece);
            });
            assertThat(decoded(coded(pieces))).as(size + " bytes").isEqualTo(plain);
        }
    }

    @Test
    void anEventIsNotHeldBack() throws Exception {
        CodedBody body = coded(source);
        Future<ByteBuffer> first = read(body);
        test.turnUntilIdle();
        assertThat(first.isDone()).isFalse();

        source.give("data: 1\n\n");
        ByteBuffer one = first.resultNow();
        assertThat(decodable(one)).isEqualTo("data: 1\n\n");
        Future<ByteBuffer> second = read(body);
        source.give("data: 2\n\n");
        ByteBuffer two = second.resultNow();
        assertThat(decodable(one, two)).isEqualTo("data: 1\n\ndata: 2\n\n");
        Future<ByteBuffer> last = read(body);
        source.give(null);
        assertThat(last.resultNow().remaining()).isPositive();
        assertThat(read(body).resultNow()).isNull();
        assertThat(read(body).resultNow()).as("again").isNull();
    }

    /** 500 pieces that are there at once: if each were flushed, they would be larger than before. */
    @Test
    void piecesThatFollowAtOnceAreCompressedTogether() throws Exception {
        int[] left = {500};
        CodedBody body = coded(
                BodyStream.of(() -> Future.completed(left[0]-- > 0 ? ByteBuffer.wrap("snow".getBytes(UTF_8)) : null)));

        int size = 0;
        for (ByteBuffer piece = read(body).resultNow();
                piece != null;
                piece = read(body).resultNow()) {
            size += piece.remaining();
        }
        assertThat(size).isLessThan(100);
    }

    @Test
    void readsNoMoreThanItNeeds() {
        CodedBody body = coded(source);
        assertThat(source.reads).as("nothing before it is read").isEmpty();
        read(body);
        source.give("snow");
        assertThat(source.reads).as("one ahead, to know whether to flush").hasSize(2);
        test.turnUntilIdle();
        assertThat(source.reads).hasSize(2);
        body.cancel();
    }

    @Test
    void longBodiesShareTheLoop() {
        int[] reads = {0};
        CodedBody body = coded(BodyStream.of(() -> {
            reads[0]++;
            return Future.completed(reads[0] > 100 ? null : ByteBuffer.wrap(new byte[64 * 1024]));
        }));
        List<Integer> inEachTurn = new ArrayList<>();
        Future<Body.Bytes> all = test.loop.submit(() -> body.collect(10_000_000));
        while (!all.isDone()) {
            int before = reads[0];
            test.turn();
            inEachTurn.add(reads[0] - before);
        }
        assertThat(inEachTurn).allMatch(count -> count <= 1);
    }

    @Test
    void piecesWithoutBytesDoNotStopTheLoop() {
        CodedBody body = coded(BodyStream.of(() -> Future.completed(ByteBuffer.allocate(0))));
        Future<ByteBuffer> read = read(body);
        test.turn();
        test.turn();
        assertThat(read.isDone()).isFalse();
        body.cancel();
        test.turnUntilIdle();
        deflaters.add(new CountedDeflater()); // none was needed
        deflaters.get(0).end();
    }

    @Test
    void isFreedWhenItIsCancelledBetweenReads() {
        CodedBody body = coded(source);
        Future<ByteBuffer> first = read(body);
        source.give("snow");
        assertThat(first.isDone()).isTrue();

        body.cancel();
        body.cancel();

        assertThat(source.cancels).isEqualTo(1);
        assertThat(source.reads.get(1).isCancelled()).isTrue();
        assertThat(read(body).outcome().error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void isFreedWhenItIsCancelledWhileARead() {
        CodedBody body = coded(source);
        read(body);
        source.give("snow");
        Future<ByteBuffer> second = read(body);
        test.inTask(() -> {
            body.cancel();
            second.cancel();
        });
        test.turnUntilIdle();
        assertThat(source.cancels).isEqualTo(1);
    }

    /** The bytes are for the next read. */
    @Test
    void aReadThatIsCancelledTakesNothing() throws Exception {
        CodedBody body = coded(source);
        Future<ByteBuffer> first = read(body);
        test.inTask(first::cancel);
        source.give("snow");
        assertThat(decodable(read(body).resultNow())).isEqualTo("snow");
        body.cancel();
    }

    @Test
    void isFreedWhenTheSourceFails() {
        CodedBody body = coded(source);
        read(body);
        source.give("snow");
        Future<ByteBuffer> second = read(body);
        source.reads.get(1).fail(new IOException("broken off"));
        test.turnUntilIdle();

        assertThat(second.outcome().error()).hasMessage("broken off");
        assertThat(read(body).outcome().error()).hasMessage("broken off");
        assertThat(source.cancels).isEqualTo(1);
    }

    @Test
    void isFreedWhenTheSourceThrows() {
        int[] reads = {0};
        CodedBody body = coded(BodyStream.of(() -> {
            if (reads[0]++ == 0) {
                return Future.completed(ByteBuffer.wrap(new byte[] {1}));
            }
            throw new IllegalStateException("broken");
        }));

        assertThat(read(body).outcome().error()).hasMessage("broken");
    }

    @Test
    void isClosedWhenItsCodingFails() {
        int[] closed = {0};
        ContentCoding broken = new ContentCoding() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public OutputStream encoder(OutputStream out) {
                return new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("cannot encode");
                    }

                    @Override
                    public void close() throws IOException {
                        closed[0]++;
                        throw new IOException("cannot even close");
                    }
                };
            }
        };
        CodedBody body = new CodedBody(source, broken, bytes -> kept = bytes);
        Future<ByteBuffer> read = read(body);
        source.give("snow");

        assertThat(read.outcome().error()).hasMessage("cannot encode");
        assertThat(closed[0]).isEqualTo(1);
        assertThat(source.cancels).isEqualTo(1);
        deflaters.add(new CountedDeflater());
        deflaters.get(0).end();
    }

    @Test
    void theMemoryOfItsEncoderIsKeptUntilItsEnd() {
        CodedBody body = coded(source);
        assertThat(kept).isEqualTo(384 * 1024);
        read(body);
        source.give("snow");
        assertThat(kept).isEqualTo(384 * 1024);
        body.cancel();
        assertThat(kept).isZero();
    }

    @Test
    void aSmallBodyIsFreedAtOnce() throws IOException {
        assertThat(CodedBody.of(Body.of("snow"), DeflaterCoding.gzip(counted)).length())
                .isPositive();
        assertThat(CodedBody.of(Body.EMPTY, DeflaterCoding.gzip(counted)).length())
                .isPositive();
        assertThatThrownBy(() -> CodedBody.of(Body.of("snow"), brokenAfter(DeflaterCoding.gzip(counted))))
                .hasMessage("cannot encode");
    }

    private static ContentCoding brokenAfter(ContentCoding inner) {
        return new ContentCoding() {
            @Override
            public String name() {
                return inner.name();
            }

            @Override
            public OutputStream encoder(OutputStream out) throws IOException {
                OutputStream encoder = inner.encoder(out);
                return new OutputStream() {
                    @Override
                    public void write(int octet) throws IOException {
                        throw new IOException("cannot encode");
                    }

                    @Override
                    public void close() throws IOException {
                        encoder.close();
                    }
                };
            }
        };
    }
}
