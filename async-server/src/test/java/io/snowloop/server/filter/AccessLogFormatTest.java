// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.AccessLogFormat.COMBINED;
import static io.snowloop.server.filter.AccessLogFormat.COMMON;
import static io.snowloop.server.filter.AccessLogFormat.JSON;
import static io.snowloop.server.filter.AccessLogFormat.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.testing.TestContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccessLogFormatTest {
    private static final Instant TIME = Instant.parse("2026-11-09T08:30:00.123456Z");
    private static final SentResponse OK = new SentResponse(Status.OK, 1_234, true);
    private static final Headers BROWSER =
            Headers.of("Referer", "https://a.example/").with("User-Agent", "Mozilla/5.0 (X11)");

    /** What ends lines and fields, and what terminals obey. */
    private static final String BAD = "a\"b\\c\r\nd\u001b[2J\u0085\u2028\u202e e\u00e9";

    private static InetSocketAddress address(int... bytes) throws Exception {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return new InetSocketAddress(InetAddress.getByAddress(address), 4711);
    }

    private static Request request(@Nullable SocketAddress from, Headers headers) {
        TestContext context = new TestContext(from, false);
        return Request.received(Method.GET, "/a?b=1", Version.HTTP_1_1, headers, Body.EMPTY, context);
    }

    private static AccessLogEntry entry(Request request, @Nullable String user, @Nullable SentResponse sent) {
        return new AccessLogEntry(request, user, TIME, Duration.ofNanos(1_234_999), sent, null, 100);
    }

    @Test
    void theCommonOneIsThatOfNcsa() throws Exception {
        AccessLogEntry entry = entry(request(address(192, 0, 2, 7), BROWSER), "holle", OK);
        assertThat(COMMON.line(entry))
                .isEqualTo("192.0.2.7 - holle [09/Nov/2026:08:30:00 +0000] \"GET /a?b=1 HTTP/1.1\" 200 1234");
    }

    @Test
    void theCombinedOneHasTwoFieldsMore() throws Exception {
        AccessLogEntry entry = entry(request(address(192, 0, 2, 7), BROWSER), "holle", OK);
        assertThat(COMBINED.line(entry))
                .isEqualTo(COMMON.line(entry) + " \"https://a.example/\" \"Mozilla/5.0 (X11)\"");
    }

    @Test
    void theOneOfJsonHasAllByName() throws Exception {
        AccessLogEntry entry = entry(request(address(192, 0, 2, 7), BROWSER), "holle", OK);
        assertThat(JSON.line(entry))
                .isEqualTo("{\"time\":\"2026-11-09T08:30:00.123456Z\",\"client\":\"192.0.2.7\",\"user\":\"holle\","
                        + "\"method\":\"GET\",\"target\":\"/a?b=1\",\"version\":\"HTTP/1.1\",\"status\":200,"
                        + "\"bytes\":1234,\"complete\":true,\"referer\":\"https://a.example/\","
                        + "\"agent\":\"Mozilla/5.0 (X11)\",\"duration_us\":1234}");
    }

    @Test
    void whatIsNotKnownIsADashOrLeftOut() {
        AccessLogEntry nothing = entry(request(null, Headers.empty()), null, new SentResponse(null, 0, false));
        assertThat(COMBINED.line(nothing))
                .isEqualTo("- - - [09/Nov/2026:08:30:00 +0000] \"GET /a?b=1 HTTP/1.1\" - - \"-\" \"-\"");
        assertThat(JSON.line(nothing))
                .isEqualTo("{\"time\":\"2026-11-09T08:30:00.123456Z\",\"method\":\"GET\",\"target\":\"/a?b=1\","
                        + "\"version\":\"HTTP/1.1\",\"bytes\":0,\"complete\":false,\"duration_us\":1234}");
        assertThat(SHORT.line(nothing)).isEqualTo("GET /a?b=1 no response 1.234 ms");

        AccessLogEntry unknownLength = entry(request(null, Headers.empty()), "", new SentResponse(Status.OK, -1, true));
        assertThat(COMMON.line(unknownLength)).startsWith("- - - [").endsWith("\" 200 -");
        assertThat(JSON.line(unknownLength)).contains("\"user\":\"\"").doesNotContain("bytes");
    }

    @Test
    void theClientHasNoPort() throws Exception {
        assertThat(entry(request(address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), BROWSER), null, OK)
                        .client())
                .isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(entry(request(UnixDomainSocketAddress.of("a.sock"), BROWSER), null, OK)
                        .client())
                .isEqualTo("unix");
        assertThat(entry(request(InetSocketAddress.createUnresolved("_a", 0), BROWSER), null, OK)
                        .client())
                .isEqualTo("_a");
    }

    static Stream<AccessLogFormat> formats() {
        return Stream.of(SHORT, COMMON, COMBINED, JSON);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void noRequestCanForgeALineOrAField(AccessLogFormat format) {
        Headers latin = Headers.of("Referer", "a\"b\\c \u00e9").with("User-Agent", "\" 200 1 \"\u0085");
        Request request =
                request(InetSocketAddress.createUnresolved(BAD, 0), latin).withMethod(Method.PUT);
        AccessLogEntry entry = new AccessLogEntry(request, BAD, TIME, Duration.ZERO, null, new Exception(BAD), 100);

        String line = format.line(entry);

        assertThat(line.codePoints().filter(c -> c < ' ' || c == 0x7f || (c >= 0x80 && c < 0xa0) || c >= 0x2000))
                .isEmpty();
        assertThat(line.lines()).hasSize(1);
    }

    @Test
    void theCommonOneEscapesAsApacheDoesAndBlanksToo() {
        Request request = request(null, Headers.of("User-Agent", "\"a\\ \u00e9"));
        AccessLogEntry entry = entry(request, "a \"b\\\n\u00e9\u007f", OK);
        assertThat(COMBINED.line(entry))
                .contains(" - a\\x20\\\"b\\\\\\x0a\\xc3\\xa9\\x7f [")
                .endsWith("\"-\" \"\\\"a\\\\ \\xe9\"");
    }

    @Test
    void theOneOfJsonEscapesQuotes() {
        AccessLogEntry entry = entry(request(null, Headers.of("Referer", "\",\"status\":\"1")), BAD, OK);
        assertThat(JSON.line(entry))
                .contains("\"referer\":\"\\\",\\\"status\\\":\\\"1\"")
                .contains("\"user\":\"a\\\"b\\\\c\\u000d\\u000ad\\u001b[2J\\u0085\\u2028\\u202e e\u00e9\"");
    }

    @Test
    void theShortOneNamesAnErrorAndAnEndThatCameTooEarly() {
        Request request = request(null, Headers.empty());
        assertThat(List.of(
                        SHORT.line(new AccessLogEntry(
                                request,
                                null,
                                TIME,
                                Duration.ofMillis(2),
                                null,
                                new IllegalStateException("a\nb"),
                                100)),
                        SHORT.line(entry(request, null, new SentResponse(Status.OK, 7, false)))))
                .containsExactly(
                        "GET /a?b=1 java.lang.IllegalStateException: a\\u000ab 2.0 ms",
                        "GET /a?b=1 200 7 bytes (broke off) 1.234 ms");
    }

    /** A server takes heads of 64 KB: a client could fill the disk. */
    @Test
    void ofALongFieldAllHaveTheBeginning() throws Exception {
        Headers headers = Headers.of("Referer", "/0123456789").with("User-Agent", "0123456789abc");
        TestContext context = new TestContext(address(192, 0, 2, 7), false);
        Request request = Request.received(Method.GET, "/23456789ab?c", Version.HTTP_1_1, headers, Body.EMPTY, context);
        Exception error = new Exception("of nine");
        AccessLogEntry entry = new AccessLogEntry(request, "0123456789a", TIME, Duration.ZERO, null, error, 10);

        assertThat(COMBINED.line(entry))
                .isEqualTo("192.0.2.7 - 0123456789...[+1] [09/Nov/2026:08:30:00 +0000] "
                        + "\"GET /23456789a...[+3] HTTP/1.1\" - - \"/012345678...[+1]\" \"0123456789...[+3]\"");
        assertThat(JSON.line(entry))
                .contains("\"user\":\"0123456789...[+1]\"")
                .contains("\"target\":\"/23456789a...[+3]\"")
                .contains("\"referer\":\"/012345678...[+1]\",\"agent\":\"0123456789...[+3]\"");
        assertThat(SHORT.line(entry)).isEqualTo("GET /23456789a...[+3] java.lang....[+18] 0.0 ms");
    }

    @Test
    void ofALongMethodTheBeginning() throws Exception {
        TestContext context = new TestContext(address(192, 0, 2, 7), false);
        Request request = Request.received(
                Method.of("PROPAGATE-ALL"), "/", Version.HTTP_1_1, Headers.empty(), Body.EMPTY, context);
        AccessLogEntry entry = new AccessLogEntry(request, null, TIME, Duration.ZERO, OK, null, 10);

        assertThat(COMMON.line(entry)).contains("\"PROPAGATE-...[+3] / HTTP/1.1\"");
        assertThat(JSON.line(entry)).contains("\"method\":\"PROPAGATE-...[+3]\"");
        assertThat(SHORT.line(entry)).startsWith("PROPAGATE-...[+3] / ");
    }
}
