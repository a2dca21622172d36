// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import static io.snowloop.client.ContentDecoding.contentDecoding;
import static io.snowloop.client.Redirects.redirects;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.client.FetchListener;
import io.snowloop.client.Fetcher;
import io.snowloop.client.HarFile;
import io.snowloop.client.testing.MockAnswer;
import io.snowloop.client.testing.MockServer;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.CapturedLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Archives, on a simulated network where each segment takes 20 ms. Jackson reads what the client has written without it. */
class HarFileTest {
    private static final String URL = "http://10.0.0.1/";

    /** What HAR 1.2 demands of an object, by its place. */
    private static final Map<String, List<String>> REQUIRED = Map.of(
            "", List.of("startedDateTime", "time", "request", "response", "cache", "timings"),
            "/request",
                    List.of(
                            "method",
                            "url",
                            "httpVersion",
                            "cookies",
                            "headers",
                            "queryString",
                            "headersSize",
                            "bodySize"),
            "/response",
                    List.of(
                            "status",
                            "statusText",
                            "httpVersion",
                            "cookies",
                            "headers",
                            "content",
                            "redirectURL",
                            "headersSize",
                            "bodySize"),
            "/response/content", List.of("size", "mimeType"),
            "/timings", List.of("send", "wait", "receive"));

    @TempDir
    private Path folder;

    private Simulation simulation;
    private MockServer server;
    private Fetcher plain;
    private EventLoop loop;
    private Path file;

    @BeforeEach
    void open() throws Exception {
        simulation = new Simulation(1);
        simulation.network().faults(Faults.NONE.latency(ofMillis(20)));
        loop = simulation.loop("10.0.0.2");
        server = MockServer.listen(simulation.loop("10.0.0.1"), "10.0.0.1", 80);
        plain = Fetcher.on(loop);
        file = folder.resolve("a.har");
    }

    @AfterEach
    void close() {
        plain.close();
        server.close();
        simulation.run();
        simulation.close();
    }

    private HarFile archive() throws Exception {
        return HarFile.builder(file)
                .clock(InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z")))
                .maxBody(100)
                .open();
    }

    private static Response text(String text) {
        return Response.text(text);
    }

    private Response get(Fetcher fetcher, Request request) throws Exception {
        return simulation.runUntil(fetcher.fetch(request));
    }

    /** It has bodies and URLs, and so secrets. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aNewFileIsItsOwnersOnly() throws Exception {
        archive().close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** The entries of the file as it is now, which are complete. */
    private List<JsonNode> entries() throws Exception {
        JsonNode log = JsonMapper.shared().readTree(Files.readString(file)).get("log");
        assertThat(log.get("version").asString()).isEqualTo("1.2");
        assertThat(log.at("/creator/name").asString()).isEqualTo("snowloop");
        assertThat(log.at("/creator/version").isString()).isTrue();
        List<JsonNode> entries = new ArrayList<>();
        log.get("entries").forEach(entries::add);
        entries.forEach(entry -> REQUIRED.forEach((place, names) ->
                assertThat(entry.at(place).propertyNames()).as(place).containsAll(names)));
        return entries;
    }

    private JsonNode entry() throws Exception {
        assertThat(entries()).hasSize(1);
        return entries().get(0);
    }

    // ----------------------------------------------------------------------------------------------------- entries

    @Test
    void anEntryHasTheRequestTheResponseAndTheirTimes() throws Exception {
        server.answer(MockAnswer.of(text("\u00fc \u2603 \"\\\n").withHeader("Location", "/b"))
                .after(ofMillis(30)));
        try (HarFile har = archive()) {
            get(
                    plain.with(har),
                    Request.post(URL + "a?x=1&y=%20z#part", Body.of("h\u00e9"))
                            .withHeader("Content-Type", "text/plain"));
        }

        JsonNode entry = entry();
        assertThat(entry.get("startedDateTime").asString()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(entry.get("time").asDouble()).isEqualTo(110);
        JsonNode request = entry.get("request");
        assertThat(request.get("method").asString()).isEqualTo("POST");
        assertThat(request.get("url").asString()).isEqualTo(URL + "a?x=1&y=%20z");
        assertThat(request.get("queryString").toString())
                .isEqualTo("[{\"name\":\"x\",\"value\":\"1\"},{\"name\":\"y\",\"value\":\" z\"}]");
        assertThat(request.get("headers").toString())
                .isEqualTo("[{\"name\":\"Content-Type\",\"value\":\"text/plain\"}]");
        assertThat(request.get("postData").toString()).isEqualTo("{\"mimeType\":\"text/plain\",\"text\":\"h\u00e9\"}");
        assertThat(request.get("bodySize").asInt()).isEqualTo(3);
        JsonNode response = entry.get("response");
        assertThat(response.get("status").asInt()).isEqualTo(200);
        assertThat(response.get("statusText").asString()).isEqualTo("OK");
        assertThat(response.get("httpVersion").asString()).isEqualTo("HTTP/1.1");
        assertThat(response.get("redirectURL").asString()).isEqualTo("/b");
        assertThat(response.at("/content/text").asString()).isEqualTo("\u00fc \u2603 \"\\\n");
        assertThat(response.at("/content/mimeType").asString()).isEqualTo("text/plain; charset=utf-8");
        assertThat(response.at("/content/size").asInt())
                .isEqualTo(response.get("bodySize").asInt())
                .isEqualTo(10);
        assertThat(entry.get("timings").toString())
                .isEqualTo("{\"blocked\":0.0,\"dns\":-1.0,\"connect\":40.0,\"ssl\":-1.0,\"send\":0.0,\"wait\":70.0,"
                        + "\"receive\":0.0}");
        assertThat(entry.get("serverIPAddress").asString()).isEqualTo("10.0.0.1");
        assertThat(entry.get("connection").asString()).matches("\\d+");
    }

    @Test
    void eachRequestIsAnEntryAndTheFileIsValidAfterEach() throws Exception {
        server.answer(Response.redirect("/b"));
        server.answer(text("b"));
        try (HarFile har = archive()) {
            assertThat(entries()).isEmpty();
            Fetcher fetcher = plain.with(redirects(3)).with(har);
            get(fetcher, Request.get(URL));
            assertThat(entries())
                    .extracting(entry -> entry.at("/request/url").asString())
                    .containsExactly(URL, URL + "b");
            assertThat(entries().get(1).at("/timings/connect").asDouble())
                    .as("used again")
                    .isEqualTo(-1);
            assertThat(entries().get(0).get("connection"))
                    .isEqualTo(entries().get(1).get("connection"));
        }
        assertThat(entries()).hasSize(2);
    }

    @Test
    void anEntryIsWrittenWhenItsBodyIsReadAndTheReaderSetsThePace() throws Exception {
        server.answer(Response.bytes(new byte[1_000_000], "a/b"));
        try (HarFile har = archive()) {
            Response head = simulation.runUntil(plain.with(har).handle(Request.get(URL)));
            simulation.runFor(ofSeconds(5));
            assertThat(entries()).isEmpty();

            long read = simulation.runUntil(loop.submit(() -> readAll(head.body().stream(), 0)));

            assertThat(read).isEqualTo(1_000_000);
            assertThat(entry().at("/timings/receive").asDouble()).isGreaterThan(5_000);
            assertThat(entry().at("/response/content/size").asInt()).isEqualTo(1_000_000);
            assertThat(entry().at("/response/content/comment").asString()).isEqualTo("the first 100 bytes of 1000000");
        }
    }

    private static Future<Long> readAll(BodyStream body, long before) {
        return body.read()
                .flatMap(piece -> piece == null ? Future.completed(before) : readAll(body, before + piece.remaining()));
    }

    // ------------------------------------------------------------------------------------------------------- bodies

    @Test
    void bytesThatAreNoTextAreBase64() throws Exception {
        server.answer(Response.bytes(new byte[] {(byte) 0xff, 0}, "image/png"));
        try (HarFile har = archive()) {
            get(plain.with(har), Request.post(URL, Body.of(new byte[] {(byte) 0xfe})));
        }

        assertThat(entry().at("/response/content").toString())
                .isEqualTo("{\"mimeType\":\"image/png\",\"text\":\"/wA=\",\"encoding\":\"base64\",\"size\":2}");
        assertThat(entry().at("/request/postData").toString())
                .isEqualTo("{\"mimeType\":\"x-unknown\",\"text\":\"/g==\",\"_encoding\":\"base64\"}");
    }

    @Test
    void aLongBodyIsCutOffBetweenTwoCharacters() throws Exception {
        server.answer(text("\u2603".repeat(34)));
        try (HarFile har = archive()) {
            Response response = get(plain.with(har), Request.post(URL, Body.of("y".repeat(101))));
            assertThat(response.text()).hasSize(34);
        }

        assertThat(entry().at("/response/content/text").asString()).isEqualTo("\u2603".repeat(33));
        assertThat(entry().at("/response/content/comment").asString()).isEqualTo("the first 100 bytes of 102");
        assertThat(entry().at("/request/postData/text").asString()).isEqualTo("y".repeat(100));
    }

    /** A server may stall as many bodies as there are connections. */
    @Test
    void allBodiesInFlightHaveABoundTogether() throws Exception {
        server.when(request -> true, MockAnswer.of(Response.bytes(new byte[200_000], "a/b")));
        try (HarFile har = HarFile.builder(file).maxBody(100).maxMemory(150).open()) {
            Fetcher fetcher = plain.with(har);
            List<Response> heads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Response head = simulation.runUntil(fetcher.handle(Request.get(URL)));
                simulation.runUntil(loop.submit(() -> head.body().stream().read()));
                heads.add(head);
            }
            for (Response head : heads) {
                simulation.runUntil(loop.submit(() -> readAll(head.body().stream(), 0)));
            }
            get(fetcher, Request.get(URL));
        }

        assertThat(entries())
                .extracting(entry -> entry.at("/response/content/comment").asString())
                .containsExactly(
                        "the first 100 bytes of 200000",
                        "the first 50 bytes of 200000",
                        "the first 100 bytes of 200000");
    }

    @Test
    void aResponseWithoutABodyIsWrittenAtOnce() throws Exception {
        server.answer(Response.of(Status.NO_CONTENT));
        try (HarFile har = archive()) {
            Response head = simulation.runUntil(plain.with(har).handle(Request.get(URL)));

            assertThat(head.body()).isSameAs(Body.EMPTY);
            assertThat(entry().at("/response/content").toString())
                    .isEqualTo("{\"mimeType\":\"x-unknown\",\"text\":\"\",\"size\":0}");
        }
    }

    @Test
    void aStreamIsRecordedAsItIsSentAndAFileIsNot() throws Exception {
        server.when(request -> true, MockAnswer.of(text("ok")));
        Path upload = Files.writeString(folder.resolve("upload"), "of a file");
        List<ByteBuffer> pieces = new ArrayList<>(List.of(ascii("a"), ascii("b")));
        Body stream = BodyStream.of(() -> Future.completed(pieces.isEmpty() ? null : pieces.remove(0)));
        try (HarFile har = archive()) {
            get(plain.with(har), Request.post(URL, stream));
            get(plain.with(har), Request.post(URL, FileBody.of(upload)));
        }

        assertThat(server.requests()).extracting(Request::text).containsExactly("ab", "of a file");
        assertThat(entries().get(0).at("/request/postData/text").asString()).isEqualTo("ab");
        assertThat(entries().get(0).at("/request/bodySize").asInt()).isEqualTo(2);
        assertThat(entries().get(1).at("/request/postData/comment").asString()).isEqualTo("the first 0 bytes of 9");
    }

    @Test
    void whatLetsOthersLogInIsNotWritten() throws Exception {
        server.answer(text("ok").withHeader("Set-Cookie", "sid=secret").withHeader("X-Key", "secret"));
        try (HarFile har = HarFile.builder(file).redact("x-key").open()) {
            get(
                    plain.with(har),
                    Request.get(URL)
                            .withHeader("Authorization", "Basic secret")
                            .withHeader("proxy-authorization", "secret")
                            .withHeader("Cookie", "a=secret"));
        }

        assertThat(file).content().doesNotContain("secret").contains("(redacted)");
        assertThat(server.requests().get(0).header("Cookie")).isEqualTo("a=secret");
    }

    /** What one takes to be written the server decides, and how many end in a turn. */
    @Test
    void soManyEntriesAreWrittenInATurn() throws Exception {
        try (HarFile har = archive()) {
            loop.execute(() -> {
                for (int i = 0; i < 300; i++) {
                    har.filter(Request.get(URL), request -> Future.completed(text("ok")));
                }
            });
            List<Integer> counts = new ArrayList<>();
            eachTurn(10, () -> counts.add(entries().size()));
            simulation.runFor(Duration.ZERO);
            assertThat(counts).contains(256);
            assertThat(entries()).hasSize(300);
        }
    }

    private void eachTurn(int turns, Callable<?> look) {
        loop.submit(() -> Future.completed(look.call()));
        if (turns > 1) {
            loop.execute(() -> eachTurn(turns - 1, look));
        }
    }

    // ----------------------------------------------------------------------------------------------------- failures

    @Test
    void aFailureHasNoResponseAndItsReason() throws Exception {
        server.answer(MockAnswer.reset());
        try (HarFile har = archive()) {
            assertThatCode(() -> get(plain.with(har), Request.post(URL, Body.of("x"))))
                    .isInstanceOf(Exception.class);
        }

        assertThat(entry().at("/response/status").asInt()).isZero();
        assertThat(entry().get("_error").asString()).contains("the connection ended before the response");
        assertThat(entry().at("/timings/wait").asDouble()).isEqualTo(40);
    }

    @Test
    void aBodyThatBreaksOffIsAsFarAsItCame() throws Exception {
        server.answer(MockAnswer.truncated(text("snow"), 2));
        try (HarFile har = archive()) {
            assertThatCode(() -> get(plain.with(har), Request.get(URL))).isInstanceOf(Exception.class);
        }

        assertThat(entry().at("/response/status").asInt()).isEqualTo(200);
        assertThat(entry().at("/response/content/text").asString()).isEqualTo("sn");
        assertThat(entry().get("_error").asString()).contains("EOF inside of a body");
    }

    @ParameterizedTest
    @CsvSource({"0", "10", "50"})
    void whatIsCancelledIsAnEntry(int millis) throws Exception {
        server.answer(MockAnswer.silence());
        try (HarFile har = archive()) {
            Future<Response> response = plain.with(har).fetch(URL);
            simulation.runFor(ofMillis(millis));
            loop.execute(response::cancel);
            simulation.runFor(Duration.ZERO);

            assertThat(entry().get("time").asDouble()).isEqualTo(millis);
            assertThat(entry().get("_error").asString()).contains("CancellationException");
        }
    }

    @Test
    void aFilterInsideMayAnswer() throws Exception {
        try (HarFile har = archive()) {
            Fetcher fetcher = plain.with(har).with((request, next) -> Future.completed(text("cached")));
            Response response = simulation.runUntil(fetcher.handle(Request.get(URL)));
            assertThat(response.body().collected()).as("its kind").isNotNull();
        }

        assertThat(entry().at("/response/content/text").asString()).isEqualTo("cached");
        assertThat(entry().get("time").asDouble()).isZero();
    }

    @Test
    void whatIsInFlightIsWrittenWhenTheFileIsClosed() throws Exception {
        server.answer(MockAnswer.silence());
        Fetcher fetcher;
        try (HarFile har = archive()) {
            fetcher = plain.with(har);
            fetcher.fetch(URL);
            simulation.runFor(ofSeconds(1));
            assertThat(entries()).isEmpty();
            har.close();
            assertThat(entry().at("/response/status").asInt()).isZero();
        }
        server.answer(text("ok"));
        assertThat(get(fetcher, Request.get(URL)).text()).isEqualTo("ok");
        assertThat(entries()).as("it is closed").hasSize(1);
    }

    @Test
    void aFileThatCannotBeWrittenFailsNoFetch() throws Exception {
        server.when(request -> true, MockAnswer.of(text("ok")));
        HarFile har = archive();
        Fetcher fetcher = plain.with(har);
        get(fetcher, Request.get(URL));
        try (CapturedLog log = new CapturedLog(HarFile.class)) {
            Response second = simulation.runUntil(fetcher.handle(Request.get(URL)));
            boolean interrupted = simulation.runUntil(loop.submit(() -> {
                Thread.currentThread().interrupt(); // then the channel of a file closes itself and throws
                return readAll(second.body().stream(), 0).map(read -> Thread.interrupted() && read == 2);
            }));
            assertThat(interrupted).isTrue();
            assertThat(get(fetcher, Request.get(URL)).text()).isEqualTo("ok");

            assertThat(log.records()).hasSize(1);
            assertThat(log.records().get(0).getMessage()).startsWith("cannot write to " + file);
        }
        assertThat(entries()).hasSize(1);
        assertThatIOException().isThrownBy(har::close).withMessageStartingWith("not all was written to " + file);
        har.close();
        assertThatIOException().isThrownBy(() -> HarFile.create(folder));
    }

    @Test
    void theListenerOfARequestIsToldToo() throws Exception {
        server.answer(text("ok"));
        List<Object> seen = new ArrayList<>();
        FetchListener listener = seen::add;
        try (HarFile har = archive()) {
            get(
                    plain.with(har).with(contentDecoding()),
                    Request.get(URL).withAttribute(FetchListener.OF_REQUEST, listener));
        }

        assertThat(seen).hasSize(1);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void aBoundForBodiesIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HarFile.builder(file).maxBody(-1))
                .withMessageContaining("maxBody");
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
