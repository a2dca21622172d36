// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.Compression.compression;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.testing.EmptyStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The compression filter")
class CompressionTest {
    private static final String PAGE = "<p>It snows.</p>\n".repeat(100);
    private static final Request GET = Request.get("/").withHeader("Accept-Encoding", "gzip");

    private static Response answer(Filter filter, Request request, Response response) {
        return filter.filter(request, any -> Future.completed(response)).resultNow();
    }

    private static Response answer(Request request, Response response) {
        return answer(compression(), request, response);
    }

    private static String gunzipped(byte[] bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static void assertLeftAlone(Request request, Response response) {
        Response answer = answer(request, response);
        assertThat(answer.headers()).isEqualTo(response.headers());
        assertThat(answer.body()).isSameAs(response.body());
    }

    @Test
    void compressesAPage() throws IOException {
        Response answer = answer(GET, Response.html(PAGE));

        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.bytes()).hasSizeLessThan(100);
        assertThat(gunzipped(answer.bytes())).isEqualTo(PAGE);
    }

    @Test
    void deflateIsTheFormatOfZlib() throws IOException {
        Response answer = answer(Request.get("/").withHeader("Accept-Encoding", "deflate"), Response.html(PAGE));

        assertThat(answer.header("Content-Encoding")).isEqualTo("deflate");
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(answer.bytes()))) {
            assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(PAGE);
        }
    }

    /** RFC 9110 §12.5.3. Without a field nothing is compressed: old clients send none and can do nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none                       | none",
                "''                         | none",
                "gzip                       | gzip",
                "GZIP                       | gzip",
                "x-gzip                     | gzip",
                "deflate                    | deflate",
                "deflate, gzip              | gzip",
                "deflate, gzip;q=0.9        | deflate",
                "gzip;q=0.001               | gzip",
                "gzip;q=0                   | none",
                "gzip;q=0, *                | deflate",
                "gzip;q=0.000, deflate;q=0. | none",
                "*                          | gzip",
                "*;q=0                      | none",
                "*;q=0.5, gzip;q=0.2        | deflate",
                "br, zstd                   | none",
                "br, gzip ; q=0.5           | gzip",
                "identity                   | none",
                "identity, gzip;q=0.5       | none",
                "identity;q=0.5, gzip;q=0.5 | gzip",
                "identity;q=0, br           | none",
                "gzip;q=1.001               | none",
                "gzip;q=high                | none",
                "gzip;level=9, deflate;q=.5 | none",
                ", ,gzip,                   | gzip",
                "gzip, gzip;q=0             | gzip",
            })
    void choosesWhatTheClientLikesBest(String accepted, String coding) {
        Request request =
                accepted == null ? Request.get("/") : Request.get("/").withHeader("Accept-Encoding", accepted);

        Response answer = answer(request, Response.html(PAGE));

        assertThat(answer.header("Content-Encoding")).isEqualTo(coding);
        assertThat(answer.header("Vary")).as("also where nothing is coded").isEqualTo("Accept-Encoding");
    }

    @Test
    void severalFieldsAreOneList() {
        Request request = Request.get("/").plusHeader("Accept-Encoding", "br").plusHeader("Accept-Encoding", "deflate");

        assertThat(answer(request, Response.html(PAGE)).header("Content-Encoding"))
                .isEqualTo("deflate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain; charset=utf-8",
                "TEXT/CSV",
                "application/json",
                "application/problem+json",
                "application/atom+xml",
                "image/svg+xml",
                "text/event-stream",
                "text/javascript",
                "application/wasm"
            })
    void compressesText(String type) {
        assertThat(answer(GET, Response.bytes(new byte[2000], type)).header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "video/mp4",
                "font/woff2",
                "application/zip",
                "application/gzip",
                "application/octet-stream",
                "application/x-unheard-of",
                "no media type"
            })
    void leavesTypesAloneThatAreCompressedOrUnknown(String type) {
        Response typed = Response.bytes(new byte[2000], "a/b").withHeader("Content-Type", type);
        assertLeftAlone(GET, typed);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 205, 206, 304})
    void leavesAnswersAloneThatHaveNoWholeBody(int status) {
        Response answer = answer(GET, Response.html(PAGE).withStatus(Status.of(status)));
        assertThat(answer.header("Content-Encoding")).isNull();
        assertThat(answer.text()).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Encoding | br",
                "Content-Encoding | identity",
                "Content-Range | bytes 0-1/5",
                "Cache-Control | max-age=5, no-transform",
                "Content-Digest | sha-256=:AAAA:",
                "Repr-Digest | sha-256=:AAAA:",
            })
    void leavesAnswersAloneThatCodingWouldMakeWrong(String name, String value) {
        assertLeftAlone(GET, Response.html(PAGE).withHeader(name, value));
    }

    @Test
    void leavesAnswersAloneWhoseRequestForbidsIt() {
        assertLeftAlone(GET.withHeader("Cache-Control", "no-transform"), Response.html(PAGE));
    }

    @Test
    void leavesSmallOnesAndThoseWithoutATypeAlone() {
        assertLeftAlone(GET, Response.text("x".repeat(1023)));
        assertLeftAlone(GET, Response.of(Status.OK).withBody(Body.of(PAGE)));
        assertThat(answer(GET, Response.text("x".repeat(1024))).header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    @Test
    void hasSettings() {
        Filter filter = Compression.builder()
                .minLength(0)
                .types(type -> type.subtype().equals("png"))
                .level(9)
                .build();

        assertThat(answer(filter, GET, Response.bytes(new byte[1], "image/png")).header("Content-Encoding"))
                .isEqualTo("gzip");
        assertThat(answer(filter, GET, Response.html(PAGE)).header("Content-Encoding"))
                .isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.builder().minLength(-1))
                .withMessageStartingWith("minLength must ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.builder().level(0))
                .withMessageStartingWith("level must ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.builder().level(10))
                .withMessageStartingWith("level must ");
    }

    @Test
    void theTagOfACompressedAnswerIsWeak() {
        Response tagged = Response.html(PAGE).withHeader("ETag", "\"a\"").withHeader("Accept-Ranges", "bytes");

        Response answer = answer(GET, tagged);
        assertThat(answer.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(answer.header("Accept-Ranges")).isNull();
        assertThat(answer(GET, tagged.withHeader("ETag", "W/\"a\"")).header("ETag"))
                .isEqualTo("W/\"a\"");
        assertThat(answer(Request.get("/"), tagged).header("ETag")).isEqualTo("\"a\"");
    }

    /** RFC 9110 §15.4.5: the tag and the Vary of a 304 are those of the answer that the client has. */
    @Test
    void theTagOfA304IsTheOneThatTheClientHas() {
        Response unchanged = Response.of(Status.NOT_MODIFIED).withHeader("ETag", "\"a\"");

        Response weak = answer(GET.withHeader("If-None-Match", "\"b\", W/\"a\""), unchanged);
        assertThat(weak.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(weak.header("Vary")).isEqualTo("Accept-Encoding");
        Response strong = answer(GET.withHeader("If-None-Match", "\"a\", W/\"b\""), unchanged);
        assertThat(strong.header("ETag")).isEqualTo("\"a\"");
        assertThat(strong.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(answer(GET, Response.of(Status.NOT_MODIFIED)).header("ETag")).isNull();
    }

    @Test
    void aVaryThatIsThereIsKept() {
        assertThat(answer(GET, Response.html(PAGE).withHeader("Vary", "Cookie"))
                        .headers()
                        .all("Vary"))
                .containsExactly("Cookie", "Accept-Encoding");
        assertThat(answer(GET, Response.html(PAGE).withHeader("Vary", "accept-encoding"))
                        .headers()
                        .all("Vary"))
                .containsExactly("accept-encoding");
        assertThat(answer(GET, Response.html(PAGE).withHeader("Vary", "*"))
                        .headers()
                        .all("Vary"))
                .containsExactly("*");
    }

    /** RFC 9110 §9.3.2: the fields of a GET, without the work. */
    @Test
    void theAnswerToHeadHasTheFieldsOfGetAndIsNotCoded() {
        ContentCoding never = coding("never", out -> {
            throw new AssertionError("the body of HEAD was coded");
        });
        Filter filter = Compression.builder().coding(never).build();
        Request head = Request.head("/").withHeader("Accept-Encoding", "never");

        Response answer = answer(filter, head, Response.html(PAGE).withHeader("ETag", "\"a\""));

        assertThat(answer.header("Content-Encoding")).isEqualTo("never");
        assertThat(answer.header("ETag")).isEqualTo("W/\"a\"");
        assertThat(answer.body().length()).isEqualTo(-1);
    }

    @Test
    void theLengthThatAHandlerHasSetIsTakenAway() {
        Response answer = answer(GET, Response.html(PAGE).withHeader("Content-Length", "1700"));

        assertThat(answer.header("Content-Length")).isNull();
        assertThat(answer.body().length()).isLessThan(100);
    }

    @Test
    void largeBodiesAndFilesAndStreamsAreCodedWhileTheyAreRead(@TempDir Path folder) throws Exception {
        byte[] large = "snow ".repeat(100_000).getBytes(UTF_8);
        Path file = Files.write(folder.resolve("file"), large);
        BodyStream stream = Body.of(large).stream();
        for (Body body : new Body[] {Body.of(large), FileBody.of(file), stream, Body.of(ByteBuffer.wrap(large))}) {
            Response answer =
                    answer(GET, Response.of(Status.OK).withBody(body).withHeader("Content-Type", "text/plain"));

            assertThat(answer.body()).isInstanceOf(CodedBody.class);
            assertThat(answer.body().length()).isEqualTo(-1);
            assertThat(CodedBodyTest.decoded((CodedBody) answer.body())).isEqualTo(large);
        }
    }

    @Test
    void anotherCodingHasPrecedence() {
        ContentCoding shouting = coding("shout", out -> new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                out.write(Character.toUpperCase(octet));
            }
        });
        Filter filter = Compression.builder().coding(shouting).build();

        Response answer =
                answer(filter, GET.withHeader("Accept-Encoding", "gzip, deflate, shout"), Response.html(PAGE));

        assertThat(answer.header("Content-Encoding")).isEqualTo("shout");
        assertThat(answer.text()).startsWith("<P>IT SNOWS.</P>");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Compression.builder().coding(coding("Br", out -> out)))
                .withMessage("the name of a coding must be a token in lower case, but is \"Br\"");
    }

    /** What would be left open is the file or the connection behind it. */
    @Test
    void aBodyIsCancelledIfTheFilterFails() {
        EmptyStream stream = new EmptyStream();
        Filter filter = Compression.builder()
                .types(type -> {
                    throw new IllegalStateException("broken");
                })
                .build();

        assertThatThrownBy(() -> answer(filter, GET, Response.stream(stream, "text/plain")))
                .hasMessageContaining("broken");
        assertThat(stream.cancels()).isEqualTo(1);
    }

    private interface Maker {
        OutputStream encoder(OutputStream out) throws IOException;
    }

    private static ContentCoding coding(String name, Maker maker) {
        return new ContentCoding() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public OutputStream encoder(OutputStream out) throws IOException {
                return maker.encoder(out);
            }
        };
    }
}
