// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.server.filter.Compression.compression;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import io.snowloop.client.Fetcher;
import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.http.Filter;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.Compression;
import io.snowloop.server.filter.ContentCoding;
import io.snowloop.sim.Simulation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/compression.md} shows. */
class CompressionPageTest {
    private static final String STORY = "It snows on the village.\n".repeat(1_000);

    static {
        Brotli4jLoader.ensureAvailability();
    }

    @Test
    void answersAreCompressed() throws Exception {
        // region filter
        Snow app = new Snow()
                .filter(compression())
                .get("/story", request -> Response.text(STORY))
                .get("/token", request -> Response.text(STORY).withHeader("Cache-Control", "no-transform"));
        // endregion

        // region fetch
        try (Server server = app.listen(0);
                Fetcher fetcher = Fetcher.create()) {
            Request request = Request.get(server.url("/story"));
            Response plain = fetcher.runUntil(fetcher.fetch(request));
            Response coded = fetcher.runUntil(fetcher.fetch(request.withHeader("Accept-Encoding", "gzip")));
            Response decoded = fetcher.runUntil(fetcher.with(contentDecoding()).fetch(request));

            assertThat(plain.bytes()).hasSize(25_000);
            assertThat(coded.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(coded.bytes()).hasSizeLessThan(250);
            assertThat(decoded.text()).isEqualTo(STORY);
        }
        // endregion
        Request token = Request.get("/token").withHeader("Accept-Encoding", "gzip");
        assertThat(app.handle(token).resultNow().text()).isEqualTo(STORY);
    }

    // region requests
    /** Undoes gzip of requests. What it makes has a limit, too: a kilobyte may have a megabyte in it. */
    private static Filter gunzip(int limit) {
        return (request, next) -> "gzip".equalsIgnoreCase(request.header("Content-Encoding"))
                ? request.body()
                        .collect(limit)
                        .flatMap(coded -> next.handle(request.withHeaders(request.headers()
                                        .without("Content-Encoding")
                                        .without("Content-Length"))
                                .withBody(Body.of(gunzip(coded.array(), limit)))))
                : next.handle(request);
    }

    private static byte[] gunzip(byte[] coded, int limit) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(coded))) {
            byte[] plain = in.readNBytes(limit + 1);
            if (plain.length > limit) {
                throw new HttpException(Status.CONTENT_TOO_LARGE, "the body has more than " + limit + " bytes");
            }
            return plain;
        } catch (IOException e) {
            throw new HttpException(Status.BAD_REQUEST, "the body is no gzip", e);
        }
    }
    // endregion

    private static String sent(Snow app, byte[] body) {
        Request request = Request.post("/stories", Body.of(body)).withHeader("Content-Encoding", "gzip");
        Response response = app.handle(request).resultNow();
        return response.status().code() + " " + response.text();
    }

    @Test
    void requestsAreDecoded() throws Exception {
        // region requests-app
        Snow app = new Snow()
                .filter(gunzip(1 << 20))
                .post("/stories", request -> Response.text(request.text().length() + " letters"));
        // endregion
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream story = new GZIPOutputStream(coded);
                OutputStream zeros = new GZIPOutputStream(bomb)) {
            story.write(STORY.getBytes(UTF_8));
            zeros.write(new byte[(1 << 20) + 1]);
        }

        assertThat(sent(app, coded.toByteArray())).isEqualTo("200 25000 letters");
        assertThat(sent(app, bomb.toByteArray())).isEqualTo("413 the body has more than 1048576 bytes");
        assertThat(sent(app, new byte[(1 << 20) + 1])).startsWith("413");
        assertThat(sent(app, new byte[9])).isEqualTo("400 the body is no gzip");
        assertThat(sent(new Snow().post("/stories", request -> Response.text(request.text())), new byte[9]))
                .isEqualTo("415 the body has the Content-Encoding \"gzip\": send it without one");
    }

    // region coding
    private static final class Brotli implements ContentCoding {
        @Override
        public String name() {
            return "br";
        }

        @Override
        public OutputStream encoder(OutputStream out) throws IOException {
            return new BrotliOutputStream(out, new Encoder.Parameters().setQuality(4)); // of brotli4j
        }
    }
    // endregion

    @Test
    void aCodingIsAdded() {
        // region settings
        Compression compression = Compression.builder()
                .coding(new Brotli())
                .minLength(512)
                .level(4)
                .types(type -> !type.subtype().equals("csv"))
                .build();
        // endregion
        Snow app = new Snow().filter(compression).get("/", request -> Response.text(STORY));

        Response answer = app.handle(Request.get("/").withHeader("Accept-Encoding", "gzip, br"))
                .resultNow();

        assertThat(answer.header("Content-Encoding")).isEqualTo("br");
        assertThat(read(contentDecoding().withDecoder("br", BrotliDecoder::new), answer)
                        .value())
                .isEqualTo(STORY);
    }

    /** Whole, and in pieces of one byte; damaged, cut, and with a byte too many. */
    @Test
    void brotliIsDecoded() throws IOException {
        byte[] coded = Encoder.compress(STORY.getBytes(UTF_8));
        Response answer = Response.bytes(coded, "text/plain").withHeader("Content-Encoding", "br");
        // region brotli
        Filter decoding = contentDecoding().withDecoder("br", BrotliDecoder::new);
        // endregion
        for (Body body : List.of(answer.body(), bytewise(coded))) {
            assertThat(read(decoding, answer.withBody(body)).value()).isEqualTo(STORY);
        }
        assertThat(read(decoding, answer.withBody(Body.of(new byte[0]))).value())
                .isEmpty();
        for (int length = 1; length < coded.length; length++) {
            assertThat(read(decoding, answer.withBody(Body.of(Arrays.copyOf(coded, length))))
                            .error())
                    .hasMessage("the br stream is damaged: it ends too early");
        }
        byte[] more = Arrays.copyOf(coded, coded.length + 1);
        for (Body body : List.of(Body.of(more), bytewise(more), Body.of(new byte[100]))) {
            assertThat(read(decoding, answer.withBody(body)).error())
                    .hasMessageStartingWith("the br stream is damaged");
        }
    }

    /** 64 MiB of zeros in some bytes: they come in pieces, and only as many as are wanted. */
    @Test
    void aBombIsBounded() throws IOException {
        byte[] bomb = Encoder.compress(new byte[64 * 1024 * 1024], new Encoder.Parameters().setQuality(4));
        Response answer = Response.bytes(bomb, "text/plain").withHeader("Content-Encoding", "br");
        Filter decoding = contentDecoding().withDecoder("br", BrotliDecoder::new);

        assertThat(bomb).hasSizeLessThan(1_000);
        assertThat(read(decoding, answer).error()).isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void aDecoderIsAdded() {
        byte[] once = Zstd.compress(STORY.getBytes(UTF_8));
        byte[] twice = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, twice, once.length, once.length);
        Response answer = Response.bytes(twice, "text/plain").withHeader("Content-Encoding", "zstd");
        // region decoder
        Filter decoding = contentDecoding().withDecoder("zstd", Zstandard::new);
        // endregion
        for (Body body : List.of(answer.body(), bytewise(twice))) {
            assertThat(read(decoding, answer.withBody(body)).value()).isEqualTo(STORY + STORY);
        }
        Body cut = Body.of(Arrays.copyOf(twice, twice.length - 1));
        assertThat(read(decoding, answer.withBody(cut)).error())
                .hasMessage("the zstd stream is damaged: it ends too early");
    }

    private static Completed<String> read(Filter decoding, Response answer) {
        try (Simulation simulation = new Simulation(1)) {
            Future<String> text = simulation
                    .loop("10.0.0.1")
                    .submit(() -> decoding.around(request -> Future.completed(answer))
                            .handle(Request.get("/"))
                            .flatMap(response -> response.collect(1_000_000))
                            .map(Response::text));
            simulation.run();
            return text.outcome();
        }
    }

    private static Body bytewise(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        return BodyStream.of(
                () -> Future.completed(rest.hasRemaining() ? ByteBuffer.wrap(new byte[] {rest.get()}) : null));
    }
}
