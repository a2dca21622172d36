// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.testing.TestLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A compressed body that comes slowly, and one that never gives anything. */
class GunzipTest {
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};

    private final TestLoop test = new TestLoop();
    private final Inflater inflater = new Inflater(true);

    @AfterEach
    void close() {
        test.close();
    }

    private static byte[] compressed(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] header(int flags) {
        byte[] header = HEADER.clone();
        header[3] = (byte) flags;
        return header;
    }

    // ------------------------------------------------------------------------------------- bytes that are no data

    /** A header, then the same bytes again and again; returns how many bytes were taken, when they were refused. */
    private static int takenWithoutData(byte[] first, byte[] again) {
        int[] taken = {0};
        BodyStream endless = BodyStream.of(() -> {
            byte[] next = taken[0] == 0 && first.length > 0 ? first : again;
            taken[0] += next.length;
            return Future.completed(taken[0] < 10_000_000 ? ByteBuffer.wrap(next) : null);
        });
        BodyStream body =
                new DecodedStream(endless, List.of(new DecodedStream.Layer("gzip", new Gunzip(new Inflater(true)))));
        assertThat(body.read().outcome().error())
                .isInstanceOf(ZipException.class)
                .hasMessage("the gzip stream is damaged: it has too many bytes without data");
        return taken[0];
    }

    @Test
    void aNameOrACommentWithoutEndIsRefused() {
        assertThat(takenWithoutData(header(8), new byte[] {'x'})).isEqualTo(128 * 1024 + 1);
        assertThat(takenWithoutData(header(16), new byte[] {'x'})).isEqualTo(128 * 1024 + 1);
    }

    @Test
    void membersWithoutDataAreRefused() {
        assertThat(takenWithoutData(new byte[0], compressed(""))).isBetween(100_000, 200_000);
    }

    @Test
    void storedBlocksWithoutDataAreRefused() {
        assertThat(takenWithoutData(HEADER, new byte[] {0, 0, 0, -1, -1})).isBetween(100_000, 200_000);
    }

    /** The longest extra field, and a member for each byte of data, are within the bounds. */
    @Test
    void whatAnEncoderMayDoIsDecoded() throws ZipException {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(header(4));
        stream.writeBytes(new byte[] {-1, -1});
        stream.writeBytes(new byte[65_535]);
        byte[] member = compressed("a");
        stream.write(member, HEADER.length, member.length - HEADER.length);
        for (int i = 0; i < 20_000; i++) {
            stream.writeBytes(member);
        }
        Gunzip gunzip = new Gunzip(new Inflater(true));
        gunzip.feed(ByteBuffer.wrap(stream.toByteArray()));
        int bytes = 0;
        for (ByteBuffer piece = gunzip.next(); piece != null; piece = gunzip.next()) {
            bytes += piece.remaining();
        }
        assertThat(bytes).isEqualTo(20_001);
        assertThat(gunzip.mayEnd()).isTrue();
        gunzip.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void anExtraFieldOfAnyLengthIsSkipped(int length) throws ZipException {
        byte[] member = compressed("a");
        byte[] extra = new byte[length];
        Arrays.fill(extra, (byte) 0xff);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.writeBytes(header(4));
        stream.writeBytes(new byte[] {(byte) length, 0});
        stream.writeBytes(extra);
        stream.write(member, HEADER.length, member.length - HEADER.length);
        Gunzip gunzip = new Gunzip(new Inflater(true));
        gunzip.feed(ByteBuffer.wrap(stream.toByteArray()));

        assertThat(gunzip.next()).isEqualTo(ByteBuffer.wrap(new byte[] {'a'}));
        gunzip.close();
    }

    /** The trailer has not come yet, and the reader may wait for the data to send what it depends on. */
    @Test
    void allThatTheInputHoldsIsDecodedBeforeMoreIsAskedFor() throws ZipException {
        byte[] bytes = compressed("x".repeat(1_000_000));
        Gunzip gunzip = new Gunzip(new Inflater(true));
        gunzip.feed(ByteBuffer.wrap(bytes, 0, bytes.length - 8));
        int decoded = 0;
        for (ByteBuffer piece = gunzip.next(); piece != null; piece = gunzip.next()) {
            decoded += piece.remaining();
        }

        assertThat(decoded).isEqualTo(1_000_000);
        gunzip.close();
    }

    @Test
    void aPieceIsNotOverwrittenByTheNext() throws ZipException {
        Gunzip gunzip = new Gunzip(new Inflater(true));
        gunzip.feed(ByteBuffer.wrap(compressed("a")));
        ByteBuffer kept = gunzip.next();
        assertThat(gunzip.next()).isNull();
        gunzip.feed(ByteBuffer.wrap(compressed("b")));

        assertThat(gunzip.next()).isEqualTo(ByteBuffer.wrap(new byte[] {'b'}));
        assertThat(kept).isEqualTo(ByteBuffer.wrap(new byte[] {'a'}));
        gunzip.close();
    }

    @Test
    void aSmallPieceThatIsKeptTakesNoMoreMemoryThanItHas() throws ZipException {
        Gunzip gunzip = new Gunzip(new Inflater(true));
        gunzip.feed(ByteBuffer.wrap(compressed("a")));
        assertThat(gunzip.next().array()).hasSize(1);
        gunzip.close();
    }

    /** As curl does. gzip(1) and browsers ignore what follows. */
    @Test
    void paddingAfterTheLastMemberIsRefused() throws ZipException {
        Gunzip gunzip = new Gunzip(new Inflater(true));
        gunzip.feed(ByteBuffer.wrap(compressed("a")));
        assertThat(gunzip.next()).isEqualTo(ByteBuffer.wrap(new byte[] {'a'}));
        assertThat(gunzip.next()).isNull();
        gunzip.feed(ByteBuffer.wrap(new byte[10]));
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(gunzip::next)
                .withMessage("the gzip stream is damaged: it has no gzip header");
        gunzip.close();
    }

    @Test
    void closingEndsTheInflater() {
        new Gunzip(inflater).close();
        assertInflaterIsFreed();
    }

    private void assertInflaterIsFreed() {
        assertThatThrownBy(inflater::getTotalIn) // which exception it is depends on the JDK
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("closed");
    }

    // -------------------------------------------------------------------------------------- pieces that come later

    /** The compressed body: each read waits until the test sends a piece. */
    private static final class Slow implements BodyStream {
        private final Supplier<Promise<ByteBuffer>> promises;
        private final Deque<Promise<ByteBuffer>> reads = new ArrayDeque<>();
        private Headers trailers = Headers.empty();
        private boolean cancelled;

        Slow(Supplier<Promise<ByteBuffer>> promises) {
            this.promises = promises;
        }

        @Override
        public Future<ByteBuffer> read() {
            reads.add(promises.get());
            return reads.getLast();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public Headers trailers() {
            return trailers;
        }
    }

    private final Slow slow = new Slow(() -> test.loop.newPromise());
    private final BodyStream body =
            new DecodedStream(slow, List.of(new DecodedStream.Layer("gzip", new Gunzip(inflater))));

    private Future<ByteBuffer> read() {
        return test.turnUntilDone(test.loop.submit(() -> Future.completed(body.read())))
                .resultNow();
    }

    private void send(byte[] bytes, int from, int to) {
        slow.reads.remove().complete(ByteBuffer.wrap(bytes, from, to - from));
        test.turnUntilIdle();
    }

    @Test
    void aPieceThatIsNotThereYetIsWaitedFor() {
        byte[] bytes = compressed("hello");
        Future<ByteBuffer> piece = read();
        for (int i = 0; i < bytes.length && !piece.isDone(); i++) {
            assertThat(slow.reads).as("one read at a time").hasSize(1);
            send(bytes, i, i + 1);
        }
        assertThat(StandardCharsets.US_ASCII.decode(piece.resultNow()).toString())
                .isNotEmpty();
    }

    @Test
    void aReadThatIsCancelledLosesNothing() {
        byte[] bytes = compressed("hello");
        Future<ByteBuffer> first = read();
        slow.reads.getFirst().complete(ByteBuffer.wrap(bytes));
        first.cancel(); // the piece is on its way
        test.turnUntilIdle();

        assertThat(StandardCharsets.US_ASCII.decode(read().resultNow()).toString())
                .isEqualTo("hello");
    }

    @Test
    void aCancelledReadCancelsTheReadBelow() {
        Future<ByteBuffer> piece = read();
        piece.cancel();
        test.turnUntilIdle();

        assertThat(slow.reads.getFirst().isCancelled()).isTrue();
    }

    @Test
    void aBodyThatFailsLaterIsToldOnce() {
        IOException broken = new IOException("broken");
        Future<ByteBuffer> piece = read();
        slow.reads.remove().fail(broken);
        test.turnUntilIdle();

        assertThat(piece.outcome().error()).isSameAs(broken);
    }

    @Test
    void aDamagedPieceThatComesLaterCancelsTheBody() {
        Future<ByteBuffer> piece = read();
        send(new byte[] {1}, 0, 1);

        assertThat(piece.outcome().error()).isInstanceOf(ZipException.class);
        assertThat(slow.cancelled).isTrue();
        assertThat(read().outcome().error()).isInstanceOf(CancellationException.class);
    }

    @Test
    void theEndFreesTheInflaterAndGivesTheTrailers() {
        byte[] bytes = compressed("hello");
        read();
        send(bytes, 0, bytes.length);
        Future<ByteBuffer> end = read();
        slow.trailers = Headers.of("Checksum", "1");
        slow.reads.remove().complete(null);
        test.turnUntilIdle();

        assertThat(end.resultNow()).isNull();
        assertInflaterIsFreed();
        assertThat(body.trailers()).isEqualTo(Headers.of("Checksum", "1"));
    }

    @Test
    void cancellingFreesTheInflater() {
        body.cancel();

        assertInflaterIsFreed();
        assertThat(slow.cancelled).isTrue();
    }
}
