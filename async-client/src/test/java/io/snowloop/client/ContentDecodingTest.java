// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecodingTest {
    private static final Request GET = Request.get("http://a/");
    private static final byte[] TEXT = "To be, or not to be. ".repeat(5_000).getBytes(StandardCharsets.US_ASCII);

    /** The request that the filter sent. */
    private Request asked;

    private boolean cancelled;

    private Response fetch(Request request, Response answer) {
        return ContentDecoding.contentDecoding()
                .filter(request, sent -> {
                    asked = sent;
                    return Future.completed(answer);
                })
                .resultNow();
    }

    private static Response gzip(Body body) {
        return coded("gzip", body);
    }

    private static Response coded(String codings, Body body) {
        return Response.bytes(new byte[0], "text/plain")
                .withHeaders(Headers.of("Content-Encoding", codings, "Content-Length", "77", "ETag", "\"e\""))
                .withBody(body);
    }

    private static byte[] compressed(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** A body in pieces of this size. */
    private BodyStream pieces(byte[] bytes, int size) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        return new BodyStream() {
            @Override
            public Future<ByteBuffer> read() {
                if (!rest.hasRemaining()) {
                    return Future.completed(null);
                }
                byte[] piece = new byte[Math.min(size, rest.remaining())];
                rest.get(piece);
                return Future.completed(ByteBuffer.wrap(piece));
            }

            @Override
            public void cancel() {
                cancelled = true;
            }
        };
    }

    private byte[] plain(byte[] compressed, int size) {
        return plain("gzip", compressed, size);
    }

    private byte[] plain(String codings, byte[] compressed, int size) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        assertThat(read(codings, compressed, size, plain).error()).isNull();
        return plain.toByteArray();
    }

    private Throwable error(byte[] compressed) {
        return error("gzip", compressed);
    }

    private Throwable error(String codings, byte[] compressed) {
        return read(codings, compressed, 5, new ByteArrayOutputStream()).error();
    }

    /** Reads to the end or an error, and returns that. */
    private Completed<ByteBuffer> read(String codings, byte[] compressed, int size, ByteArrayOutputStream plain) {
        BodyStream body = fetch(GET, coded(codings, pieces(compressed, size))).body().stream();
        while (true) {
            Completed<ByteBuffer> piece = body.read().outcome();
            if (piece.value() == null) {
                return piece;
            }
            plain.write(piece.value().array(), 0, piece.value().remaining());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1_000, 1_000_000})
    void isDecodedUnderAnySegmentation(int size) {
        byte[] noise = new byte[100_000];
        new Random(size).nextBytes(noise);
        assertThat(plain(compressed(TEXT), size)).isEqualTo(TEXT);
        assertThat(plain(compressed(noise), size)).isEqualTo(noise);
        assertThat(plain(compressed(new byte[0]), size)).isEmpty();
        assertThat(plain(new byte[0], size)).isEmpty();
    }

    @Test
    void itsHeadDescribesTheDecodedBody() {
        Response response = fetch(GET, gzip(pieces(compressed(TEXT), 100)));

        assertThat(asked.header("Accept-Encoding")).isEqualTo("gzip, deflate");
        assertThat(response.headers()).isEqualTo(Headers.of("ETag", "\"e\""));
        assertThat(response.body().length()).isEqualTo(-1);
    }

    @Test
    void aRequestWithFieldsOfItsOwnIsNotChanged() {
        byte[] compressed = compressed(TEXT);
        for (Request own :
                new Request[] {GET.withHeader("Accept-Encoding", "gzip"), GET.withHeader("Range", "bytes=0-1")}) {
            Response response = fetch(own, gzip(Body.of(compressed)));

            assertThat(asked).isSameAs(own);
            assertThat(response.bytes()).isEqualTo(compressed);
            assertThat(response.header("Content-Encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void otherCodingsAndNoBodyPass() {
        Response brotli = gzip(Body.of("?")).withHeader("Content-Encoding", "br");
        Response empty = gzip(Body.EMPTY);

        assertThat(fetch(GET, Response.text("plain")).text()).isEqualTo("plain");
        assertThat(fetch(GET, brotli)).isSameAs(brotli);
        assertThat(fetch(GET, empty)).isSameAs(empty);
        assertThat(fetch(GET, gzip(Body.of(compressed(TEXT))).withHeader("Content-Encoding", "X-GZIP"))
                        .header("Content-Encoding"))
                .isNull();
    }

    private static byte[] deflated(byte[] plain, boolean raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out, new Deflater(6, raw))) {
            deflate.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** As the RFC has it, with a header of zlib, and as many servers send it, without. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void deflateIsDecodedInBothKinds(boolean raw) {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise); // stored blocks
        for (byte[] text : List.of(TEXT, noise, new byte[0])) {
            for (int size : new int[] {1, 7, 1_000_000}) {
                assertThat(plain("Deflate", deflated(text, raw), size)).isEqualTo(text);
            }
        }
    }

    @Test
    void deflateThatIsCutOrDamagedOrGoesOnFails() {
        byte[] whole = deflated(TEXT, false);
        byte[] damaged = whole.clone();
        damaged[whole.length - 1] ^= 1;

        assertThat(error("deflate", Arrays.copyOf(whole, whole.length - 1)))
                .hasMessage("the deflate stream is damaged: it ends too early");
        assertThat(error("deflate", damaged)).hasMessageStartingWith("the deflate stream is damaged: ");
        assertThat(error("deflate", Arrays.copyOf(whole, whole.length + 1)))
                .hasMessage("the deflate stream is damaged: it has bytes after its end");
        assertThat(cancelled).isTrue();
    }

    @Test
    void severalCodingsAreUndoneFromTheLastToTheFirst() {
        byte[] twice = compressed(deflated(TEXT, false));

        assertThat(plain("deflate , identity,gzip", twice, 7)).isEqualTo(TEXT);
        assertThat(error("gzip, deflate", twice)).hasMessageStartingWith("the deflate stream is damaged");
    }

    @Test
    void aBodyWithMoreThanFiveCodingsFails() {
        byte[] coded = TEXT;
        for (int i = 0; i < 5; i++) {
            coded = compressed(coded);
        }
        assertThat(plain("gzip,gzip,gzip,gzip,gzip", coded, 100)).isEqualTo(TEXT);

        Response six = coded("gzip,gzip,gzip,gzip,gzip,gzip", pieces(compressed(coded), 100));
        assertThat(ContentDecoding.contentDecoding()
                        .filter(GET, sent -> Future.completed(six))
                        .outcome()
                        .error())
                .hasMessage("the body has 6 content codings, and at most 5 are undone");
        assertThat(cancelled).isTrue();
    }

    /** Each letter twice. */
    private static final class Twice implements ContentDecoder {
        private final int most;
        private ByteBuffer in = ByteBuffer.allocate(0);
        private int closed;

        Twice(int most) {
            this.most = most;
        }

        @Override
        public void feed(ByteBuffer encoded) {
            in = encoded;
        }

        @Override
        public ByteBuffer next() {
            int count = Math.min(most, in.remaining());
            byte[] piece = new byte[2 * count];
            for (int i = 0; i < count; i++) {
                byte letter = in.get();
                if (letter == '!') {
                    throw new IllegalStateException("no letter");
                }
                piece[2 * i] = letter;
                piece[2 * i + 1] = letter;
            }
            return count == 0 ? null : ByteBuffer.wrap(piece);
        }

        @Override
        public boolean mayEnd() {
            return true;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private Throwable errorOf(Twice decoder, byte[] body) {
        ContentDecoding decoding = ContentDecoding.contentDecoding().withDecoder("Twice", () -> decoder);
        BodyStream stream = decoding
                .filter(GET, sent -> {
                    asked = sent;
                    return Future.completed(coded("twice", pieces(body, body.length)));
                })
                .resultNow()
                .body()
                .stream();
        ByteBuffer piece = null;
        do {
            Completed<ByteBuffer> next = stream.read().outcome();
            piece = next.value();
            if (next.error() != null) {
                return next.error();
            }
        } while (piece != null);
        assertThat(stream.read().resultNow()).as("after the end").isNull();
        return null;
    }

    @Test
    void aCodingOfALibraryCanBeAdded() {
        Twice decoder = new Twice(2);

        assertThat(errorOf(decoder, TEXT)).isNull();
        assertThat(asked.header("Accept-Encoding")).isEqualTo("twice, gzip, deflate");
        assertThat(decoder.closed).isEqualTo(1);
        assertThatThrownBy(() -> ContentDecoding.contentDecoding().withDecoder("a b", () -> decoder))
                .hasMessage("a coding must be a token, not \"a b\"");
    }

    @Test
    void aDecoderThatFailsOrGivesTooMuchFailsTheBody() {
        Twice decoder = new Twice(100_000);

        assertThat(errorOf(decoder, "ab!".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(IOException.class)
                .hasMessage("the decoder of twice failed: no letter");
        assertThat(errorOf(new Twice(100_000), TEXT))
                .hasMessage("the decoder of twice gave a piece of 131072 bytes: it may have at most 65536");
        assertThat(decoder.closed).isEqualTo(1);
        assertThat(cancelled).isTrue();
    }

    /** All optional parts of a header (RFC 1952 §2.3), and a second member after the first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000_000})
    void aLongHeaderAndASecondMember(int size) {
        byte[] member = compressed(TEXT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 0});
        out.writeBytes(new byte[] {0x2c, 1}); // 300 bytes
        out.writeBytes(new byte[300]);
        out.writeBytes("name\0comment\0".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {1, 2});
        out.write(member, 10, member.length - 10);
        out.writeBytes(member);

        byte[] twice = Arrays.copyOf(TEXT, TEXT.length * 2);
        System.arraycopy(TEXT, 0, twice, TEXT.length, TEXT.length);
        assertThat(plain(out.toByteArray(), size)).isEqualTo(twice);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 10, 100, 0})
    void aTruncatedBodyFails(int length) {
        byte[] compressed = compressed(TEXT);
        byte[] cut = Arrays.copyOf(compressed, length > 0 ? length : compressed.length - 1);

        assertThat(error(cut)).isInstanceOf(ZipException.class).hasMessageContaining("ends too early");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 20, -8, -1})
    void aDamagedBodyFails(int place) {
        byte[] compressed = compressed(TEXT);
        compressed[place < 0 ? compressed.length + place : place] ^= 0x55;

        assertThat(error(compressed))
                .isInstanceOf(ZipException.class)
                .hasMessageContaining("the gzip stream is damaged");
        assertThat(cancelled).isTrue();
    }

    @Test
    void anErrorOfTheBodyIsPassedOn() {
        IOException broken = new IOException("broken");
        Response response = fetch(GET, gzip(BodyStream.of(() -> Future.failed(broken))));

        assertThat(response.body().stream().read().outcome().error()).isSameAs(broken);
    }

    /** Each read gives one piece, so back-pressure reaches the socket. */
    @Test
    void aLargeDecodedBodyComesInPieces() {
        BodyStream body = fetch(GET, gzip(pieces(compressed(new byte[10_000_000]), 1_000_000))).body().stream();
        assertThat(body.read().resultNow().remaining()).isBetween(1, 64 * 1024);

        body.cancel();
        assertThat(cancelled).isTrue();
    }
}
